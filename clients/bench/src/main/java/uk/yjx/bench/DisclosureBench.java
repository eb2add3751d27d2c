package uk.yjx.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import uk.yjx.server.alerts.StageWiring;
import uk.yjx.server.intelligence.NoticeWiring;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.world.Workload;

/**
 * What decision and projection cost: processor time of one thread for the path of notices and of
 * deliveries with the stage and without it, and a decision when nothing of it is in any cache.
 */
final class DisclosureBench {
  static final String USAGE =
      """
             yjx bench disclosure [--rounds N] [--json]
        disclosure  what deciding and cutting add to a notice and a delivery; exit 1 over the aims
        --rounds N         passes over 2,000 notices of the workload (disclosure; default 100)
      """;

  /** What the stage may add to a notice and a delivery, mean, in microseconds. */
  static final double ADDED_MICROS_MAX = 10;

  /** What the first decision of a version may take, median, in microseconds. */
  static final double COLD_MICROS_MAX = 20;

  private static final int NOTICES = 2_000;
  private static final int CHILDREN = 2_000;
  private static final int TURNS = 5;
  private static final int COLD_DECISIONS = 400;
  private static final int ROUNDS_MAX = 10_000;

  /** More than the last level of cache of any machine this runs on. */
  private static final int EVICTION_BYTES = 128 << 20;

  private static final int CACHE_LINE = 64;

  private final Progress progress;
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final byte[] elsewhere = new byte[EVICTION_BYTES];
  private final List<NoticeWiring> notices = new ArrayList<>();
  private final List<StageWiring.Deliverable> deliverables = new ArrayList<>();
  private final StageWiring stage;
  private final int rounds;
  private final boolean json;
  private long kept;

  private DisclosureBench(int rounds, boolean json, Progress progress) {
    this.rounds = rounds;
    this.json = json;
    this.progress = progress;
    Instant now = Instant.now();
    AgencyId police = new AgencyId("met-police");
    stage = new StageWiring(police, new AgencyId("southwark-yjs"), now);
    Workload workload = BenchWorld.of(CHILDREN).workload(1);
    while (notices.size() < NOTICES) {
      NoticeWiring notice = NoticeWiring.read(workload.next().request().getNotice(), police, now);
      if (!notice.subjects().isEmpty()) {
        notices.add(notice);
        deliverables.addAll(stage.alerts(notice));
      }
    }
  }

  /** What came of it: text for standard output, and whether the aims are met. */
  record Result(String text, boolean met) {}

  /** Measures. */
  static Result run(String[] args, Progress progress) throws IOException {
    int rounds = 100;
    boolean json = false;
    for (int i = 1; i < args.length; i++) {
      if (args[i].equals("--json")) {
        json = true;
      } else if (args[i].equals("--rounds") && i + 1 < args.length) {
        rounds = Integer.parseInt(args[++i]);
        if (rounds < 1 || rounds > ROUNDS_MAX) {
          throw new IllegalArgumentException("--rounds must be from 1 to " + ROUNDS_MAX);
        }
      } else {
        throw new IllegalArgumentException(args[i] + " is no option, or has no value");
      }
    }
    return new DisclosureBench(rounds, json, progress).measure();
  }

  private Result measure() throws IOException {
    progress.say("notices: " + notices.size() + ", deliveries: " + deliverables.size());
    long permitted = deliverables.stream().filter(stage::decide).count();
    if (permitted == 0) {
      throw new IllegalStateException("nothing of the workload is permitted: nothing is measured");
    }
    compare(
        "notice",
        notices.size(),
        i -> kept += stage.intake(notices.get(i), true) ? 1 : 0,
        i -> kept += stage.intake(notices.get(i), false) ? 1 : 0);
    compare(
        "delivery",
        deliverables.size(),
        i -> kept += stage.deliver(deliverables.get(i), true),
        i -> kept += stage.deliver(deliverables.get(i), false));
    first("first decision of a fresh version", false);
    first("the same, processor caches evicted", true);
    figures.put("deliveries permitted, %", 100.0 * permitted / deliverables.size());
    boolean met =
        figure("added to a notice, us") <= ADDED_MICROS_MAX
            && figure("added to a delivery, us") <= ADDED_MICROS_MAX
            && figure("first decision of a fresh version, p50 us") < COLD_MICROS_MAX;
    return new Result(json ? json(met) : table(met), met);
  }

  /** A figure that was measured; no aim is met without it. */
  private double figure(String what) {
    return figures.getOrDefault(what, Double.NaN);
  }

  /** Both in turns, so that what the machine does meanwhile hits both; the median of the turns. */
  private void compare(String what, int count, IntConsumer with, IntConsumer without) {
    progress.say("warming up: " + what);
    cpu(count, with);
    cpu(count, without);
    double[] staged = new double[TURNS];
    double[] plain = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      staged[turn] = cpu(count, with);
      plain[turn] = cpu(count, without);
    }
    Arrays.sort(staged);
    Arrays.sort(plain);
    double full = staged[TURNS / 2];
    double bare = plain[TURNS / 2];
    figures.put(what + " with the stage, us", full);
    figures.put(what + " without it, us", bare);
    figures.put("added to a " + what + ", us", full - bare);
  }

  /** Mean processor time of one, in microseconds. */
  private double cpu(int count, IntConsumer one) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < count; i++) {
        one.accept(i);
      }
    }
    return (threads.getCurrentThreadCpuTime() - before) / 1e3 / ((double) rounds * count);
  }

  /** A version compiled just now and never evaluated; other data in the processor's caches too. */
  private void first(String what, boolean evict) {
    progress.say(what);
    double[] micros = new double[COLD_DECISIONS];
    for (int i = 0; i < COLD_DECISIONS; i++) {
      stage.renew();
      for (int at = 0; evict && at < elsewhere.length; at += CACHE_LINE) {
        kept += elsewhere[at]++;
      }
      StageWiring.Deliverable one = deliverables.get(i * 7 % deliverables.size());
      long began = System.nanoTime();
      kept += stage.decide(one) ? 1 : 0;
      micros[i] = (System.nanoTime() - began) / 1e3;
    }
    Arrays.sort(micros);
    figures.put(what + ", p50 us", micros[COLD_DECISIONS / 2]);
    figures.put(what + ", p95 us", micros[COLD_DECISIONS * 95 / 100]);
  }

  private String table(boolean met) throws IOException {
    StringBuilder out = new StringBuilder("./yjx bench disclosure --rounds " + rounds + "\n");
    out.append(Machine.of(Path.of(System.getProperty("java.io.tmpdir")), "not used"));
    out.append("\n\n");
    figures.forEach(
        (what, figure) -> out.append(String.format(Locale.ROOT, "%-46s %10.2f%n", what, figure)));
    out.append(
        String.format(
            Locale.ROOT,
            "%naims: at most %.0f us added to each, a first decision below %.0f us: %s%n",
            ADDED_MICROS_MAX,
            COLD_MICROS_MAX,
            met ? "met" : "NOT MET"));
    return out.toString();
  }

  private String json(boolean met) {
    JsonObject object = new JsonObject();
    object.addProperty("bench", "disclosure");
    figures.forEach(object::addProperty);
    object.addProperty("met", met);
    object.addProperty("kept", kept);
    return object.toString();
  }
}
