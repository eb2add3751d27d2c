package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.server.ExchangeServer;

/** An empty exchange, and commands run against it as anybody who was given a certificate. */
abstract class TourCase {
  @TempDir Path folder;
  private ExchangeServer server;

  @BeforeEach
  void start() {
    pki("pki");
    ServeCommand serve = new ServeCommand(new Yjx(Surroundings.ofProcess()));
    serve.pki = folder.resolve("pki");
    serve.dataDir = folder.resolve("data").toString();
    serve.host = "localhost";
    serve.port = "0";
    server = ExchangeServer.start(serve.settings());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** An agency with an authority of its own. */
  final void agency(String id, String kind) {
    pki(id);
    String anchor = folder.resolve(id) + "/ca.crt";
    ok(admin("directory", "agency", "add", id, "--kind", kind, "--name", id, "--anchor", anchor));
  }

  /** A principal of an agency with one role. */
  final void principal(String principal, String role, String... service) {
    String agency = principal.split("/", 2)[0];
    String dir = folder.resolve(agency).toString();
    ok(CommandRun.of("pki", "issue", "--dir", dir, "--principal", principal));
    ok(admin("directory", "principal", "add", principal, "--name", principal));
    List<String> grant = new ArrayList<>(List.of("directory", "role", "add", principal, role));
    grant.addAll(List.of(service));
    ok(admin(grant.toArray(String[]::new)));
  }

  /** Writes an agreement to a file and proposes it. */
  final void propose(String agreement) throws IOException {
    Path file = Files.writeString(folder.resolve("agreement.json"), agreement);
    ok(admin("agreements", "propose", file.toString()));
  }

  /** Two people must agree to an agreement; the second is made like the first. */
  final void approve(String agreementId) {
    String second = PkiCommand.ADMINISTRATOR.replace("administrator", "second");
    Path pki = folder.resolve("pki");
    ok(CommandRun.of("pki", "issue", "--dir", pki.toString(), "--principal", second));
    ok(admin("directory", "principal", "add", second, "--name", "Second administrator"));
    ok(admin("directory", "role", "add", second, "agreement-administrator"));
    String files = pki.resolve(ConnectionOptions.fileName(second)).toString();
    ok(run(files, "", "agreements", "approve", agreementId, "1"));
  }

  /** Certificate and key of a principal, without their endings. */
  final String file(String principal) {
    Path files = folder.resolve(principal.split("/", 2)[0]);
    return files.resolve(ConnectionOptions.fileName(principal)).toString();
  }

  final CommandRun admin(String... args) {
    return run(folder.resolve("pki").resolve("admin").toString(), "", args);
  }

  final CommandRun as(String principal, String input, String... args) {
    return run(file(principal), input, args);
  }

  static String ok(CommandRun run) {
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    return run.out();
  }

  static JsonObject json(String text) {
    return JsonParser.parseString(text.lines().findFirst().orElseThrow()).getAsJsonObject();
  }

  private void pki(String name) {
    ok(CommandRun.of("pki", "init", "--dir", folder.resolve(name).toString()));
  }

  private CommandRun run(String files, String input, String... args) {
    return CommandRun.with(
        Map.of(
            "YJX_TARGET", "localhost:" + server.port(),
            "YJX_CERT", files + ".crt",
            "YJX_KEY", files + ".key",
            "YJX_CA", folder.resolve("pki").resolve("ca.crt").toString(),
            "XDG_CONFIG_HOME", folder.toString()),
        input,
        args);
  }
}
