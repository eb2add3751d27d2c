package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

/** What became of the data, told by commands: to its sender, to the child, to an auditor. */
class OwnDataTourTest extends TourCase {
  private static final String POLICE = "north-police/system/records";
  private static final String CASEWORK = "north-yjs/system/casework";
  private static final String WORKER = "north-yjs/user/a.worker";
  private static final String OFFICER = "north-yjs/user/d.officer";
  private static final String AGREEMENT = "north-police-north-yjs";

  private static final String AGREED =
      """
      {"agreementId": "north-police-north-yjs", "title": "Police and youth justice of North",
       "fromAgencies": ["north-police"], "toAgencies": ["north-yjs"],
       "categories": ["DATA_CATEGORY_POLICE_EVENT"],
       "gateways": ["LEGAL_GATEWAY_CDA98_S115"],
       "purposes": ["PURPOSE_SUPERVISION", "PURPOSE_PREVENT_OFFENDING"],
       "senderMayLearn": ["SENDER_KNOWLEDGE_READS"],
       "validFrom": "2020-01-01T00:00:00Z", "validTo": "2090-01-01T00:00:00Z"}
      """;

  private static final String PERSON =
      "{\"names\": [{\"forenames\": [\"Ada\"], \"surname\": \"Invented\"}],"
          + " \"datesOfBirth\": [{\"year\": 2011, \"month\": 2, \"day\": 3}],"
          + " \"identifiers\": [{\"kind\": \"IDENTIFIER_KIND_NHS_NUMBER\","
          + " \"value\": \"9434765919\"}]}";

  private static final String CASE =
      "{\"requestId\": \"own-case-1\", \"case\": {\"service\": \"north-yjs\","
          + " \"serviceChildId\": \"N-1\", \"person\": "
          + PERSON
          + ", \"allocations\": [{\"principalId\": \"north-yjs/user/a.worker\","
          + " \"role\": \"ALLOCATION_ROLE_LEAD\"}]}}\n";

  private static final String NOTICE =
      "{\"requestId\": \"own-notice-1\", \"notice\": {\"kind\": \"NOTICE_KIND_ARREST\","
          + " \"eventTime\": {\"earliest\": \"2026-01-02T03:04:05Z\","
          + " \"precision\": \"TIME_PRECISION_EXACT\"}, \"persons\": [{\"person\": "
          + PERSON
          + ", \"role\": \"PERSON_ROLE_ARRESTED\"}], \"handling\": {"
          + "\"marking\": \"MARKING_OFFICIAL\", \"regime\": \"REGIME_DPA_PART3\","
          + " \"gateway\": \"LEGAL_GATEWAY_CDA98_S115\","
          + " \"purpose\": \"PURPOSE_PREVENT_OFFENDING\"},"
          + " \"offence\": {\"category\": \"theft from a shop\"}}}\n";

  @Test
  void tellsTheSenderOfTheReadAndTheChildOfItsDataAndTheAuditorOfBoth() throws Exception {
    agency("north-police", "police");
    agency("north-yjs", "youth-justice-service");
    principal(POLICE, "notice-submitter");
    principal(CASEWORK, "caseload-editor", "--service", "north-yjs");
    principal(WORKER, "case-manager", "--service", "north-yjs");
    principal(OFFICER, "data-protection-officer");
    propose(AGREED);
    approve(AGREEMENT);
    ok(as(CASEWORK, CASE, "caseload", "import", "-"));
    ok(as(POLICE, NOTICE, "notices", "stream", "-"));
    String child =
        json(ok(as(WORKER, "", "alerts", "watch", "--count", "1", "--json")))
            .getAsJsonObject("alert")
            .getAsJsonObject("child")
            .get("childId")
            .getAsString();
    senderIsTold();
    childIsTold(child);
    auditorFinds(child);
  }

  private void senderIsTold() {
    String told = ok(as(POLICE, "", "audit", "reads", "--count", "1"));
    for (String part : new String[] {"north-yjs", "case-manager", "own-notice-1"}) {
      assertTrue(told.contains(part), told);
    }
    JsonObject read = json(ok(as(POLICE, "", "audit", "reads", "--count", "1", "--json")));
    assertEquals("own-notice-1", read.get("requestId").getAsString());
    assertEquals("ROLE_CASE_MANAGER", read.get("readerRole").getAsString());
    assertFalse((told + read).contains("a.worker"), "never the person");
  }

  private void childIsTold(String child) {
    String[] ask = {"audit", "subject", child, "--justification", "the child's request of May"};
    String shown = ok(as(OFFICER, "", ask));
    for (String part : new String[] {"number N-1", "arrest", "north-police", AGREEMENT}) {
      assertTrue(shown.contains(part), shown);
    }
    assertTrue(shown.contains("1 records"), shown);
    JsonObject page = json(ok(as(OFFICER, "", with(ask, "--json"))));
    assertEquals("N-1", page.getAsJsonObject("case").get("serviceChildId").getAsString());
    JsonArray records = page.getAsJsonArray("records");
    assertEquals("ALERT_KIND_ARREST", one(records).get("kind").getAsString());
    assertEquals(
        "north-yjs", one(one(records).getAsJsonArray("recipients")).get("agencyId").getAsString());
    assertFalse(page.toString().contains("a.worker"), "no worker is named to a child");
    CommandRun stranger = as(WORKER, "", ask);
    assertEquals(ExitCode.REFUSED, stranger.exitCode());
    CommandRun wrong = as(OFFICER, "", "audit", "subject", "N-1", "--justification", "x");
    assertEquals(ExitCode.REFUSED, wrong.exitCode(), wrong.err());
  }

  private void auditorFinds(String child) {
    String[] ask = {"audit", "find", "--child", child, "--justification", "who has seen it"};
    String found = ok(admin(ask));
    assertTrue(found.contains("disclosure") && found.contains(WORKER), found);
    assertTrue(found.contains("consultation") && found.contains(OFFICER), found);
    assertTrue(
        ok(admin(with(ask, "--exhaustive"))).contains("consultation"), "the log without its index");
  }

  private static JsonObject one(JsonArray array) {
    assertEquals(1, array.size(), array.toString());
    return array.get(0).getAsJsonObject();
  }

  private static String[] with(String[] args, String more) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = more;
    return all;
  }
}
