package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.server.alerts.Recalls;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.matching.ContestedDetails;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;

/**
 * Takes a notice back: content, links and keys are gone, so that nothing matches it any more, and
 * its alerts are recalled, all in one entry. Data Protection Act 2018 s.38(5): who sent what was
 * wrong tells its recipients without delay.
 */
@Singleton
final class Withdrawals {
  static final Failure NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "NOTICE_NOT_FOUND", "there is no such notice of yours");

  static final Failure WITHDRAWN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "NOTICE_WITHDRAWN", "the notice was recalled before");

  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String OPERATION = "yjx.intelligence.v1.IntelligenceService/WithdrawNotice";

  private static final String FIND =
      """
      SELECT n.position, n.notice_id, n.withdrawn_at IS NOT NULL
      FROM journal.entry e
      JOIN intelligence.notice n ON n.position = e.position
      WHERE e.agency_id = ? AND e.request_id = ?
      """;

  private static final String IS_WITHDRAWN =
      """
      SELECT withdrawn_at IS NOT NULL
      FROM intelligence.notice
      WHERE position = ?
      """;

  /** Entries that raised alerts from a notice: its own, and those of look-backs. */
  private static final String RAISED_AT =
      """
      SELECT DISTINCT position
      FROM intelligence.link
      WHERE notice_position = ?
      """;

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Recalls recalls;
  private final WithdrawnNotices tables;
  private final LinkedPersons linked;
  private final ContestedDetails contested;
  private final Database database;
  private final InstantSource clock;

  Withdrawals(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Recalls recalls,
      WithdrawnNotices tables,
      LinkedPersons linked,
      ContestedDetails contested,
      Database database,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.recalls = recalls;
    this.tables = tables;
    this.linked = linked;
    this.contested = contested;
    this.database = database;
    this.clock = clock;
  }

  /** A stored notice of an agency. */
  record Found(long position, UUID id, boolean withdrawn) {}

  /** Why a notice is taken back, by which call, and whether another takes its place. */
  record Cause(RecallReason reason, String operation, boolean replaced) {}

  /** Takes a notice back; completes when that is durable. */
  CompletableFuture<Committed> withdraw(Caller caller, WithdrawNoticeRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(key, () -> decide(caller, request, key));
  }

  private Decision decide(Caller caller, WithdrawNoticeRequest request, RequestKey asked) {
    long stamp = journal.stamp();
    return switch (directory.again(caller)) {
      case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        Entry.Builder entry = Entry.decidedAt(stamp).urgent();
        for (long fact : caller.factKeys()) {
          entry.depends(fact);
        }
        RecordKey key = audit.newKey(entry);
        Found notice = find(caller.agency(), request.getNoticeRequestId());
        Cause cause = new Cause(request.getReason(), OPERATION, false);
        recall(entry, key, caller, notice, cause, clock.instant());
        audit.answer(entry, key, asked, new byte[0]);
        yield new Decision.Write(entry.build());
      }
    };
  }

  /** Adds to an entry that a notice is taken back; refused when it was before. */
  void recall(
      Entry.Builder entry, RecordKey key, Caller caller, Found notice, Cause cause, Instant at) {
    entry.depends(FactKey.record(notice.position())).touches(FactKey.record(notice.position()));
    if (notice.withdrawn()) {
      throw WITHDRAWN.refused();
    }
    if (cause.reason() == RecallReason.RECALL_REASON_IDENTITY_DISPUTED) {
      linked
          .of(notice.position())
          .forEach(it -> contested.contest(entry, it.child(), it.subject().evidence()));
    }
    Recalls.Recalled recalled =
        recalls.recall(entry, raisedAt(notice.position()), cause.reason(), at);
    tables.withdraw(entry, notice.position(), cause, at);
    audit.add(
        entry,
        key,
        audit
            .event(
                EventType.ALTERATION,
                cause.operation(),
                (cause.replaced() ? "replaced." : "withdrawn.") + cause.reason().name(),
                at)
            .from(caller.agency().value())
            .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
            .data("yjx.intelligence.v1.Notice", List.of("recall"), recalled.alerts().size())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.TARGET_ID, notice.id().toString())
            .personal(
                PersonalMember.RECORDS, recalled.alerts().stream().map(UUID::toString).toList())
            .personal(
                PersonalMember.SUBJECTS,
                recalled.children().stream().map(c -> c.value().toString()).toList()));
  }

  /** A notice of an agency, by the request that brought it; what is another's is not there. */
  Found find(AgencyId agency, String requestId) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(FIND)) {
      s.setString(1, agency.value());
      s.setString(2, requestId);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          throw NOT_FOUND.refused();
        }
        return new Found(r.getLong(1), r.getObject(2, UUID.class), r.getBoolean(3));
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** Lets an entry stand only as long as the notice does; refused when it was taken back. */
  void requireStanding(Entry.Builder entry, long notice) {
    entry.depends(FactKey.record(notice)).touches(FactKey.record(notice));
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(IS_WITHDRAWN)) {
      s.setLong(1, notice);
      try (ResultSet r = s.executeQuery()) {
        if (r.next() && r.getBoolean(1)) {
          throw WITHDRAWN.refused();
        }
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  private Set<Long> raisedAt(long notice) {
    Set<Long> positions = new LinkedHashSet<>();
    positions.add(notice);
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RAISED_AT)) {
      s.setLong(1, notice);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          positions.add(r.getLong(1));
        }
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
    return positions;
  }
}
