package uk.yjx.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.log.ReceiptFile;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.receipts.EvidenceCollector;
import uk.yjx.client.verify.EvidenceFile;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** Turns a receipt into evidence. */
@Command(
    name = "evidence",
    description = {
      "Turn a receipt into one file that shows its event to anyone who holds the public keys: the",
      "leaf, what you choose to open of it, its proof and the signed checkpoint. RECEIPT is a file",
      "with what the exchange answered, as JSON; - for standard input. Check it with «audit check»."
    })
final class EvidenceCommand implements Callable<Integer> {

  private final Yjx yjx;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "RECEIPT", description = "File with the receipt; - for stdin.")
  Path file = Path.of("-");

  @Option(names = "--request-id", description = "Which receipt, where the file holds several.")
  @Nullable String requestId;

  @Option(
      names = "--open",
      split = ",",
      defaultValue = "none",
      description = "Members to open, by name; all or none. Default none.")
  List<String> open = List.of();

  @Option(names = "--witnessed", description = "Wait for the witnesses of the exchange's policy.")
  boolean witnessed;

  @Option(names = "--out", description = "File to write; default standard output.")
  @Nullable Path out;

  @Option(
      names = "--purpose",
      defaultValue = "lawfulness-check",
      description = "Why you read the log.")
  Purpose purpose = Purpose.PURPOSE_LAWFULNESS_CHECK;

  EvidenceCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException, VerificationException {
    String text =
        file.toString().equals("-")
            ? new String(yjx.surroundings().in().readAllBytes(), StandardCharsets.UTF_8)
            : Files.readString(file);
    ReceiptFile receipt = ReceiptFile.find(text, requestId);
    EvidenceFile evidence;
    try (ExchangeConnection to = connection.open(yjx.surroundings().environment())) {
      evidence =
          new EvidenceCollector(to, purpose)
              .collect(receipt.receipt(), receipt.frame(), chosen(), witnessed);
    }
    byte[] json = evidence.json();
    if (out == null) {
      yjx.surroundings().out().writeBytes(json);
      yjx.surroundings().out().println();
    } else {
      Files.write(out, json);
      yjx.screen()
          .say(
              "Evidence for leaf "
                  + receipt.receipt().getLeafIndex()
                  + " with "
                  + evidence.openings().size()
                  + " opened members is in "
                  + out,
              Tone.GOOD);
    }
    return ExitCode.OK;
  }

  private Predicate<String> chosen() {
    if (open.contains("all")) {
      return name -> true;
    }
    return name -> open.contains(name.toLowerCase(Locale.ROOT));
  }
}
