package uk.yjx.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to measure and how.
 *
 * @param kind which measurement
 * @param measured how long one repetition is measured; 1 to 600 s
 * @param warmup how long load runs before the first repetition; 0 to 600 s
 * @param inFlight notices without an answer, one measurement for each; 1 to 4,000
 * @param rate notices a second of the open loop; 1 to 100,000
 * @param children children on the caseload; 1,000 to 200,000
 * @param repetitions of each system, in turns; 1 to 50
 * @param json one JSON object on standard output instead of the table
 * @param workFolder parent of the folder for databases and certificates; empty: the system's
 * @param keep leave databases and logs where they are
 * @param serverFlags further flags of the product's JVM, for profiling
 */
record BenchOptions(
    Kind kind,
    Duration measured,
    Duration warmup,
    List<Integer> inFlight,
    int rate,
    int children,
    int repetitions,
    boolean json,
    Optional<Path> workFolder,
    boolean keep,
    List<String> serverFlags) {

  /** The measurements. */
  enum Kind {
    /** Closed loop: notices accepted a second. */
    INGEST,
    /** Open loop: time from the intended sending to the worker's client. */
    DELIVER
  }

  static final String USAGE =
      """
      Usage: yjx bench ingest|deliver [options]
        ingest    closed loop: notices accepted a second, beside the bare rig of the same run
        deliver   open loop: publish to deliver at a rate, beside the bare rig of the same run
      Options:
        --seconds N        measured seconds of one repetition (default 8)
        --warmup N         seconds of load before the first one (default 4; later ones at most 5)
        --in-flight N,...  notices without an answer (ingest; default 1000)
        --rate N           notices a second (deliver; default 500)
        --children N       children on the caseload (default 30000)
        --reps N           repetitions of each system, in turns (default 3)
        --work-dir DIR     where databases are made and removed (default: temporary files)
        --keep             leave databases and logs where they are
        --server-flag F    one more flag for the product's JVM; may be repeated
        --json             one JSON object on standard output
      """;

  private static final Duration REWARMING_MAX = Duration.ofSeconds(5);
  static final int SECONDS_MAX = 600;
  private static final int IN_FLIGHT_MAX = 4_000;
  private static final int RATE_MAX = 100_000;
  static final int CHILDREN_MIN = 1_000;
  static final int CHILDREN_MAX = 200_000;
  static final int REPETITIONS_MAX = 50;

  /** Copies the lists. */
  BenchOptions {
    inFlight = List.copyOf(inFlight);
    serverFlags = List.copyOf(serverFlags);
  }

  /** Reads a command line; throws IllegalArgumentException that says what is wrong with it. */
  static BenchOptions parse(String[] args) {
    if (args.length == 0) {
      throw new IllegalArgumentException("say what to measure: ingest or deliver");
    }
    Kind kind =
        switch (args[0]) {
          case "ingest" -> Kind.INGEST;
          case "deliver" -> Kind.DELIVER;
          default -> throw new IllegalArgumentException("there is no measurement " + args[0]);
        };
    Draft draft = new Draft();
    for (int i = 1; i < args.length; i++) {
      String name = args[i];
      if (name.equals("--json")) {
        draft.json = true;
      } else if (name.equals("--keep")) {
        draft.keep = true;
      } else if (i + 1 < args.length) {
        draft.set(name, args[++i]);
      } else {
        throw new IllegalArgumentException(name + " is no option, or has no value");
      }
    }
    return new BenchOptions(
        kind,
        Duration.ofSeconds(draft.seconds),
        Duration.ofSeconds(draft.warmup),
        draft.inFlight,
        draft.rate,
        draft.children,
        draft.repetitions,
        draft.json,
        draft.workFolder,
        draft.keep,
        draft.serverFlags);
  }

  /** How long load runs before a later repetition: the compilers have done their work. */
  Duration rewarming() {
    return warmup.compareTo(REWARMING_MAX) > 0 ? REWARMING_MAX : warmup;
  }

  /** The options as a command line, for the record. */
  String commandLine() {
    String load =
        switch (kind) {
          case INGEST -> "ingest --in-flight " + String.join(",", texts(inFlight));
          case DELIVER -> "deliver --rate " + rate;
        };
    return "yjx bench %s --seconds %d --warmup %d --children %d --reps %d"
        .formatted(load, measured.toSeconds(), warmup.toSeconds(), children, repetitions);
  }

  private static List<String> texts(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).toList();
  }

  /** A number within limits; throws IllegalArgumentException that names the option. */
  static int number(String name, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " needs a number, not " + value, e);
    }
    throw new IllegalArgumentException(
        "%s must be from %d to %d, not %s".formatted(name, least, most, value));
  }

  /** Options while they are read. */
  private static final class Draft {
    private int seconds = 8;
    private int warmup = 4;
    private List<Integer> inFlight = List.of(1_000);
    private int rate = 500;
    private int children = 30_000;
    private int repetitions = 3;
    private boolean json;
    private boolean keep;
    private Optional<Path> workFolder = Optional.empty();
    private final List<String> serverFlags = new ArrayList<>();

    void set(String name, String value) {
      switch (name) {
        case "--seconds" -> seconds = number(name, value, 1, SECONDS_MAX);
        case "--warmup" -> warmup = number(name, value, 0, SECONDS_MAX);
        case "--in-flight" -> {
          List<Integer> levels = new ArrayList<>();
          for (String level : value.split(",", -1)) {
            levels.add(number(name, level, 1, IN_FLIGHT_MAX));
          }
          inFlight = levels;
        }
        case "--rate" -> rate = number(name, value, 1, RATE_MAX);
        case "--children" -> children = number(name, value, CHILDREN_MIN, CHILDREN_MAX);
        case "--reps" -> repetitions = number(name, value, 1, REPETITIONS_MAX);
        case "--work-dir" -> workFolder = Optional.of(Path.of(value));
        case "--server-flag" -> serverFlags.add(value);
        default -> throw new IllegalArgumentException("there is no option " + name);
      }
    }
  }
}
