package uk.yjx.bench;

import java.nio.file.Path;

/**
 * The command line of {@code yjx bench shield}.
 *
 * @param calls measured calls of each class
 * @param warmup calls of each class before them
 * @param callers calls under way at once
 * @param json one JSON object instead of a table
 * @param parent where the database is made and removed
 */
record ShieldOptions(int calls, int warmup, int callers, boolean json, Path parent) {

  static final String USAGE =
      """
             yjx bench shield [--calls N] [--warmup N] [--callers N] [--work-dir DIR] [--json]
        shield    whether absent, forbidden and shielded records can be told apart by time: calls
                  over mutual TLS in random turns, two-sample tests; exit 1 when they can
        --calls N          measured calls of each class (shield; default 20000, at least 100)
        --callers N        calls under way at once (shield; default 2)
      """;

  private static final int CALLS_MIN = 100;
  private static final int CALLS_MAX = 1_000_000;
  private static final int CALLERS_MAX = 64;

  /** Reads a command line; throws IllegalArgumentException that says what is wrong with it. */
  static ShieldOptions parse(String[] args) {
    int calls = 20_000;
    int warmup = 4_000;
    int callers = 2;
    boolean json = false;
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    for (int i = 1; i < args.length; i++) {
      String name = args[i];
      if (name.equals("--json")) {
        json = true;
        continue;
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(name + " is no option, or has no value");
      }
      String value = args[++i];
      switch (name) {
        case "--calls" -> calls = number(name, value, CALLS_MIN, CALLS_MAX);
        case "--warmup" -> warmup = number(name, value, 0, CALLS_MAX);
        case "--callers" -> callers = number(name, value, 1, CALLERS_MAX);
        case "--work-dir" -> parent = Path.of(value);
        default -> throw new IllegalArgumentException(name + " is no option");
      }
    }
    return new ShieldOptions(calls, warmup, callers, json, parent);
  }

  private static int number(String name, String value, int least, int most) {
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
}
