package uk.yjx.bench;

import java.nio.file.Path;

/**
 * What to measure of the log and how.
 *
 * @param proofLeaves leaves of the tree that proofs are made of; 1 to 1,000,000,000
 * @param exportLeaves leaves exported and checked; 1 to 100,000,000
 * @param seconds measured seconds of each rate, and of each side of a turn; 1 to 600
 * @param warmup seconds that ingest runs each way before it is measured; 0 to 600
 * @param turns of ingest with and without the log; 1 to 50
 * @param children children on the caseload; 1,000 to 200,000
 * @param json one JSON object on standard output instead of the table
 * @param workFolder parent of the folder for databases and exports
 */
record AuditOptions(
    long proofLeaves,
    int exportLeaves,
    int seconds,
    int warmup,
    int turns,
    int children,
    boolean json,
    Path workFolder) {

  static final String USAGE =
      """
             yjx bench audit [--proof-leaves N] [--export-leaves N] [--seconds N] [--warmup N]
                       [--turns N] [--children N] [--work-dir DIR] [--json]
        audit     what the log costs, each beside its floor of the same run; ingest with and
                  without the log in turns, each way warmed up for --warmup seconds before
      """;

  private static final int PROOF_LEAVES_MAX = 1_000_000_000;
  private static final int EXPORT_LEAVES_MAX = 100_000_000;

  /** Reads a command line; throws IllegalArgumentException that says what is wrong with it. */
  static AuditOptions parse(String[] args) {
    Draft draft = new Draft();
    for (int i = 1; i < args.length; i++) {
      String name = args[i];
      if (name.equals("--json")) {
        draft.json = true;
      } else if (i + 1 < args.length) {
        draft.set(name, args[++i]);
      } else {
        throw new IllegalArgumentException(name + " is no option, or has no value");
      }
    }
    return new AuditOptions(
        draft.proofLeaves,
        draft.exportLeaves,
        draft.seconds,
        draft.warmup,
        draft.turns,
        draft.children,
        draft.json,
        draft.workFolder);
  }

  /** Options while they are read. */
  private static final class Draft {
    private int proofLeaves = 10_000_000;
    private int exportLeaves = 500_000;
    private int seconds = 5;
    private int warmup = 45;
    private int turns = 3;
    private int children = 10_000;
    private boolean json;
    private Path workFolder = Path.of(System.getProperty("java.io.tmpdir"));

    void set(String name, String value) {
      switch (name) {
        case "--proof-leaves" ->
            proofLeaves = BenchOptions.number(name, value, 1, PROOF_LEAVES_MAX);
        case "--export-leaves" ->
            exportLeaves = BenchOptions.number(name, value, 1, EXPORT_LEAVES_MAX);
        case "--seconds" -> seconds = BenchOptions.number(name, value, 1, BenchOptions.SECONDS_MAX);
        case "--warmup" -> warmup = BenchOptions.number(name, value, 0, BenchOptions.SECONDS_MAX);
        case "--turns" -> turns = BenchOptions.number(name, value, 1, BenchOptions.REPETITIONS_MAX);
        case "--children" ->
            children =
                BenchOptions.number(
                    name, value, BenchOptions.CHILDREN_MIN, BenchOptions.CHILDREN_MAX);
        case "--work-dir" -> workFolder = Path.of(value);
        default -> throw new IllegalArgumentException("there is no option " + name);
      }
    }
  }
}
