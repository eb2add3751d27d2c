package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An exchange from nothing to an alert dealt with, by commands alone, as the README tours it. */
class TourTest extends TourCase {

  private static final String POLICE = "north-police/system/records";
  private static final String CASEWORK = "north-yjs/system/casework";
  private static final String WORKER = "north-yjs/user/a.worker";

  private static final String AGREEMENT =
      """
      {"agreementId": "north-police-north-yjs", "title": "Police and youth justice of North",
       "fromAgencies": ["north-police"], "toAgencies": ["north-yjs"],
       "categories": ["DATA_CATEGORY_POLICE_EVENT", "DATA_CATEGORY_SAFEGUARDING_EVENT"],
       "gateways": ["LEGAL_GATEWAY_CDA98_S115"],
       "purposes": ["PURPOSE_SUPERVISION", "PURPOSE_PREVENT_OFFENDING"],
       "validFrom": "2020-01-01T00:00:00Z", "validTo": "2090-01-01T00:00:00Z",
       "conditions": [{"id": "PERSONAL_DATA_ONLY_OFFICIAL", "text": "Nothing above OFFICIAL-SENSITIVE.",
         "expression": "submission.marking in ['OFFICIAL', 'OFFICIAL_SENSITIVE']"}],
       "examples": [{"title": "Nobody reads for the exchange's own sake",
         "fromAgency": "north-police", "toAgency": "north-yjs",
         "category": "DATA_CATEGORY_POLICE_EVENT",
         "handling": {"marking": "MARKING_OFFICIAL", "regime": "REGIME_DPA_PART3",
           "gateway": "LEGAL_GATEWAY_CDA98_S115", "purpose": "PURPOSE_SUPERVISION"},
         "readerRole": "ROLE_CASE_MANAGER", "readerPurpose": "PURPOSE_OPERATION",
         "standing": "OWN_WORKER", "withheldBecause": "PURPOSE_NOT_COVERED"}]}
      """;

  private static final String PERSON =
      "\"names\": [{\"forenames\": [\"Ada\"], \"surname\": \"Invented\"}],"
          + " \"datesOfBirth\": [{\"year\": 2011, \"month\": 2, \"day\": 3}],"
          + " \"identifiers\": [{\"kind\": \"IDENTIFIER_KIND_NHS_NUMBER\","
          + " \"value\": \"9434765919\"}]";

  private static final String CASE =
      "{\"requestId\": \"tour-case-1\", \"case\": {\"service\": \"north-yjs\","
          + " \"serviceChildId\": \"N-1\", \"person\": {"
          + PERSON
          + "}, \"allocations\": [{\"principalId\": \"north-yjs/user/a.worker\","
          + " \"role\": \"ALLOCATION_ROLE_LEAD\"}]}}\n";

  private static final String NOTICE =
      "{\"requestId\": \"tour-notice-1\", \"notice\": {\"kind\": \"NOTICE_KIND_ARREST\","
          + " \"eventTime\": {\"earliest\": \"2026-01-02T03:04:05Z\","
          + " \"precision\": \"TIME_PRECISION_EXACT\"}, \"persons\": [{\"person\": {"
          + PERSON
          + "}, \"role\": \"PERSON_ROLE_ARRESTED\"}], \"handling\": {"
          + "\"marking\": \"MARKING_OFFICIAL\", \"regime\": \"REGIME_DPA_PART3\","
          + " \"gateway\": \"LEGAL_GATEWAY_CDA98_S115\","
          + " \"purpose\": \"PURPOSE_PREVENT_OFFENDING\"},"
          + " \"offence\": {\"category\": \"theft from a shop\"}}}\n";

