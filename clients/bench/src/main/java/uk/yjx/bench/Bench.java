package uk.yjx.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import uk.yjx.world.Workload;

/** Product and rig side by side, measured in turns; everything made is removed at the end. */
final class Bench implements AutoCloseable {

  private static final Duration QUIET_MAX = Duration.ofSeconds(120);
  private static final int WARMUP_IN_FLIGHT = 64;
  private static final Duration QUIET_POLL = Duration.ofMillis(20);

  private final BenchOptions options;
  private final Progress progress;
  private final Path folder;
  private final BenchWorld world;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Thread onExit = new Thread(this::closeAll);
  private int runs;

  private Bench(BenchOptions options, Progress progress, Path folder) {
    this.options = options;
    this.progress = progress;
    this.folder = folder;
    this.world = BenchWorld.of(options.children());
  }

  static Bench open(BenchOptions options, Progress progress) throws IOException {
    Path folder =
        options.workFolder().isPresent()
            ? Files.createTempDirectory(
                Files.createDirectories(options.workFolder().get()), "yjx-bench-")
            : Files.createTempDirectory("yjx-bench-");
    Bench bench = new Bench(options, progress, folder);
    Runtime.getRuntime().addShutdownHook(bench.onExit);
    return bench;
  }

  /** Closed loop: notices accepted a second. */
  Report ingest() throws IOException, InterruptedException {
    return measure(
        options.inFlight(),
        (target, publisher, load, warmup) ->
            new ClosedLoop(target, publisher, load)
                .run(nextWorkload(), warmup, options.measured()));
  }

  /** Open loop: from the intended sending to the worker's client. */
  Report deliver() throws IOException, InterruptedException {
    return measure(
        List.of(options.rate()),
        (target, publisher, load, warmup) ->
            new OpenLoop(target, publisher, load).run(nextWorkload(), warmup, options.measured()));
  }

  /** One repetition. */
  private interface Run {
    Sample of(Target target, Publisher publisher, int load, Duration warmup)
        throws InterruptedException;
  }

  private Report measure(List<Integer> loads, Run run) throws IOException, InterruptedException {
    try {
      BenchPki pki = BenchPki.make(folder.resolve("pki"), world.principals());
      progress.say("starting the exchange and the bare rig");
      Target product =
          keep(Target.product(folder, pki, world.administrator(), options.serverFlags()));
      Target rig = keep(Target.rig(folder, pki));
      product.disk().age();
      rig.disk().age();
      progress.say("setting up " + options.children() + " children");
      world.setUp(product.connections(), pki.anchor(), progress);
      Subscribers everyone =
          keep(Subscribers.everyone(world.caseload(), product.connections(), product.arrivals()));
      progress.say(everyone.size() + " subscribers are live");
      if (options.kind() == BenchOptions.Kind.DELIVER) {
        keep(Subscribers.one(world.worker(), rig.connections(), rig.arrivals()));
        warmUp(product);
        warmUp(rig);
      }
      List<Report.Level> levels = new ArrayList<>();
      for (int load : loads) {
        List<Sample> ofProduct = new ArrayList<>();
        List<Sample> ofRig = new ArrayList<>();
        for (int i = 0; i < options.repetitions(); i++) {
          boolean cold = options.kind() == BenchOptions.Kind.INGEST && levels.isEmpty() && i == 0;
          Duration warmup = cold ? options.warmup() : options.rewarming();
          ofProduct.add(repetition(product, load, run, warmup));
          ofRig.add(repetition(rig, load, run, warmup));
        }
        levels.add(new Report.Level(load, ofProduct, ofRig));
      }
      return new Report(
          options, Instant.now(), Machine.of(folder, product.disk().version()), levels, problems);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot be asked: " + e.getMessage(), e);
    }
  }

  /** An open loop is too slow a load to warm a server up: that takes a closed one. */
  private void warmUp(Target target) throws InterruptedException, IOException, SQLException {
    progress.say("warming up: " + target.name());
    repetition(
        target,
        WARMUP_IN_FLIGHT,
        (system, publisher, load, warmup) ->
            new ClosedLoop(system, publisher, load).run(nextWorkload(), Duration.ZERO, warmup),
        options.warmup());
  }

  private Sample repetition(Target target, int load, Run run, Duration warmup)
      throws InterruptedException, IOException, SQLException {
    target.disk().settle();
    long receivedBefore = target.arrivals().received();
    int bound = options.kind() == BenchOptions.Kind.INGEST ? load : OpenLoop.IN_FLIGHT_MAX;
    try (Publisher publisher = Publisher.open(target.of(world.sender()), bound)) {
      Sample sample = run.of(target, publisher, load, warmup);
      String problem = publisher.problem();
      if (problem != null) {
        problems.add(target.name() + " refused a notice: " + problem);
      }
      Duration behind = untilQuiet(target, receivedBefore, publisher);
      progress.say(
          "%s, %d: %,.0f accepted/s, ack p50 %.2f ms p99 %.2f ms, %s"
              .formatted(
                  target.name(),
                  load,
                  sample.acceptedPerSecond(),
                  Sample.millis(sample.ack(), 50),
                  Sample.millis(sample.ack(), 99),
                  sample.deliver().getTotalCount() == 0
                      ? "%,.0f alerts/s, last one after %.1f s"
                          .formatted(sample.receivedPerSecond(), behind.toMillis() / 1e3)
                      : "deliver p50 %.2f ms p99 %.2f ms"
                          .formatted(
                              Sample.millis(sample.deliver(), 50),
                              Sample.millis(sample.deliver(), 99))));
      return new Sample(
          sample.acceptedPerSecond(),
          sample.ack(),
          sample.deliver(),
          sample.receivedPerSecond(),
          behind,
          sample.processorTime());
    }
  }

  /** Waits until every alert due has arrived and is acknowledged; how long that took. */
  private Duration untilQuiet(Target target, long receivedBefore, Publisher publisher) {
    long start = System.nanoTime();
    boolean isRig = target.name().equals("rig");
    long due =
        isRig
            ? options.kind() == BenchOptions.Kind.DELIVER ? publisher.accepted() : 0
            : publisher.alertsDue();
    while (target.arrivals().received() - receivedBefore < due
        || !isRig && !target.arrivals().allAcknowledged()) {
      if (System.nanoTime() - start > QUIET_MAX.toNanos()) {
        problems.add(
            "%s: %,d alerts were due, %,d arrived; all acknowledged: %s; last trouble: %s"
                .formatted(
                    target.name(),
                    due,
                    target.arrivals().received() - receivedBefore,
                    target.arrivals().allAcknowledged(),
                    target.arrivals().trouble()));
        break;
      }
      LockSupport.parkNanos(QUIET_POLL.toNanos());
    }
    target.arrivals().expect(null);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Workload nextWorkload() {
    return world.workload(++runs);
  }

  private synchronized <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has done the same.
    }
  }

  private synchronized void closeAll() {
    for (AutoCloseable resource : open.reversed()) {
      try {
        resource.close();
      } catch (Exception e) {
        progress.say("something did not close: " + e.getMessage());
      }
    }
    open.clear();
    if (options.keep()) {
      progress.say("databases and logs are in " + folder);
      return;
    }
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      progress.say("not everything in " + folder + " could be removed");
    }
  }
}
