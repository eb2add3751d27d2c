package uk.yjx.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import uk.yjx.server.storage.FileKeyset;

/** A new key that wraps the keys of documents. */
@Command(
    name = "rotate-keys",
    description = {
      "Make the next key that wraps the keys of documents, in a server's folder of secrets"
          + " (DATA/secrets).",
      "Running servers use it for new documents at once, and wrap the keys of all others anew"
          + " within",
      "minutes; their log says so. Keep the older key files until every server has; once they are",
      "destroyed, copies of the database from before show no document any more."
    })
final class PapersKeysCommand implements Callable<Integer> {
  private final Yjx yjx;

  @Parameters(index = "0", paramLabel = "SECRETS", description = "The folder of secrets.")
  private Path secrets = Path.of("");

  PapersKeysCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    if (!Files.isRegularFile(secrets.resolve("log.key"))) {
      throw CommandFailure.usage(secrets + " is not a server's folder of secrets");
    }
    int number = FileKeyset.rotate(secrets, new SecureRandom());
    if (yjx.screen().json()) {
      yjx.screen().json("{\"key\": " + number + "}");
    } else {
      yjx.screen().say("key " + number + " wraps the keys of documents from now on");
    }
    return ExitCode.OK;
  }
}
