package uk.yjx.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.matching.IndexWiring;

/** What finding a child costs: memory, building, and lookups with the errors people make. */
final class MatchBench {
  static final String USAGE =
      """
             yjx bench match [--children N]... [--lookups N] [--json]
        match     lookups of misspelt people among N children in memory; exit 1 over the aims
        --children N       children in the index (match; default 100000; may be repeated)
        --lookups N        measured lookups of each (match; default 200000)
      """;

  /** What a lookup may take at p99 up to 100,000 children, and beyond, in microseconds. */
  static final double SMALL_MICROS_MAX = 200;

  static final double LARGE_MICROS_MAX = 500;

  private static final int SMALL = 100_000;
  private static final int CHILDREN_MAX = 16_000_000;
  private static final int LOOKUPS_MAX = 10_000_000;
  private static final int PREPARED = 20_000;
  private static final int WARMUP = 60_000;
  private static final long SEED = 20_261_121;
  private static final long NANOS_MAX = 60_000_000_000L;

  private final List<Integer> sizes = new ArrayList<>();
  private final Progress progress;
  private int lookups = 200_000;
  private boolean json;
  private AddedByLikeness added = AddedByLikeness.NOTHING;

  private MatchBench(String[] args, Progress progress) {
    this.progress = progress;
    for (int i = 1; i < args.length; i++) {
      if (args[i].equals("--json")) {
        json = true;
      } else if (args[i].equals("--children") && i + 1 < args.length) {
        sizes.add(number(args[i], args[++i], CHILDREN_MAX));
      } else if (args[i].equals("--lookups") && i + 1 < args.length) {
        lookups = number(args[i], args[++i], LOOKUPS_MAX);
      } else {
        throw new IllegalArgumentException(args[i] + " is no option, or has no value");
      }
    }
    if (sizes.isEmpty()) {
      sizes.add(SMALL);
    }
  }

