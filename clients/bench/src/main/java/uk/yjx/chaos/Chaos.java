package uk.yjx.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import uk.yjx.bench.BenchWorld;
import uk.yjx.common.v1.Role;
import uk.yjx.history.Breach;
import uk.yjx.history.History;
import uk.yjx.history.HistoryChecker;
import uk.yjx.history.Observation;
import uk.yjx.history.Truth;
import uk.yjx.world.Caseload;

/** Three processes on one PostgreSQL, clients at work, one fault after another, and the verdict. */
public final class Chaos {
  private static final int NODES = 3;
  private static final int CASE_MANAGERS = 10;
  private static final Duration CALM = Duration.ofSeconds(3);
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final Duration STEADY_WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration QUIET_MAX = Duration.ofSeconds(90);
  private static final int BREACHES_TOLD_MAX = 50;

  private final ChaosOptions options;
  private final LogAudit log;
  private final Consumer<String> progress;
  private final Random random;
  private final Recorder recorder = new Recorder(Clock.systemUTC());
  private final List<ChaosReport.Injected> injected = new ArrayList<>();
  private final Map<String, String> skipped = new TreeMap<>();
  private final List<String> breaches = new ArrayList<>();

  private Chaos(ChaosOptions options, LogAudit log, Consumer<String> progress) {
    this.options = options;
    this.log = log;
    this.progress = progress;
    this.random = new Random(options.seed());
  }

  /**
   * Runs it.
   *
   * @param log verifies the log at the end
   * @param progress is told what happens
   */
  public static ChaosReport run(ChaosOptions options, LogAudit log, Consumer<String> progress)
      throws Exception {
    Path folder =
        options.workFolder().isPresent()
            ? Files.createTempDirectory(
                Files.createDirectories(options.workFolder().get()), "yjx-chaos-")
            : Files.createTempDirectory("yjx-chaos-");
    try {
      return new Chaos(options, log, progress).run(folder.toRealPath());
    } finally {
      if (options.keep()) {
        progress.accept("everything is kept in " + folder);
      } else {
        delete(folder);
      }
    }
  }

  private ChaosReport run(Path folder) throws Exception {
    Caseload caseload = Caseload.of(options.seed(), options.children(), CASE_MANAGERS);
    BenchWorld world = new BenchWorld(caseload);
    progress.accept("seed " + options.seed() + "; starting PostgreSQL and " + NODES + " nodes");
    ChaosPki pki = ChaosPki.make(folder.resolve("pki"), world.principals());
    try (Cluster cluster = Cluster.start(folder, pki, world.administrator(), NODES);
        Clients clients = new Clients(cluster.front().port(), pki, recorder)) {
      Thread onExit = new Thread(cluster::close, "chaos-stop");
      Runtime.getRuntime().addShutdownHook(onExit);
      progress.accept("setting up " + options.children() + " children");
      world.setUp(clients::of, pki.anchor(), progress);
      List<String> readers = clients.receive(caseload);
      progress.accept(
          readers.size() + " readers are live; " + options.perSecond() + " notices a second");
      clients.publish(caseload, options.seed(), options.perSecond());
      Stage stage =
          new Stage(
              cluster,
              clients,
              recorder,
              pki,
              caseload,
              options.seed(),
              random,
              Clock.systemUTC(),
              progress);
      stage.last(CALM);
      breakThings(stage);
      ChaosReport report = judge(stage, readers);
      Runtime.getRuntime().removeShutdownHook(onExit);
      return report;
    }
  }

  private void breakThings(Stage stage) throws Exception {
    Set<String> asked = new HashSet<>(options.faults());
    List<Fault> possible = new ArrayList<>();
    for (Fault fault : Fault.all()) {
      if (asked.isEmpty() ? !fault.onlyWhenAsked() : asked.contains(fault.name())) {
        fault.impossible(stage).ifPresentOrElse(why -> skip(fault, why), () -> possible.add(fault));
      }
    }
    FaultPlan plan = new FaultPlan(possible, random);
    long end = System.nanoTime() + options.time().toNanos();
    while (System.nanoTime() < end) {
      inject(plan.next(), stage);
      stage.last(BETWEEN);
    }
  }

