package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.intelligence.v1.AnswerDisputeRequest;
import uk.yjx.intelligence.v1.Dispute;
import uk.yjx.intelligence.v1.ListDisputesRequest;
import uk.yjx.intelligence.v1.ListDisputesResponse;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.alerts.Disputes;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;

/** Where a sender reads what children and parents dispute of its notices, and answers. */
@Singleton
final class DisputeDesk {
  private static final String LIST = "yjx.intelligence.v1.IntelligenceService/ListDisputes";
  private static final String ANSWER = "yjx.intelligence.v1.IntelligenceService/AnswerDispute";

  private static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "DISPUTE_NOT_FOUND",
          "there is no such dispute of yours without an answer");

  private static final Failure REASON_NEEDED =
      Failure.field(
          "REASON_NEEDED", "recall_reason", "an upheld dispute needs the reason of the recall");

  /** An alert of a look-back was raised by that entry, not by the notice's. */
  private static final String NOTICE =
      """
      SELECT n.position, n.notice_id, n.withdrawn_at IS NOT NULL, e.request_id
      FROM intelligence.notice n
      JOIN journal.entry e ON e.position = n.position
      WHERE n.position = ?
         OR n.position = (
              SELECT min(l.notice_position) FROM intelligence.link l WHERE l.position = ?)
      ORDER BY n.position DESC
      LIMIT 1
      """;

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Disputes disputes;
  private final Withdrawals withdrawals;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final Database database;
  private final InstantSource clock;

  DisputeDesk(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Disputes disputes,
      Withdrawals withdrawals,
      Consultations consultations,
      PageTokens tokens,
      Database database,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.disputes = disputes;
    this.withdrawals = withdrawals;
    this.consultations = consultations;
    this.tokens = tokens;
    this.database = database;
    this.clock = clock;
  }

  private record Disputed(Withdrawals.Found notice, String requestId) {}

  /** One page of what waits for the caller's agency; null when nothing does. */
  @Nullable Disclosed<ListDisputesResponse> list(Caller caller, ListDisputesRequest request) {
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "disputes " + caller.agency();
    String last = tokens.read(scope, request.getPageToken());
    List<Disputes.Unanswered> found =
        disputes.of(caller.agency(), last.isEmpty() ? 0 : Long.parseLong(last), size + 1);
    if (found.isEmpty()) {
      return null;
    }
    ListDisputesResponse.Builder page = ListDisputesResponse.newBuilder();
    for (Disputes.Unanswered one : found.subList(0, Math.min(size, found.size()))) {
      page.addDisputes(
          Dispute.newBuilder()
              .setDisputeId(one.id().toString())
              .setNoticeRequestId(notice(one).requestId())
              .setStatement(one.statement())
              .setSince(Receipts.timestamp(one.since()))
              .setDueAt(Receipts.timestamp(one.dueAt()))
              .setClimbed(one.climbed())
              .setOverdue(clock.instant().isAfter(one.dueAt())));
    }
    if (found.size() > size) {
      page.setNextPageToken(tokens.after(scope, Long.toString(found.get(size - 1).position())));
    }
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    LIST,
                    Purpose.PURPOSE_LAWFULNESS_CHECK,
                    "yjx.intelligence.v1.Dispute",
                    "dispute",
                    page.getDisputesList().stream().map(Dispute::getDisputeId).toList()))
            .join(),
        page.build());
  }

  /** Answers a dispute; upheld, the notice is recalled in the same entry. */
  CompletableFuture<Committed> answer(Caller caller, AnswerDisputeRequest request) {
    if (request.getUpheld()
        && request.getRecallReason() == RecallReason.RECALL_REASON_UNSPECIFIED) {
      throw REASON_NEEDED.refused();
    }
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(key, () -> decide(caller, request, key));
  }

  private Decision decide(Caller caller, AnswerDisputeRequest request, RequestKey asked) {
    long stamp = journal.stamp();
    return switch (directory.again(caller)) {
      case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> write(stamp, caller, request, asked);
    };
  }

  private Decision write(
      long stamp, Caller caller, AnswerDisputeRequest request, RequestKey asked) {
    Instant at = clock.instant();
    Disputes.Unanswered dispute =
        disputes.find(caller.agency(), UUID.fromString(request.getDisputeId()));
    if (dispute == null) {
      return new Decision.Abandon(NOT_FOUND);
    }
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ALTERATION, ANSWER, request.getUpheld() ? "upheld" : "rejected", at)
            .from(caller.agency().value())
            .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
            .data("yjx.intelligence.v1.Dispute", List.of("dispute"), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, dispute.alert().toString())
            .personal(PersonalMember.JUSTIFICATION, request.getReason()));
    disputes.answer(entry, key, caller, dispute, request.getUpheld(), request.getReason(), at);
    if (request.getUpheld()) {
      Withdrawals.Cause cause = new Withdrawals.Cause(request.getRecallReason(), ANSWER, false);
      withdrawals.recall(entry, key, caller, notice(dispute).notice(), cause, at);
    }
    audit.answer(entry, key, asked, new byte[0]);
    return new Decision.Write(entry.build());
  }

  private Disputed notice(Disputes.Unanswered dispute) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(NOTICE)) {
      s.setLong(1, dispute.record());
      s.setLong(2, dispute.record());
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          throw new IllegalStateException("a dispute is about no notice");
        }
        return new Disputed(
            new Withdrawals.Found(r.getLong(1), r.getObject(2, UUID.class), r.getBoolean(3)),
            r.getString(4));
      }
    } catch (SQLException e) {
      throw Withdrawals.READ_FAILED.refused();
    }
  }
}
