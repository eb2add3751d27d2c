package uk.yjx.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.operations.v1.MatchOutcome;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.operations.v1.PersonOutcome;
import uk.yjx.server.storage.TestDatabase;

/** What the operator counts and lists. */
class OutcomesTest {
  private static final String ANNE = "01980000-0000-7000-8000-00000000000a";
  private static final String BEN = "01980000-0000-7000-8000-00000000000b";
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @BeforeAll
  static void fill() throws SQLException {
    try (Connection c = DATABASE.superuser();
        Statement s = c.createStatement()) {
      s.execute(
          """
          INSERT INTO journal.entry (position, recorded_at, leaf_index, leaf_count, agency_id,
                                     request_id, digest)
          SELECT p, 'epoch', p, 1, 'police-test', 'request-' || p, '\\x00'
          FROM generate_series(11, 15) p;
          INSERT INTO intelligence.notice (position, notice_id, agency_id, kind, linked, review,
                                           unmatched, alerts, notes)
          SELECT p, gen_random_uuid(), 'police-test', 1, 0, 0, 1, 1, 1
          FROM generate_series(11, 15) p;
          UPDATE journal.head SET position = 15;
          """);
      link(s, 11, 0, 1, ANNE);
      link(s, 11, 1, 2, ANNE);
      link(s, 11, 1, 2, BEN);
      link(s, 12, 0, 2, BEN);
      link(s, 13, 0, 1, BEN);
      link(s, 13, 0, 2, ANNE);
      alert(s, 1, 11, 0, 4);
      alert(s, 2, 12, 1, 2);
      alert(s, 3, 13, 3, 1);
      s.execute(
          """
          INSERT INTO alerts.disclosure (alert_id, principal, position)
          SELECT alert_id, 'yjs/user/' || n, 14
          FROM alerts.alert, generate_series(1, 2) n
          WHERE urgency < 3;
          INSERT INTO alerts.mailbox_entry (mailbox, position, ordinal, service, alert_id, cause)
          SELECT mailbox, raised_position, 0, 'yjs', alert_id, 1
          FROM alerts.alert, unnest(ARRAY['person:yjs/user/a', 'duty:yjs']) mailbox;
          INSERT INTO alerts.unowned (item_id, position, reason, urgency, since, due_at, closed)
          SELECT gen_random_uuid(), 12, 1, 0, 'epoch', 'epoch', closed
          FROM unnest(ARRAY[true, false]) closed;
          """);
    }
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  @Test
  void countsNoticesOnceAndEveryAlertByWhatBecameOfIt() throws SQLException {
    CountOutcomesResponse all = new OutcomeCounts(DATABASE.database()).count(0, 0);
    assertEquals(
        CountOutcomesResponse.newBuilder()
            .setNotices(5)
            .setLinked(2)
            .setReview(1)
            .setUnmatched(2)
            .setAlerts(2)
            .setNotes(1)
            .setMailboxEntries(6)
            .setDelivered(2)
            .setAcknowledged(1)
            .setUnownedOpen(1)
            .setHeadPosition(15)
            .build(),
        all);
  }

  @Test
  void countsOnlyTheSpanAskedFor() throws SQLException {
    CountOutcomesResponse span = new OutcomeCounts(DATABASE.database()).count(11, 12);
    assertEquals(List.of(1L, 0L, 1L, 0L), notices(span));
    assertEquals(1, span.getAlerts());
    assertEquals(15, span.getHeadPosition());
  }

  @Test
  void listsEveryLinkAndAReviewOncePerPerson() throws SQLException {
    NoticeOutcomes.Page page = new NoticeOutcomes(DATABASE.database()).read(0, 0);
    List<NoticeOutcome> outcomes = page.response().getOutcomesList();
    assertEquals(5, outcomes.size());
    assertEquals("request-11", outcomes.getFirst().getRequestId());
    assertEquals(2, outcomes.getFirst().getAlerts());
    assertEquals(List.of(linked(0, ANNE), review(1)), outcomes.getFirst().getPersonsList());
    assertEquals(List.of(review(0)), outcomes.get(1).getPersonsList());
    assertEquals(List.of(linked(0, BEN)), outcomes.get(2).getPersonsList());
    assertEquals(List.of(), outcomes.get(3).getPersonsList());
    assertEquals(List.of(ANNE, BEN), page.children());
    assertEquals(0, page.response().getNextAfterPosition());
  }

  @Test
  void goesOnFromPageToPageWithoutLoss() throws SQLException {
    NoticeOutcomes outcomes = new NoticeOutcomes(DATABASE.database());
    long after = 0;
    int listed = 0;
    do {
      NoticeOutcomes.Page page = outcomes.read(after, 2);
      listed += page.response().getOutcomesCount();
      after = page.response().getNextAfterPosition();
    } while (after > 0);
    assertEquals(5, listed);
  }

  private static List<Long> notices(CountOutcomesResponse counts) {
    return List.of(
        counts.getNotices(), counts.getLinked(), counts.getReview(), counts.getUnmatched());
  }

  private static PersonOutcome linked(int person, String child) {
    return review(person).toBuilder()
        .setOutcome(MatchOutcome.MATCH_OUTCOME_LINKED)
        .setChildId(child)
        .build();
  }

  private static PersonOutcome review(int person) {
    return PersonOutcome.newBuilder()
        .setPerson(person)
        .setOutcome(MatchOutcome.MATCH_OUTCOME_REVIEW)
        .setRule("RULE")
        .build();
  }

  private static void link(Statement s, long notice, int person, int outcome, String child)
      throws SQLException {
    s.execute(
        "INSERT INTO intelligence.link VALUES (%d, %d, %d, '%s', 'RULE', %d)"
            .formatted(notice, person, outcome, child, notice));
  }

  private static void alert(Statement s, int id, long position, int urgency, int state)
      throws SQLException {
    s.execute(
        """
        INSERT INTO alerts.alert (alert_id, child_id, service, source_agency, kind, urgency,
          category, gateway, agreement_id, agreement_version, raised_position, raised_at,
          notice_position, sealed, state, outcome)
        VALUES ('01980000-0000-7000-8000-%012d', '%s', 'yjs', 'police-test', 1, %d, 1, 1, 'isa', 1,
          %d, 'epoch', %d, '\\x00', %d, 0)
        """
            .formatted(id, ANNE, urgency, position, position, state));
  }
}