  private static int number(String name, String value, int most) {
    int number = Integer.parseInt(value);
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(name + " must be from 1 to " + most);
    }
    return number;
  }

  /** What came of it: text for standard output, and whether the aims are met. */
  record Result(String text, boolean met) {}

  /** Measures. */
  static Result run(String[] args, Progress progress) throws IOException {
    return new MatchBench(args, progress).measure();
  }

  /**
   * One size.
   *
   * @param bytes of the index for each child
   * @param seconds to build it, the invention of the children taken off
   * @param nanos of a lookup
   * @param first share of the people found as the best answer, of those asked for
   * @param among share found among the answers
   * @param answers mean number of answers
   */
  private record Figures(
      int children,
      double bytes,
      double seconds,
      Histogram nanos,
      double first,
      double among,
      double answers) {

    double micros(double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e3;
    }

    double aim() {
      return children <= SMALL ? SMALL_MICROS_MAX : LARGE_MICROS_MAX;
    }

    boolean met() {
      return micros(99) < aim();
    }
  }

  private Result measure() throws IOException {
    List<Figures> all = new ArrayList<>();
    for (int children : sizes) {
      all.add(measure(children));
    }
    added = AddedByLikeness.measure(progress);
    boolean met = all.stream().allMatch(Figures::met) && added.met();
    return new Result(json ? json(all, met) : table(all, met), met);
  }

  private Figures measure(int children) {
    InventedCrowd crowd = new InventedCrowd(children, SEED);
    progress.say("inventing %,d children".formatted(children));
    long invented = System.nanoTime();
    long names = 0;
    for (var child : crowd.children()) {
      names += child.description().names().size();
    }
    invented = System.nanoTime() - invented;
    long before = used();
    progress.say("building the index of %,d".formatted(names));
    long building = System.nanoTime();
    IndexWiring index = IndexWiring.of(crowd.children());
    building = System.nanoTime() - building;
    double bytes = (used() - before) / (double) index.size();
    return lookUp(crowd, index, bytes, Math.max(0, building - invented) / 1e9);
  }

  private Figures lookUp(InventedCrowd crowd, IndexWiring index, double bytes, double seconds) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<PersonDescription> asked = new ArrayList<>(PREPARED);
    List<ChildId> meant = new ArrayList<>(PREPARED);
    for (int i = 0; i < PREPARED; i++) {
      int child = random.nextInt(crowd.size());
      asked.add(crowd.misspelt(child, random));
      meant.add(crowd.id(child));
    }
    progress.say("warming up");
    long kept = 0;
    for (int i = 0; i < Math.min(WARMUP, lookups); i++) {
      kept += index.lookUp(asked.get(i % PREPARED)).size();
    }
    progress.say("looking up %,d people".formatted(lookups));
    Histogram nanos = new Histogram(NANOS_MAX, 3);
    long first = 0;
    long among = 0;
    long answers = 0;
    for (int i = 0; i < lookups; i++) {
      int at = random.nextInt(PREPARED);
      long began = System.nanoTime();
      List<ChildId> found = index.lookUp(asked.get(at));
      nanos.recordValue(Math.min(NANOS_MAX, System.nanoTime() - began));
      answers += found.size();
      first += !found.isEmpty() && found.getFirst().equals(meant.get(at)) ? 1 : 0;
      among += found.contains(meant.get(at)) ? 1 : 0;
    }
    if (kept == 0) {
      throw new IllegalStateException("nobody was found: nothing is measured");
    }
    double n = lookups;
    return new Figures(index.size(), bytes, seconds, nanos, first / n, among / n, answers / n);
  }

  /** Bytes of the heap in use after collections. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private String command() {
    StringBuilder command = new StringBuilder("./yjx bench match");
    sizes.forEach(size -> command.append(" --children ").append(size));
    return command.append(" --lookups ").append(lookups).toString();
  }

  private String table(List<Figures> all, boolean met) throws IOException {
    StringBuilder out = new StringBuilder(command()).append('\n');
    out.append(Machine.of(Path.of(System.getProperty("java.io.tmpdir")), "not used"));
    out.append(
        "\n\n  children  bytes/child  build s   p50 us   p99 us  p99.9 us   max us"
            + "   first  among  answers\n");
    for (Figures one : all) {
      out.append(
          String.format(
              Locale.ROOT,
              "%,10d %12.0f %8.1f %8.1f %8.1f %9.1f %8.0f %7.4f %6.4f %8.2f%n",
              one.children(),
              one.bytes(),
              one.seconds(),
              one.micros(50),
              one.micros(99),
              one.micros(99.9),
              one.micros(100),
              one.first(),
              one.among(),
              one.answers()));
    }
    out.append('\n').append(added.text());
    return out.append(
            String.format(
                Locale.ROOT,
                "%naims: p99 below %.0f us up to %,d children, below %.0f us beyond, %.0f us added:"
                    + " %s%n",
                SMALL_MICROS_MAX,
                SMALL,
                LARGE_MICROS_MAX,
                AddedByLikeness.MICROS_MAX,
                met ? "met" : "NOT MET"))
        .toString();
  }

  private String json(List<Figures> all, boolean met) throws IOException {
    JsonObject object = new JsonObject();
    object.addProperty("bench", "match");
    object.addProperty("command", command());
    object.add(
        "machine", Machine.of(Path.of(System.getProperty("java.io.tmpdir")), "not used").json());
    JsonArray sized = new JsonArray();
    for (Figures one : all) {
      JsonObject size = new JsonObject();
      size.addProperty("children", one.children());
      size.addProperty("bytes_per_child", Math.round(one.bytes()));
      size.addProperty("build_seconds", one.seconds());
      size.addProperty("p50_us", one.micros(50));
      size.addProperty("p99_us", one.micros(99));
      size.addProperty("p999_us", one.micros(99.9));
      size.addProperty("max_us", one.micros(100));
      size.addProperty("found_first", one.first());
      size.addProperty("found_among", one.among());
      size.addProperty("answers", one.answers());
      size.addProperty("met", one.met());
      sized.add(size);
    }
    object.add("sizes", sized);
    object.add("added", added.json());
    object.addProperty("met", met);
    return object.toString();
  }
}
