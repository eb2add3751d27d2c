package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.server.ExchangeServer;

/** The audit commands against a real exchange, its export, and the second verifier. */
@SuppressWarnings("NullAway.Init") // set before all tests
class AuditTourTest {
  private static final Path NODE = Path.of("..", "node").toAbsolutePath().normalize();
  private static final String AGREEMENT =
      """
      {"agreementId": "north-test", "title": "For the tour", "fromAgencies": ["operator"],
       "toAgencies": ["operator"], "categories": ["DATA_CATEGORY_POLICE_EVENT"],
       "gateways": ["LEGAL_GATEWAY_CDA98_S115"], "purposes": ["PURPOSE_SUPERVISION"],
       "validFrom": "2020-01-01T00:00:00Z", "validTo": "2090-01-01T00:00:00Z"}
      """;

  @TempDir static Path folder;
  private static ExchangeServer server;
  private static String logKey;
  private static Path receipt;

  @BeforeAll
  static void start() throws Exception {
    String pki = folder.resolve("pki").toString();
    assertEquals(ExitCode.OK, CommandRun.of("pki", "init", "--dir", pki).exitCode());
    ServeCommand serve = new ServeCommand(new Yjx(Surroundings.ofProcess()));
    serve.pki = folder.resolve("pki");
    serve.dataDir = folder.resolve("data").toString();
    serve.host = "localhost";
    serve.port = "0";
    Map<String, Object> settings = new HashMap<>(serve.settings());
    settings.put("yjx.evidence.summary-interval", "200ms");
    server = ExchangeServer.start(settings);
    Path agency = folder.resolve("other");
    assertEquals(ExitCode.OK, CommandRun.of("pki", "init", "--dir", agency.toString()).exitCode());
    String added =
        ok(
            admin(
                "directory",
                "agency",
                "add",
                "north-police",
                "--kind",
                "police",
                "--name",
                "North",
                "--anchor",
                agency.resolve("ca.crt").toString(),
                "--json"));
    receipt = Files.writeString(folder.resolve("receipt.json"), added);
    logKey = json(ok(admin("capabilities", "--json"))).get("logVerifierKey").getAsString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void turnsAReceiptIntoEvidenceThatHoldsOfflineAndNotWhenItIsChanged() throws Exception {
    Path evidence = folder.resolve("evidence.json");
    ok(admin("audit", "evidence", receipt.toString(), "--open", "all", "--out", "" + evidence));
    CommandRun checked = check(evidence);
    assertEquals(ExitCode.OK, checked.exitCode(), checked.out());
    assertTrue(checked.out().contains("The evidence holds"), checked.out());
    assertEquals(0, node("check", evidence.toString(), logKey));

    String text = Files.readString(evidence);
    Path changed = folder.resolve("changed.json");
    Files.writeString(changed, text.replace("\\\"type\\\":\\\"", "\\\"type\\\":\\\"x"));
    assertEquals(13, check(changed).exitCode());
    assertEquals(1, node("check", changed.toString(), logKey));
    Files.writeString(changed, text.substring(0, text.length() / 2));
    assertEquals(10, check(changed).exitCode());
  }

  @Test
  void exportsWhatAMonitorVerifiesFromFolderAndWebAndNamesWhatWasChanged() throws Exception {
    Path dir = folder.resolve("export");
    ok(admin("audit", "export", dir.toString()));
    ok(admin("audit", "find", "--type", "admin", "--justification", "a test"));
    JsonObject again = json(ok(admin("audit", "export", dir.toString(), "--json")));
    assertTrue(again.get("added").getAsLong() > 0);
    assertEquals(0, node("export", dir.toString(), logKey));
    ok(verify("--dir", dir.toString(), "--state", folder.resolve("s1").toString()));
    String opened =
        ok(
            line(
                "audit verify --openings --justification x --json --log-key",
                logKey,
                "--dir",
                "" + dir));
    assertTrue(json(opened).get("opened").getAsLong() > 0, opened);
    HttpServer web =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            dir.toAbsolutePath(),
            SimpleFileServer.OutputLevel.NONE);
    web.start();
    try {
      String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/";
      ok(verify("--url", url, "--state", folder.resolve("s2").toString()));
    } finally {
      web.stop(0);
    }
    Path entries;
    try (var files = Files.walk(dir.resolve("tile/entries"))) {
      entries = files.filter(Files::isRegularFile).sorted().toList().getLast();
    }
    byte[] bytes = Files.readAllBytes(entries);
    bytes[40] ^= 1;
    Files.write(entries, bytes);
    CommandRun refused = verify("--dir", dir.toString(), "--hashes-only");
    assertEquals(ExitCode.PROBLEMS, refused.exitCode());
    assertTrue(refused.err().contains("leaf 0 is not what its tile says"), refused.err());
    assertEquals(1, node("export", dir.toString(), logKey));
  }

