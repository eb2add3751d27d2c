package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of two children linked, and what is done together, by commands alone. */
class ClustersTourTest extends TourCase {
  private static final String POLICE = "north-police/system/records";
  private static final String CASEWORK = "north-yjs/system/casework";
  private static final String WORKER = "north-yjs/user/a.worker";
  private static final String COLLEAGUE = "north-yjs/user/b.worker";
  private static final String MANAGER = "north-yjs/user/m.lead";
  private static final String OFFICER = "north-yjs/user/p.officer";

  private static final String AGREEMENT =
      """
      {"agreementId": "north", "title": "Police and youth justice of North",
       "fromAgencies": ["north-police", "north-yjs"], "toAgencies": ["north-yjs"],
       "categories": ["DATA_CATEGORY_POLICE_EVENT", "DATA_CATEGORY_INCIDENT_CLUSTER"],
       "recipientRoles": ["ROLE_CASE_MANAGER", "ROLE_SERVICE_MANAGER", "ROLE_SECONDED_OFFICER"],
       "gateways": ["LEGAL_GATEWAY_CDA98_S37_39"],
       "purposes": ["PURPOSE_SUPERVISION", "PURPOSE_SAFEGUARDING"],
       "validFrom": "2020-01-01T00:00:00Z", "validTo": "2090-01-01T00:00:00Z"}
      """;

  @Test
  void linksTwoChildrenWarnsTheirWorkersAndKeepsTheJointList() throws Exception {
    staff();
    String one = event(1, "9434765919");
    String two = event(2, "9434765870");
    String[] open = {
      "clusters",
      "open",
      "--service",
      "north-yjs",
      "--event",
      one,
      "--event",
      two,
      "--speak-to",
      MANAGER,
      "--reason",
      "Two groups.",
      "--json"
    };
    String cluster = json(ok(as(MANAGER, "", open))).get("clusterId").getAsString();
    for (String worker : List.of(WORKER, COLLEAGUE)) {
      String told = ok(as(worker, "", "alerts", "list"));
      assertTrue(told.contains("retaliation risk, speak to " + MANAGER), told);
      assertFalse(told.contains(cluster), told);
    }
    assertTrue(ok(as(MANAGER, "", "clusters", "list")).contains(cluster));
    String shown = ok(as(MANAGER, "", "clusters", "show", cluster));
    assertTrue(shown.contains("Two groups.") && shown.contains("Invented"), shown);
    String[] act = {
      "clusters",
      "action",
      cluster,
      "home-visit",
      "--owner",
      "north-yjs",
      "--role",
      "seconded-officer",
      "--due",
      "2089-01-01T00:00:00Z"
    };
    CommandRun late = as(MANAGER, "", act);
    assertEquals(ExitCode.REFUSED, late.exitCode());
    assertTrue(late.err().contains("DUE_TOO_LATE"), late.err());
    act[act.length - 1] = CommandRun.CLOCK.instant().plus(Duration.ofDays(2)).toString();
    ok(as(MANAGER, "", act));
    String action =
        json(ok(as(OFFICER, "", "clusters", "actions", "--json"))).get("actionId").getAsString();
    ok(as(OFFICER, "", "clusters", "outcome", action, "done"));
    assertTrue(ok(as(OFFICER, "", "clusters", "actions")).contains("done"));
    ok(as(MANAGER, "", "clusters", "close", cluster, "no-link"));
    assertTrue(ok(as(WORKER, "", "alerts", "list")).contains("recalled: false"));
    assertEquals(ExitCode.REFUSED, as(WORKER, "", "clusters", "list").exitCode(), "leads alone");
  }

  private void staff() throws Exception {
    agency("north-police", "police");
    agency("north-yjs", "youth-justice-service");
    principal(POLICE, "notice-submitter");
    principal(CASEWORK, "caseload-editor", "--service", "north-yjs");
    principal(WORKER, "case-manager", "--service", "north-yjs");
    principal(COLLEAGUE, "case-manager", "--service", "north-yjs");
    principal(MANAGER, "service-manager", "--service", "north-yjs");
    principal(OFFICER, "seconded-officer", "--service", "north-yjs");
    propose(AGREEMENT);
    approve("north");
  }

  /** A case, and an arrest in it; the alert's id. */
  private String event(int child, String nhsNumber) {
    String worker = child == 1 ? WORKER : COLLEAGUE;
    String person =
        "{\"names\": [{\"forenames\": [\"Ada\"], \"surname\": \"Invented"
            + (child == 1 ? "a" : "b")
            + "\"}], \"datesOfBirth\": [{\"year\": 2011, \"month\": 2, \"day\": "
            + child
            + "}], \"identifiers\": [{\"kind\": \"IDENTIFIER_KIND_NHS_NUMBER\", \"value\": \""
            + nhsNumber
            + "\"}]}";
    String record =
        "{\"requestId\": \"tour-case-"
            + child
            + "\", \"case\": {\"service\": \"north-yjs\", \"serviceChildId\": \"N-"
            + child
            + "\", \"person\": "
            + person
            + ", \"allocations\": [{\"principalId\": \""
            + worker
            + "\", \"role\": \"ALLOCATION_ROLE_LEAD\"}]}}\n";
    ok(as(CASEWORK, record, "caseload", "import", "-"));
    String notice =
        "{\"requestId\": \"tour-notice-"
            + child
            + "\", \"notice\": {\"kind\": \"NOTICE_KIND_ARREST\","
            + " \"eventTime\": {\"earliest\": \""
            + CommandRun.CLOCK.instant().minusSeconds(600)
            + "\", \"precision\": \"TIME_PRECISION_EXACT\"},"
            + " \"persons\": [{\"role\": \"PERSON_ROLE_ARRESTED\", \"person\": "
            + person
            + "}], \"handling\": {\"marking\": \"MARKING_OFFICIAL\","
            + " \"regime\": \"REGIME_DPA_PART3\", \"gateway\": \"LEGAL_GATEWAY_CDA98_S37_39\","
            + " \"purpose\": \"PURPOSE_SAFEGUARDING\"}}}\n";
    ok(as(POLICE, notice, "notices", "stream", "-"));
    return json(ok(as(worker, "", "alerts", "watch", "--count", "1", "--json")))
        .getAsJsonObject("alert")
        .get("alertId")
        .getAsString();
  }
}