  private void skip(Fault fault, String why) {
    skipped.put(fault.name(), why);
    progress.accept("skipped: " + fault.name() + ", " + why);
  }

  private void inject(Fault fault, Stage stage) throws Exception {
    progress.accept(fault.name());
    long began = System.nanoTime();
    List<String> problems = fault.inject(stage);
    long ended = System.nanoTime();
    Optional<Duration> steady = awaitSteady(stage, ended);
    ChaosReport.Injected one =
        new ChaosReport.Injected(fault.name(), Duration.ofNanos(ended - began), steady, problems);
    injected.add(one);
    problems.forEach(problem -> progress.accept("PROBLEM: " + problem));
    progress.accept(
        fault.name()
            + ": "
            + steady
                .map(time -> "steady %.1f s after its end".formatted(time.toMillis() / 1e3))
                .orElse("NOT steady " + STEADY_WAIT_MAX.toSeconds() + " s after its end"));
  }

  private static Optional<Duration> awaitSteady(Stage stage, long ended) {
    Flow flow = stage.clients().flow();
    stage.await(STEADY_WAIT_MAX, () -> flow.steadySince(ended, System.nanoTime()).isPresent());
    OptionalLong since = flow.steadySince(ended, System.nanoTime());
    return since.isPresent()
        ? Optional.of(Duration.ofNanos(since.getAsLong() - ended))
        : Optional.empty();
  }

  private ChaosReport judge(Stage stage, List<String> readers) throws Exception {
    Clients clients = stage.clients();
    progress.accept("waiting until everything is answered and told");
    clients.stopPublishing();
    if (!stage.await(QUIET_MAX, () -> clients.flow().waiting() == 0)) {
      breaches.add(clients.flow().waiting() + " notices or their alerts never came");
    }
    TruthReader reader = new TruthReader(stage.cluster().database(), stage.caseload());
    int lines = distinct(reader.lines(readers));
    stage.await(QUIET_MAX, () -> told(recorder.history()) >= lines);
    if (clients.problem() != null) {
      breaches.add(String.valueOf(clients.problem()));
    }
    String auditor = stage.caseload().staff(Role.ROLE_AUDITOR).getFirst().id();
    progress.accept("verifying the log");
    long leaves = 0;
    try {
      leaves = log.verify(clients.of(auditor));
    } catch (Exception e) {
      breaches.add("the log does not verify: " + e.getMessage());
    }
    progress.accept("comparing what clients saw with what is held");
    Truth truth = reader.read(readers, clients.of(auditor));
    History history = recorder.history();
    List<Breach> found = HistoryChecker.check(history, truth);
    found.stream().limit(BREACHES_TOLD_MAX).forEach(breach -> breaches.add(breach.toString()));
    if (found.size() > BREACHES_TOLD_MAX) {
      breaches.add((found.size() - BREACHES_TOLD_MAX) + " more breaches");
    }
    return new ChaosReport(
        options.seed(),
        injected,
        skipped,
        clients.accepted(),
        told(history),
        leaves,
        recorder.ends(),
        breaches);
  }

  private static int distinct(List<Truth.Line> lines) {
    Set<List<Object>> distinct = new HashSet<>();
    lines.forEach(one -> distinct.add(List.of(one.reader(), one.alertId(), one.cause())));
    return distinct.size();
  }

  private static long told(History history) {
    Set<List<Object>> distinct = new HashSet<>();
    for (Observation observation : history.observations()) {
      if (observation instanceof Observation.Told told) {
        told.sights()
            .forEach(one -> distinct.add(List.of(told.reader(), one.alertId(), one.cause())));
      }
    }
    return distinct.size();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
