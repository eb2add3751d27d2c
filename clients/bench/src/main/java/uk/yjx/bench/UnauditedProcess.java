package uk.yjx.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import uk.yjx.server.journal.TrailWiring;

/** The exchange in a process of its own, with its log or, when told so, without. */
final class UnauditedProcess {
  /** Told on standard input: what is begun from now on is logged. */
  static final String WITH_LOG = "with log";

  /** Told on standard input: what is begun from now on is not logged. */
  static final String WITHOUT_LOG = "without log";

  private UnauditedProcess() {}

  /** Arguments as of {@link ProductProcess}. */
  public static void main(String[] args) throws IOException {
    try (TrailWiring exchange =
        TrailWiring.start(
            ProductProcess.settings(Path.of(args[0]), BenchPki.in(Path.of(args[1])), args[2]))) {
      System.out.println(ChildProcess.READY + exchange.port());
      BufferedReader told =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        exchange.audited(line.equals(WITH_LOG));
        System.out.println(ChildProcess.DONE + line);
      }
    }
    System.exit(0);
  }
}
