package uk.yjx.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.chaos.Chaos;
import uk.yjx.chaos.ChaosOptions;
import uk.yjx.chaos.ChaosReport;
import uk.yjx.cli.log.LogCheck;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.receipts.ExchangeKeys;
import uk.yjx.client.verify.Checkpoint;

/** Breaks an exchange of its own while clients work with it, and judges what they saw. */
@Command(
    name = "chaos",
    description = {
      "Start three server processes on one PostgreSQL, let invented police systems publish and",
      "workers receive, break one thing after another, and compare what every client saw with the",
      "database and the log. Exit status 1 if anything was lost, came twice, out of order or"
          + " before",
      "its audit event, was skipped, or the log does not verify. The same seed breaks the same"
          + " things",
      "in the same order. What this machine does not allow is skipped and said."
    })
final class ChaosCommand implements Callable<Integer> {
  private static final long CALL_SECONDS_MAX = 60;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long to break things; default 5, fractions allowed.")
  double minutes;

  @Option(names = "--seed", paramLabel = "S", description = "Default: a fresh one, printed.")
  @Nullable Long seed;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "40",
      description = "Notices a second; default 40.")
  int rate;

  @Option(
      names = "--children",
      paramLabel = "N",
      defaultValue = "300",
      description = "Children on the caseload; default 300.")
  int children;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "Only this fault; may be repeated. Default all of --list but flood.")
  List<String> faults = new ArrayList<>();

  @Option(names = "--list", description = "List the faults and end.")
  boolean list;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Where databases and logs are made and removed; default temporary files.")
  @Nullable Path workFolder;

  @Option(names = "--keep", description = "Leave databases and logs where they are.")
  boolean keep;

  private final Yjx yjx;

  ChaosCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      ChaosOptions.faultNames().forEach(yjx.screen()::say);
      return ExitCode.OK;
    }
    Logging.atLeast("ERROR", yjx.surroundings().environment());
    ChaosOptions options = options();
    long began = System.nanoTime();
    ChaosReport report =
        Chaos.run(
            options,
            ChaosCommand::verify,
            what -> {
              Duration since = Duration.ofNanos(System.nanoTime() - began);
              yjx.surroundings()
                  .err()
                  .printf("[%3d:%02d] %s%n", since.toMinutes(), since.toSecondsPart(), what);
            });
    if (yjx.screen().json()) {
      yjx.screen().json(json(report).toString());
    } else {
      show(report);
    }
    return report.kept() ? ExitCode.OK : ExitCode.PROBLEMS;
  }

  private ChaosOptions options() {
    try {
      return new ChaosOptions(
          Duration.ofMillis(Math.round(minutes * TimeUnit.MINUTES.toMillis(1))),
          seed == null ? RandomGenerator.getDefault().nextLong(1, 1_000_000) : seed,
          rate,
          children,
          faults,
          Optional.ofNullable(workFolder),
          keep);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static long verify(ExchangeConnection auditor) throws Exception {
    ExchangeKeys keys =
        ExchangeKeys.published(
            CapabilitiesServiceGrpc.newBlockingStub(auditor.channel())
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                .getCapabilities(GetCapabilitiesRequest.getDefaultInstance()));
    LogCheck check = new LogCheck(auditor.channel(), keys.logOrigin(), keys.logKey());
    Checkpoint checkpoint = check.checkpoint(0).checkpoint();
    check.requireLeaves(checkpoint, Map.of(), size -> {});
    return checkpoint.size();
  }

  private void show(ChaosReport report) {
    Table table = Table.of("FAULT", "LASTED S", "STEADY AFTER S", "");
    for (ChaosReport.Injected one : report.injected()) {
      table.row(
          one.fault(),
          seconds(one.lasted()),
          one.steadyAfter().map(ChaosCommand::seconds).orElse("not"),
          one.problems().isEmpty() ? (one.recovered() ? "" : "slow") : "PROBLEM");
    }
    yjx.screen().show(table);
    report
        .skipped()
        .forEach((fault, why) -> yjx.screen().say("skipped: " + fault + ", " + why, Tone.QUIET));
    yjx.screen()
        .say(
            String.format(
                Locale.UK,
                "%,d notices accepted, %,d events told, %,d leaves verified, calls ended %s, seed"
                    + " %d",
                report.accepted(),
                report.told(),
                report.leaves(),
                report.ends(),
                report.seed()));
    report.injected().stream()
        .flatMap(one -> one.problems().stream().map(problem -> one.fault() + ": " + problem))
        .forEach(problem -> yjx.screen().say(problem, Tone.ALARM));
    report.breaches().forEach(breach -> yjx.screen().say(breach, Tone.ALARM));
    if (report.kept()) {
      yjx.screen()
          .say(
              "Nothing lost, nothing twice, nothing skipped, nothing shown before its audit event.",
              Tone.GOOD);
    }
  }

  private static JsonObject json(ChaosReport report) {
    JsonObject json = new JsonObject();
    json.addProperty("seed", report.seed());
    JsonArray injected = new JsonArray();
    for (ChaosReport.Injected one : report.injected()) {
      JsonObject fault = new JsonObject();
      fault.addProperty("fault", one.fault());
      fault.addProperty("lasted_ms", one.lasted().toMillis());
      one.steadyAfter().ifPresent(time -> fault.addProperty("steady_after_ms", time.toMillis()));
      fault.add("problems", texts(one.problems()));
      injected.add(fault);
    }
    json.add("injected", injected);
    JsonObject skipped = new JsonObject();
    report.skipped().forEach(skipped::addProperty);
    json.add("skipped", skipped);
    json.addProperty("accepted", report.accepted());
    json.addProperty("told", report.told());
    json.addProperty("leaves_verified", report.leaves());
    JsonObject ends = new JsonObject();
    report.ends().forEach(ends::addProperty);
    json.add("calls_ended", ends);
    json.addProperty("slow_recoveries", report.slowRecoveries());
    json.add("breaches", texts(report.breaches()));
    json.addProperty("kept", report.kept());
    return json;
  }

  private static JsonArray texts(List<String> all) {
    JsonArray array = new JsonArray();
    all.forEach(array::add);
    return array;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.UK, "%.1f", time.toMillis() / 1e3);
  }
}
