package uk.yjx.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.capabilities.v1.GetCapabilitiesResponse;
import uk.yjx.capabilities.v1.Limit;
import uk.yjx.operations.v1.ListNoticeOutcomesRequest;
import uk.yjx.operations.v1.ListNoticeOutcomesResponse;
import uk.yjx.server.Collected;
import uk.yjx.server.TestExchange;
import uk.yjx.server.storage.TestDatabase;

/** The operator's endpoints and the capabilities (promises 2 and 12). */
class OperationsEndpointTest {
  @TempDir static Path folder;
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static TestExchange exchange;

  @BeforeAll
  static void start() throws Exception {
    exchange = TestExchange.on(DATABASE, folder);
  }

  @AfterAll
  static void stop() {
    exchange.close();
    DATABASE.close();
  }

  @Test
  void listingOutcomesIsCommittedBeforeTheyAreShown() throws Exception {
    Collected<ListNoticeOutcomesResponse> answer = new Collected<>();
    exchange.asAdministrator(() ->
        exchange
            .bean(OperationsEndpoint.class)
            .listNoticeOutcomes(ListNoticeOutcomesRequest.getDefaultInstance(), answer));
    assertEquals(0, answer.next().getOutcomesCount());
    assertEquals("", answer.end());
    try (Connection c = DATABASE.superuser();
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT count(*) FROM audit.leaf"
                    + " WHERE convert_from(leaf, 'UTF8') LIKE '%/ListNoticeOutcomes%'")) {
      r.next();
      assertEquals(1, r.getInt(1));
    }
  }

  @Test
  void publishesServicesKeysAndTheLimitsThatAreEnforced() throws Exception {
    Collected<GetCapabilitiesResponse> answer = new Collected<>();
    exchange
        .bean(CapabilitiesEndpoint.class)
        .getCapabilities(GetCapabilitiesRequest.getDefaultInstance(), answer);
    GetCapabilitiesResponse capabilities = answer.next();
    assertTrue(capabilities.getServicesList().contains("yjx.audit.v1.AuditService"));
    assertTrue(capabilities.getServicesList().contains("yjx.intelligence.v1.IntelligenceService"));
    Map<String, Long> limits =
        capabilities.getLimitsList().stream()
            .collect(Collectors.toMap(Limit::getName, Limit::getValue));
    assertEquals(20, limits.get("notice.persons"));
    assertEquals(8000, limits.get("notice.narrative"));
    assertEquals(500, limits.get("alerts.acknowledge"));
    assertEquals(500, limits.get("caseload.import_frame"));
    assertEquals(5, limits.get("identity.certificate_path"));
    assertEquals(1000, limits.get("audit.page"));
    assertEquals(400 * 86_400L, capabilities.getRequestIdRetention().getSeconds());
    assertEquals(35 * 86_400L, capabilities.getCursorRetention().getSeconds());
    assertTrue(capabilities.getLogVerifierKey().startsWith(capabilities.getLogOrigin() + "+"));
    assertTrue(capabilities.getStandingNotice().contains("999"));
  }
}