  @Test
  void goesFromNothingToAnAlertDealtWith() throws Exception {
    agency("north-police", "police");
    agency("north-yjs", "youth-justice-service");
    principal(POLICE, "notice-submitter");
    principal(CASEWORK, "caseload-editor", "--service", "north-yjs");
    principal(WORKER, "case-manager", "--service", "north-yjs");
    Path agreement = Files.writeString(folder.resolve("agreement.json"), AGREEMENT);
    assertTrue(ok(CommandRun.of("agreements", "test", agreement.toString())).contains("1 of 1"));
    propose(AGREEMENT);
    assertTrue(ok(admin("agreements", "list")).contains("draft"));
    CommandRun alone = admin("agreements", "approve", "north-police-north-yjs", "1");
    assertEquals(ExitCode.REFUSED, alone.exitCode());
    assertTrue(alone.err().contains("APPROVER_IS_PROPOSER"), alone.err());
    approve("north-police-north-yjs");
    assertTrue(ok(admin("agreements", "list")).contains("in force"));

    assertTrue(ok(as(CASEWORK, CASE, "caseload", "import", "-")).contains("1 cases recorded"));
    String answer = ok(as(POLICE, NOTICE, "notices", "stream", "-"));
    assertTrue(answer.startsWith("tour-notice-1 ACCEPTED"), answer);
    assertFalse(answer.contains("Ada"), answer);

    JsonObject shown = json(ok(as(WORKER, "", "alerts", "watch", "--count", "1", "--json")));
    JsonObject alert = shown.getAsJsonObject("alert");
    assertEquals("ALERT_KIND_ARREST", alert.get("kind").getAsString());
    String id = alert.get("alertId").getAsString();
    assertTrue(ok(as(WORKER, "", "alerts", "list")).contains(" at "), "whom it goes to next");
    assertTrue(ok(admin("clocks", "list")).contains("alert-same-day"));
    assertTrue(ok(as(WORKER, "", "alerts", "ack", id)).contains("acknowledged"));
    ok(as(WORKER, "", "alerts", "outcome", id, "plan-changed"));
    assertTrue(ok(as(WORKER, "", "alerts", "list")).contains("outcome-recorded"));

    CommandRun forbidden = as(POLICE, "", "alerts", "list");
    assertEquals(ExitCode.REFUSED, forbidden.exitCode());
    assertTrue(forbidden.err().startsWith("yjx: PERMISSION_DENIED"), forbidden.err());

    assertTrue(ok(admin("audit", "tail", "--from", "0", "--count", "3")).lines().count() == 3);
    String state = folder.resolve("seen").toString();
    ok(admin("audit", "verify", "--state", state));
    JsonObject verified = json(ok(admin("audit", "verify", "--state", state, "--json")));
    assertTrue(verified.get("verified").getAsBoolean());
    assertTrue(verified.get("consistent_from").getAsLong() > 0);

    ok(
        admin(
            "pki",
            "revoke",
            file(WORKER) + ".crt",
            "--agency",
            "north-yjs",
            "--reason",
            "left the service"));
    assertEquals(ExitCode.REFUSED, as(WORKER, "", "alerts", "list").exitCode());
  }

  @Test
  void showsAndSetsByWhichCalendarAndLadderAnAgencyWorks() throws Exception {
    agency("north-yjs", "youth-justice-service");
    assertTrue(ok(admin("clocks", "calendar", "north-yjs")).contains("Mon 09:00-17:00"));
    Path calendar =
        Files.writeString(
            folder.resolve("calendar.json"),
            "{\"validFrom\": \"2099-01-05\","
                + " \"week\": [{\"dayOfWeek\": 1, \"opens\": \"08:00\", \"closes\": \"18:00\"}]}");
    assertTrue(
        ok(admin("clocks", "calendar", "north-yjs", "--record", calendar.toString()))
            .contains("calendar version 1"));
    assertTrue(ok(admin("clocks", "calendar", "north-yjs")).contains("Mon 08:00-18:00"));
    String ladders = ok(admin("clocks", "ladder", "north-yjs"));
    assertTrue(ladders.contains("15 min") && ladders.contains("head-of-service"), ladders);
    CommandRun unknown = admin("clocks", "ladder", "no-such-agency");
    assertEquals(ExitCode.REFUSED, unknown.exitCode());
    assertTrue(unknown.err().contains("AGENCY_NOT_FOUND"), unknown.err());
  }

  @Test
  void answersAboutItselfAndNamesWhatIsRefused() throws Exception {
    assertEquals("SERVING", ok(admin("health")).strip());
    assertTrue(ok(admin("capabilities")).contains("yjx.alerts.v1.AlertService"));
    assertTrue(ok(admin("directory", "whoami")).contains(PkiCommand.ADMINISTRATOR));
    CommandRun refused =
        admin("directory", "agency", "add", "Bad_Id", "--kind", "police", "--name", "x", "--json");
    assertEquals(ExitCode.REFUSED, refused.exitCode());
    JsonObject error = json(refused.err()).getAsJsonObject("error");
    assertEquals("INVALID_ARGUMENT", error.get("code").getAsString());
    assertFalse(error.getAsJsonArray("violations").isEmpty());
  }
}
