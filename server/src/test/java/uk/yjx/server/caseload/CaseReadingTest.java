package uk.yjx.server.caseload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static uk.yjx.server.caseload.TestService.ADA;
import static uk.yjx.server.caseload.TestService.BEN;
import static uk.yjx.server.caseload.TestService.EDITOR;
import static uk.yjx.server.caseload.TestService.MANAGER;
import static uk.yjx.server.caseload.TestService.SERVICE_ID;
import static uk.yjx.server.caseload.TestService.SWINDON_EDITOR;
import static uk.yjx.server.caseload.TestService.aCase;
import static uk.yjx.server.caseload.TestService.lead;
import static uk.yjx.server.caseload.TestService.refusal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.ListCasesResponse;
import uk.yjx.caseload.v1.Order;
import uk.yjx.caseload.v1.OrderKind;
import uk.yjx.caseload.v1.RecordCaseResponse;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;

/** Who reads which cases, on a real database. */
class CaseReadingTest {
  private static final TestService at = new TestService();

  @AfterAll
  static void stop() {
    at.close();
  }

  @Test
  void showsACaseWholeToItsWorkerAndTheSameNothingToOthers() {
    Case sent =
        aCase("G-1", 91_001)
            .addAllocations(lead(ADA).setFrom(Receipts.timestamp(Instant.EPOCH)))
            .addOrders(Order.newBuilder().setKind(OrderKind.ORDER_KIND_REFERRAL_ORDER))
            .build();
    RecordCaseResponse recorded = at.record(sent.toBuilder());
    assertEquals(
        sent.toBuilder().setChildId(recorded.getChildId()).setVersion(1).build(),
        at.get(ADA, "G-1").getCase());
    assertEquals(1, at.get(EDITOR, "G-1").getCase().getOrdersCount());
    Failure forbidden = refusal(() -> at.get(BEN, "G-1"));
    assertEquals("CASE_NOT_FOUND", forbidden.reason());
    assertEquals(forbidden, refusal(() -> at.get(BEN, "G-absent")));
    assertEquals(forbidden, refusal(() -> at.get(SWINDON_EDITOR, "G-1")));
  }

  @Test
  void letsCoverSeeWhatItCoversFromTheDateItStarts() {
    at.record(
        aCase("C-1", 92_001).addAllocations(lead(ADA).setFrom(Receipts.timestamp(Instant.EPOCH))));
    refusal(() -> at.get(MANAGER, "C-absent"));
    Instant now = Instant.now();
    at.cover(MANAGER, now.minusSeconds(5), now.plusSeconds(600));
    ChildId child = at.book().numbered(SERVICE_ID, "C-1").orElseThrow().id();
    Holders holders = at.book().holders(child, now);
    assertEquals(Map.of(PrincipalId.parse(MANAGER), PrincipalId.parse(ADA)), holders.standIns());
    assertEquals("DATES_REVERSED", refusal(() -> at.cover(BEN, now.plusSeconds(2), now)).reason());
    assertEquals(
        "ALLOCATION_NOT_ELIGIBLE", refusal(() -> at.cover(ADA, now, now.plusSeconds(2))).reason());
  }

  @Test
  void listsPagesInOrderOfNumberAndOnlyOwnCasesToACaseManager() {
    for (int i = 0; i < 7; i++) {
      Case.Builder it = aCase("L-" + i, 93_000 + i);
      at.record(i % 2 == 0 ? it.addAllocations(lead(BEN)) : it);
    }
    List<String> own = new ArrayList<>();
    String token = "";
    do {
      ListCasesResponse page = at.list(BEN, 2, token);
      page.getCasesList().forEach(c -> own.add(c.getServiceChildId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    own.removeIf(number -> !number.startsWith("L-"));
    assertEquals(List.of("L-0", "L-2", "L-4", "L-6"), own);
    ListCasesResponse first = at.list(EDITOR, 3, "");
    assertEquals(3, first.getCasesCount());
    assertEquals(
        "PAGE_TOKEN_FOREIGN", refusal(() -> at.list(BEN, 3, first.getNextPageToken())).reason());
    assertEquals("PAGE_TOKEN_MALFORMED", refusal(() -> at.list(BEN, 3, "§§")).reason());
    assertEquals(0, at.list(SWINDON_EDITOR, 3, "").getCasesCount());
  }

  @Test
  void readsOnlyAfterItsAuditEventIsCommitted() throws SQLException {
    at.record(aCase("A-1", 94_001));
    long before = readsInTheLog();
    at.get(EDITOR, "A-1");
    assertEquals(before + 1, readsInTheLog());
    refusal(() -> at.get(EDITOR, "A-absent"));
    assertEquals(before + 2, readsInTheLog(), "what is refused is logged too");
  }

  private static long readsInTheLog() throws SQLException {
    try (Connection c = at.node.getBean(Database.class).pool().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "SELECT count(*) FROM audit.leaf WHERE convert_from(leaf, 'UTF8') LIKE ?")) {
      s.setString(1, "%CaseloadService/GetCase%");
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }
}
