package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.SenderKnowledge;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.intelligence.v1.GetRecallReportRequest;
import uk.yjx.intelligence.v1.GetRecallReportResponse;
import uk.yjx.intelligence.v1.RecallCount;
import uk.yjx.server.agreements.AgreementBook;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.alerts.RecallCounts;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/** Tells senders how far their recall has got, as far as agreements let them know. */
@Singleton
final class RecallReports {
  private static final String OPERATION = "yjx.intelligence.v1.IntelligenceService/GetRecallReport";

  private static final Failure NOT_WITHDRAWN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "NOTICE_NOT_WITHDRAWN", "the notice was not recalled");

  private static final String RECALLED =
      """
      SELECT withdrawn_at, withdrawn_reason
      FROM intelligence.notice
      WHERE position = ?
      """;

  private final Withdrawals withdrawals;
  private final RecallCounts counts;
  private final Agreements agreements;
  private final Consultations consultations;
  private final Database database;
  private final InstantSource clock;

  RecallReports(
      Withdrawals withdrawals,
      RecallCounts counts,
      Agreements agreements,
      Consultations consultations,
      Database database,
      InstantSource clock) {
    this.withdrawals = withdrawals;
    this.counts = counts;
    this.agreements = agreements;
    this.consultations = consultations;
    this.database = database;
    this.clock = clock;
  }

  private record Recalled(Instant at, RecallReason reason) {}

  /** The report; that it was asked for is in the log before it leaves. */
  GetRecallReportResponse report(Caller caller, GetRecallReportRequest request) {
    Withdrawals.Found notice = withdrawals.find(caller.agency(), request.getNoticeRequestId());
    Recalled recalled = recalled(notice.position());
    if (recalled == null) {
      throw NOT_WITHDRAWN.refused();
    }
    AgreementBook book = agreements.now();
    GetRecallReportResponse.Builder answer =
        GetRecallReportResponse.newBuilder()
            .setRecalledAt(Receipts.timestamp(recalled.at()))
            .setReason(recalled.reason())
            .setCountsTold(
                book.senderMayLearn(
                    caller.agency(),
                    SenderKnowledge.SENDER_KNOWLEDGE_RECALL_COUNTS,
                    clock.instant()));
    if (answer.getCountsTold()) {
      count(book, notice.position(), answer);
    }
    var unused =
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    OPERATION,
                    Purpose.PURPOSE_LAWFULNESS_CHECK,
                    "yjx.intelligence.v1.GetRecallReportResponse",
                    "recall",
                    List.of(notice.id().toString())))
            .join();
    return answer.build();
  }

  private void count(AgreementBook book, long notice, GetRecallReportResponse.Builder answer) {
    Map<String, RecallCount.Builder> byAgency = new TreeMap<>();
    for (RecallCounts.Count one : counts.of(notice)) {
      if (book.senderMayLearn(one.agreementId(), SenderKnowledge.SENDER_KNOWLEDGE_RECALL_COUNTS)) {
        RecallCount.Builder agency =
            byAgency.computeIfAbsent(
                one.agency().value(), id -> RecallCount.newBuilder().setAgency(id));
        agency
            .setRecipients(agency.getRecipients() + one.recipients())
            .setConfirmed(agency.getConfirmed() + one.confirmed());
        answer
            .setRecipients(answer.getRecipients() + one.recipients())
            .setConfirmed(answer.getConfirmed() + one.confirmed());
      }
    }
    byAgency.values().forEach(answer::addByAgency);
  }

  private @Nullable Recalled recalled(long notice) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RECALLED)) {
      s.setLong(1, notice);
      try (ResultSet r = s.executeQuery()) {
        return r.next() && r.getObject(1) != null
            ? new Recalled(
                r.getObject(1, OffsetDateTime.class).toInstant(),
                RecallReason.forNumber(r.getInt(2)))
            : null;
      }
    } catch (SQLException e) {
      throw Withdrawals.READ_FAILED.refused();
    }
  }
}
