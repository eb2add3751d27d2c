package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.server.ExchangeServer;

/** A folder of papers from a prosecution system to the child's worker, by commands alone. */
class PapersTourTest {
  private static final String CPS = "north-cps/system/papers";
  private static final String CASEWORK = "north-yjs/system/casework";
  private static final String WORKER = "north-yjs/user/a.worker";

  private static final String AGREEMENT =
      """
      {"agreementId": "north-cps-north-yjs", "title": "Papers of North",
       "fromAgencies": ["north-cps"], "toAgencies": ["north-yjs"],
       "categories": ["DATA_CATEGORY_CASE_PAPERS"],
       "gateways": ["LEGAL_GATEWAY_CDA98_S115"], "purposes": ["PURPOSE_SUPERVISION"],
       "validFrom": "2020-01-01T00:00:00Z", "validTo": "2090-01-01T00:00:00Z"}
      """;

  private static final String PERSON =
      """
      {"names": [{"forenames": ["Ada"], "surname": "Invented"}],
       "datesOfBirth": [{"year": 2011, "month": 2, "day": 3}],
       "identifiers": [{"kind": "IDENTIFIER_KIND_NHS_NUMBER", "value": "9434765919"}]}
      """;

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

  @Test
  void sendsAFolderAndReadsADocumentOfIt() throws Exception {
    agency("north-cps", "cps");
    agency("north-yjs", "youth-justice-service");
    principal(CPS, "papers-submitter");
    principal(CASEWORK, "caseload-editor", "--service", "north-yjs");
    principal(WORKER, "case-manager", "--service", "north-yjs");
    agree();
    String recorded =
        "{\"requestId\": \"tour-case-1\", \"case\": {\"service\": \"north-yjs\","
            + " \"serviceChildId\": \"N-1\", \"person\": "
            + PERSON.replace("\n", " ")
            + ", \"allocations\": [{\"principalId\": \"north-yjs/user/a.worker\","
            + " \"role\": \"ALLOCATION_ROLE_LEAD\"}]}}\n";
    ok(as(CASEWORK, recorded, "caseload", "import", "-"));
    byte[] summary = "Case summary\nHe was at school.\n".getBytes(StandardCharsets.UTF_8);
    Path papers = Files.createDirectory(folder.resolve("papers"));
    Files.write(papers.resolve("MG5 Case summary.txt"), summary);
    Files.writeString(papers.resolve("basis-of-plea.txt"), "Not the ringleader.\n");
    String child = Files.writeString(folder.resolve("child.json"), PERSON).toString();
    String[] upload = {
      "papers", "upload", papers.toString(), "--urn", "01ZD0012324", "--defendant", child, "--json"
    };
    JsonObject sent = json(ok(as(CPS, "", upload)));
    assertEquals(2, sent.get("documents").getAsInt());
    assertEquals(sent.get("package_id"), json(ok(as(CPS, "", upload))).get("package_id"));
    String id = sent.get("package_id").getAsString();
    assertTrue(ok(as(CPS, "", "papers", "status", id)).contains("available"));

    JsonObject alert =
        json(ok(as(WORKER, "", "alerts", "watch", "--count", "1", "--json")))
            .getAsJsonObject("alert");
    assertEquals("ALERT_KIND_PAPERS", alert.get("kind").getAsString());
    String about = alert.getAsJsonObject("child").get("childId").getAsString();
    String listed = ok(as(WORKER, "", "papers", "list", about));
    assertTrue(listed.contains("MG5 Case summary [reporting s49]"), listed);
    JsonObject first = json(ok(as(WORKER, "", "papers", "list", about, "--json")));
    String document =
        first.getAsJsonArray("documents").get(0).getAsJsonObject().get("documentId").getAsString();
    Path out = folder.resolve("read.txt");
    CommandRun read = as(WORKER, "", "papers", "read", document, "--out", out.toString());
    ok(read);
    assertTrue(read.err().contains("reporting s49"), read.err());
    assertArrayEquals(summary, Files.readAllBytes(out));

    Files.writeString(papers.resolve("MG9 Witnesses.txt"), "x");
    CommandRun refused = as(CPS, "", upload);
    assertEquals(ExitCode.REFUSED, refused.exitCode());
    assertTrue(refused.err().contains("DOCUMENT_KIND_WITHHELD"), refused.err());
    Files.writeString(papers.resolve("notes.exe"), "x");
    assertEquals(ExitCode.USAGE, as(CPS, "", upload).exitCode());
  }

  private void agree() throws Exception {
    String second = PkiCommand.ADMINISTRATOR.replace("administrator", "second");
    ok(CommandRun.of("pki", "issue", "--dir", folder + "/pki", "--principal", second));
    ok(admin("directory", "principal", "add", second, "--name", "Second administrator"));
    ok(admin("directory", "role", "add", second, "agreement-administrator"));
    Path agreement = Files.writeString(folder.resolve("agreement.json"), AGREEMENT);
    ok(admin("agreements", "propose", agreement.toString()));
    ok(
        run(
            folder.resolve("pki").resolve(ConnectionOptions.fileName(second)).toString(),
            "",
            "agreements",
            "approve",
            "north-cps-north-yjs",
            "1"));
  }

  private void pki(String name) {
    ok(CommandRun.of("pki", "init", "--dir", folder.resolve(name).toString()));
  }

  private void agency(String id, String kind) {
    pki(id);
    String anchor = folder.resolve(id) + "/ca.crt";
    ok(admin("directory", "agency", "add", id, "--kind", kind, "--name", id, "--anchor", anchor));
  }

  private void principal(String principal, String role, String... service) {
    String agency = principal.split("/", 2)[0];
    ok(
        CommandRun.of(
            "pki", "issue", "--dir", folder.resolve(agency).toString(), "--principal", principal));
    ok(admin("directory", "principal", "add", principal, "--name", principal));
    String[] grant = new String[5 + service.length];
    System.arraycopy(new String[] {"directory", "role", "add", principal, role}, 0, grant, 0, 5);
    System.arraycopy(service, 0, grant, 5, service.length);
    ok(admin(grant));
  }

  private CommandRun admin(String... args) {
    return run(folder.resolve("pki").resolve("admin").toString(), "", args);
  }

  private CommandRun as(String principal, String input, String... args) {
    Path files = folder.resolve(principal.split("/", 2)[0]);
    return run(files.resolve(ConnectionOptions.fileName(principal)).toString(), input, args);
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

  private static String ok(CommandRun run) {
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    return run.out();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text.lines().findFirst().orElseThrow()).getAsJsonObject();
  }
}
