package uk.yjx.cli;

import picocli.CommandLine.Command;

/** Load and measurement; its arguments are the bench module's own. */
@Command(
    name = BenchCommand.NAME,
    description = {
      "Measure ingest and delivery beside the machine's own floors: see 'yjx bench --help'.",
    })
final class BenchCommand {

  /** Its name on the command line. */
  static final String NAME = "bench";

  BenchCommand() {}

  /** Runs a measurement; the exit status. */
  static int run(String[] args, Surroundings surroundings) {
    Logging.atLeast("WARN", surroundings.environment());
    return uk.yjx.bench.BenchCommand.run(args, surroundings.out(), surroundings.err());
  }
}
