package uk.yjx.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import uk.yjx.client.ExchangeException;

/** The command {@code yjx bench}: measures the exchange beside a floor of its own. */
public final class BenchCommand {

  private static final int DONE = 0;
  private static final int PROBLEMS = 1;
  private static final int USAGE = 2;

  private BenchCommand() {}

  /** Runs as {@link #run(String[], PrintStream, PrintStream)} on the process's own outputs. */
  public static int run(String[] args) {
    return run(args, System.out, System.err);
  }

  /**
   * Runs a measurement.
   *
   * @param out gets the table or the JSON object
   * @param err gets progress and errors
   * @return exit status: 0 done, 1 something was lost, refused or failed, 2 wrong command line
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    if (Arrays.asList(args).contains("--help")) {
      out.print(
          BenchOptions.USAGE
              + AuditOptions.USAGE
              + UploadBench.USAGE
              + ShieldOptions.USAGE
              + DisclosureBench.USAGE
              + MatchBench.USAGE
              + LinkageBench.USAGE);
      return DONE;
    }
    if (args.length > 0 && args[0].equals("audit")) {
      return alone(AuditBench::run, AuditOptions.USAGE, args, out, err);
    }
    if (args.length > 0 && args[0].equals("upload")) {
      return alone(UploadBench::run, UploadBench.USAGE, args, out, err);
    }
    if (args.length > 0 && args[0].equals("disclosure")) {
      return disclosure(args, out, err);
    }
    if (args.length > 0 && args[0].equals("match")) {
      return match(args, out, err);
    }
    if (args.length > 0 && args[0].equals("linkage")) {
      return linkage(args, out, err);
    }
    if (args.length > 0 && args[0].equals("shield")) {
      return shield(args, out, err);
    }
    BenchOptions options;
    try {
      options = BenchOptions.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("bench: " + e.getMessage());
      err.print(BenchOptions.USAGE);
      return USAGE;
    }
    try (Bench bench = Bench.open(options, new Progress(err))) {
      Report report =
          switch (options.kind()) {
            case INGEST -> bench.ingest();
            case DELIVER -> bench.deliver();
          };
      out.println(options.json() ? report.json() : report.table());
      return report.problems().isEmpty() ? DONE : PROBLEMS;
    } catch (IOException | ExchangeException | IllegalStateException e) {
      err.println("bench: " + e.getMessage());
      return PROBLEMS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("bench: interrupted");
      return PROBLEMS;
    }
  }

  private static int disclosure(String[] args, PrintStream out, PrintStream err) {
    try {
      DisclosureBench.Result result = DisclosureBench.run(args, new Progress(err));
      out.println(result.text());
      return result.met() ? DONE : PROBLEMS;
    } catch (IllegalArgumentException e) {
      err.println("bench: " + e.getMessage());
      err.print(DisclosureBench.USAGE);
      return USAGE;
    } catch (IOException | IllegalStateException e) {
      err.println("bench: " + e.getMessage());
      return PROBLEMS;
    }
  }

  private static int match(String[] args, PrintStream out, PrintStream err) {
    try {
      MatchBench.Result result = MatchBench.run(args, new Progress(err));
      out.println(result.text());
      return result.met() ? DONE : PROBLEMS;
    } catch (IllegalArgumentException e) {
      err.println("bench: " + e.getMessage());
      err.print(MatchBench.USAGE);
      return USAGE;
    } catch (IOException | IllegalStateException e) {
      err.println("bench: " + e.getMessage());
      return PROBLEMS;
    }
  }

  private static int linkage(String[] args, PrintStream out, PrintStream err) {
    try {
      LinkageBench.Result result = LinkageBench.run(args, new Progress(err));
      out.println(result.text());
      return result.met() ? DONE : PROBLEMS;
    } catch (IllegalArgumentException e) {
      err.println("bench: " + e.getMessage());
      err.print(LinkageBench.USAGE);
      return USAGE;
    } catch (IOException e) {
      err.println("bench: " + e.getMessage());
      return PROBLEMS;
    }
  }

  private static int shield(String[] args, PrintStream out, PrintStream err) {
    try {
      ShieldOptions options = ShieldOptions.parse(args);
      ShieldReport report = new ShieldBench(options, new Progress(err)).run();
      out.println(options.json() ? report.json() : report.table());
      return report.failed() ? PROBLEMS : DONE;
    } catch (IllegalArgumentException e) {
      err.println("bench: " + e.getMessage());
      err.print(ShieldOptions.USAGE);
      return USAGE;
    } catch (IOException | ExchangeException | IllegalStateException e) {
      err.println("bench: " + e.getMessage());
      return PROBLEMS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("bench: interrupted");
      return PROBLEMS;
    }
  }

  /** A measurement with options of its own. */
  private interface Alone {
    String run(String[] args, Progress progress) throws IOException, InterruptedException;
  }

  private static int alone(
      Alone bench, String usage, String[] args, PrintStream out, PrintStream err) {
    try {
      out.println(bench.run(args, new Progress(err)));
      return DONE;
    } catch (IllegalArgumentException e) {
      err.println("bench: " + e.getMessage());
      err.print(usage);
      return USAGE;
    } catch (IOException | ExchangeException | IllegalStateException e) {
      err.println("bench: " + e.getMessage());
      return PROBLEMS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("bench: interrupted");
      return PROBLEMS;
    }
  }
}
