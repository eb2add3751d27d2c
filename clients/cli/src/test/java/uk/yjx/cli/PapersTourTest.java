package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A folder of papers from a prosecution system to the child's worker, by commands alone. */
class PapersTourTest extends TourCase {
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

  @Test
  void sendsAFolderAndReadsADocumentOfIt() throws Exception {
    agency("north-cps", "cps");
    agency("north-yjs", "youth-justice-service");
    principal(CPS, "papers-submitter");
    principal(CASEWORK, "caseload-editor", "--service", "north-yjs");
    principal(WORKER, "case-manager", "--service", "north-yjs");
    propose(AGREEMENT);
    approve("north-cps-north-yjs");
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
}