  @Test
  void holdsOpeningsToTheirLeavesAndAnswersQuestions() throws Exception {
    String state = folder.resolve("s3").toString();
    String verified =
        ok(line("audit verify --state", state, "--openings --justification test --json"));
    assertTrue(json(verified).get("opened").getAsLong() > 0);
    ok(admin("agreements", "record", "" + Files.writeString(folder.resolve("a"), AGREEMENT)));
    String found =
        ok(line("audit find --principal", PkiCommand.ADMINISTRATOR, "--justification test --json"));
    assertTrue(found.contains("yjx.agreements"), found);
    CommandRun without = admin("audit", "find", "--subject-access", "--justification", "x");
    assertEquals(ExitCode.USAGE, without.exitCode());
  }

  @Test
  void refusesToTellOfReadsOrAChildsDataToWhoMayNot() {
    String child = UUID.randomUUID().toString();
    CommandRun subject = admin("audit", "subject", child, "--justification", "a test");
    assertEquals(ExitCode.REFUSED, subject.exitCode());
    CommandRun reads = admin("audit", "reads", "--count", "1");
    assertEquals(ExitCode.REFUSED, reads.exitCode());
  }

  @Test
  void saysThatNothingAboutAChildIsGone() {
    String child = UUID.randomUUID().toString();
    // Each question about the child is an event about it, which the next summary counts.
    String answer = "";
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!answer.contains("all are there") && System.nanoTime() < until) {
      answer = ok(line("audit find --child", child, "--check-count --justification test"));
      assertTrue(
          answer.contains("not counted anything") || answer.contains("all are there"), answer);
    }
    assertTrue(answer.contains("all are there"), answer);
    CommandRun narrowed =
        line("audit find --child", child, "--check-count --type admin --justification test");
    assertEquals(ExitCode.USAGE, narrowed.exitCode());
  }

  @Test
  void theSecondVerifierGivesTheSameVerdictOnEveryVector() throws Exception {
    Path vectors = NODE.resolve("../java/src/test/resources/vectors/audit/proof_probes.json");
    String ours = ok(CommandRun.of("audit", "check-proofs", vectors.toString()));
    assumeTrue(hasNode(), "no Node on this machine");
    Process node = start("check-proofs", vectors.toString());
    String theirs = new String(node.getInputStream().readAllBytes(), "UTF-8");
    assertEquals(ours, theirs);
  }

  private static CommandRun check(Path file) {
    return CommandRun.of("audit", "check", file.toString(), "--log-key", logKey);
  }

  private static CommandRun verify(String... args) {
    String[] all = new String[args.length + 4];
    all[0] = "audit";
    all[1] = "verify";
    all[2] = "--log-key";
    all[3] = logKey;
    System.arraycopy(args, 0, all, 4, args.length);
    return CommandRun.with(Map.of("XDG_CONFIG_HOME", folder.resolve("x").toString()), "", all);
  }

  /** The second verifier's exit status; that of the first where there is no Node. */
  private static int node(String... args) throws Exception {
    if (!hasNode()) {
      return args[0].equals("check")
          ? Math.min(1, check(Path.of(args[1])).exitCode())
          : verify("--dir", args[1]).exitCode();
    }
    Process node = start(args);
    assertTrue(node.waitFor(60, TimeUnit.SECONDS));
    return node.exitValue();
  }

  private static Process start(String... args) throws IOException {
    java.util.List<String> command =
        new java.util.ArrayList<>(
            java.util.List.of("node", NODE.resolve("verify-log.mjs").toString()));
    command.addAll(java.util.List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static boolean hasNode() {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As {@link #admin}, of words with spaces between them. */
  private static CommandRun line(String... words) {
    return admin(String.join(" ", words).split(" "));
  }

  private static CommandRun admin(String... args) {
    String files = folder.resolve("pki").resolve("admin").toString();
    return CommandRun.with(
        Map.of(
            "YJX_TARGET", "localhost:" + server.port(),
            "YJX_CERT", files + ".crt",
            "YJX_KEY", files + ".key",
            "YJX_CA", folder.resolve("pki").resolve("ca.crt").toString(),
            "XDG_CONFIG_HOME", folder.toString()),
        "",
        args);
  }

  private static String ok(CommandRun run) {
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    return run.out();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text.lines().findFirst().orElseThrow()).getAsJsonObject();
  }
}
