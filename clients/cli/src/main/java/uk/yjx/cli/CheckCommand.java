package uk.yjx.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.verify.Check;
import uk.yjx.client.verify.EvidenceCheck;
import uk.yjx.client.verify.Finding;
import uk.yjx.client.verify.TlogProof;
import uk.yjx.client.verify.TrustPolicy;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

/** Checks evidence offline. */
@Command(
    name = "check",
    description = {
      "Check a file offline, with public keys alone: evidence of «audit evidence», a C2SP",
      "tlog-proof (with --leaf), or a signed checkpoint. Each check stands on a line of its own."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every check holds",
      "2:a key, the policy or the command line is wrong",
      "10:the file is not in its form",
      "11:no trusted log signed the checkpoint",
      "12:too few witnesses saw it",
      "13:the leaf does not stand under the checkpoint",
      "14:the leaf is not canonical or of another log",
      "15:an opened member is not what the leaf committed to",
      "16:the event claims a time after it was seen",
      "17:the receipt is forged or about something else"
    })
final class CheckCommand implements Callable<Integer> {

  private final Yjx yjx;

  @Parameters(paramLabel = "FILE", description = "Evidence, proof or checkpoint.")
  Path file = Path.of("");

  @Option(names = "--policy", description = "C2SP tlog-policy file: logs, witnesses, quorum.")
  @Nullable Path policy;

  @Option(names = "--log-key", description = "A log's key in C2SP form; may be repeated.")
  List<String> logKeys = List.of();

  @Option(names = "--receipt-key", description = "The receipt key in C2SP form.")
  @Nullable String receiptKey;

  @Option(names = "--leaf", description = "File with the leaf that a tlog-proof is about.")
  @Nullable Path leaf;

  CheckCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = findings(Files.readAllBytes(file), trusted());
    Optional<Check> failed =
        findings.stream()
            .filter(finding -> finding.result() == Finding.Result.FAILS)
            .map(Finding::check)
            .findFirst();
    if (yjx.screen().json()) {
      yjx.screen().json(json(findings, failed).toString());
    } else {
      show(findings, failed.isEmpty());
    }
    return failed.map(Check::exitCode).orElse(ExitCode.OK);
  }

  private List<Finding> findings(byte[] bytes, TrustPolicy trusted) throws IOException {
    String start = new String(bytes, 0, Math.min(64, bytes.length), StandardCharsets.UTF_8);
    if (start.startsWith(TlogProof.HEADING)) {
      if (leaf == null) {
        throw CommandFailure.usage(
            "a tlog-proof says nothing without the leaf it is about: --leaf");
      }
      return EvidenceCheck.proof(bytes, Files.readAllBytes(leaf), trusted);
    }
    return start.stripLeading().startsWith("{")
        ? EvidenceCheck.file(bytes, trusted, key(receiptKey))
        : EvidenceCheck.note(bytes, trusted);
  }

  private TrustPolicy trusted() throws IOException {
    try {
      if (policy != null && logKeys.isEmpty()) {
        return TrustPolicy.parse(Files.readString(policy));
      }
      if (policy != null || logKeys.isEmpty()) {
        throw CommandFailure.usage("give either --policy or --log-key: without a key, no evidence");
      }
      List<VerifierKey> keys = new ArrayList<>();
      for (String vkey : logKeys) {
        keys.add(VerifierKey.parse(vkey));
      }
      return TrustPolicy.of(keys.toArray(VerifierKey[]::new));
    } catch (VerificationException e) {
      throw CommandFailure.usage(e.defect() + ": " + e.getMessage());
    }
  }

  private static Optional<VerifierKey> key(@Nullable String vkey) {
    try {
      return vkey == null ? Optional.empty() : Optional.of(VerifierKey.parse(vkey));
    } catch (VerificationException e) {
      throw CommandFailure.usage(e.defect() + ": " + e.getMessage());
    }
  }

  private void show(List<Finding> findings, boolean good) {
    Table table = Table.of("", "", "");
    for (Finding finding : findings) {
      table.row(
          mark(finding.result()),
          Cell.of(finding.check().name().toLowerCase(Locale.ROOT)),
          Cell.of(finding.explanation()));
    }
    yjx.screen().show(table);
    yjx.screen()
        .say(
            good ? verdict(findings) : "The evidence does NOT hold.",
            good ? Tone.GOOD : Tone.WARNING);
  }

  private static String verdict(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.check() == Check.INCLUSION)
        ? "The evidence holds: this was recorded in the log and has not been changed."
        : "The signatures hold. What the note says about a log's content is not checked here.";
  }

  private static Cell mark(Finding.Result result) {
    return switch (result) {
      case HOLDS -> new Cell("holds", Tone.GOOD);
      case FAILS -> new Cell("FAILS", Tone.WARNING);
      case NOT_CHECKED -> new Cell("-", Tone.QUIET);
    };
  }

  private static JsonObject json(List<Finding> findings, Optional<Check> failed) {
    JsonArray checks = new JsonArray();
    for (Finding finding : findings) {
      JsonObject one = new JsonObject();
      one.addProperty("check", finding.check().name());
      one.addProperty("result", finding.result().name());
      one.addProperty("explanation", finding.explanation());
      checks.add(one);
    }
    JsonObject all = new JsonObject();
    all.addProperty("holds", failed.isEmpty());
    all.add("checks", checks);
    return all;
  }
}
