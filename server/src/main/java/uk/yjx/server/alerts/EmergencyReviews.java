package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.ReviewEmergencyAccessRequest;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Takes the decisions of those who answer for an emergency access. */
@Singleton
final class EmergencyReviews {
  private static final String REVIEW = "yjx.alerts.v1.EmergencyAccessService/ReviewEmergencyAccess";
  private static final String REVIEW_PURPOSE = "alerts.emergency-review";

  private static final Failure OWN =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "REVIEWER_IS_READER",
          "nobody reviews an emergency access of their own");

  private static final Failure REVIEWED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "EMERGENCY_ACCESS_REVIEWED",
          "the first decision upon an emergency access stands");

  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final EmergencyEntries entries;
  private final EmergencyTables tables;
  private final EmergencyReader reader;
  private final EmergencyWatchers watchers;
  private final Clocks clocks;
  private final Vault vault;
  private final InstantSource clock;

  EmergencyReviews(
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      EmergencyEntries entries,
      EmergencyTables tables,
      EmergencyReader reader,
      EmergencyWatchers watchers,
      Clocks clocks,
      Vault vault,
      InstantSource clock) {
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.entries = entries;
    this.tables = tables;
    this.reader = reader;
    this.watchers = watchers;
    this.clocks = clocks;
    this.vault = vault;
    this.clock = clock;
  }

  /** Records a decision; one that does not hold ends the access and climbs. */
  CompletableFuture<Committed> review(Caller caller, ReviewEmergencyAccessRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key, () -> entries.decide(caller, (stamp, it) -> review(stamp, it, request, key)));
  }

  private Proposal.Decision review(
      long stamp, Caller caller, ReviewEmergencyAccessRequest request, RequestKey asked) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID id = UUID.fromString(request.getAccessId());
    EmergencyAccessRow access = reader.find(id);
    if (access == null) {
      return new Proposal.Decision.Abandon(EmergencyRules.NOT_FOUND);
    }
    if (access.reader().equals(caller.principal())) {
      return new Proposal.Decision.Abandon(OWN);
    }
    if (!watchers.answersFor(caller, access, now)) {
      return new Proposal.Decision.Abandon(EmergencyRules.NOT_FOUND);
    }
    if (!access.isUnreviewed()) {
      return new Proposal.Decision.Abandon(REVIEWED);
    }
    Entry.Builder entry = EmergencyEntries.entry(stamp, caller).depends(FactKey.alert(id));
    RecordKey key = audit.newKey(entry);
    byte[] reason =
        vault.seal(key, request.getReason().getBytes(StandardCharsets.UTF_8), REVIEW_PURPOSE);
    tables.review(
        entry,
        new EmergencyTables.Reviewed(id, request.getDecision(), caller.principal(), now, reason));
    clocks.stop(entry, EmergencyRules.reviewClock(id), "reviewed");
    boolean justified = request.getDecision() == EmergencyDecision.EMERGENCY_DECISION_JUSTIFIED;
    if (!justified) {
      tables.close(entry, id, now);
      clocks.stop(entry, EmergencyRules.endClock(id), "not-justified");
      watchers.abused(entry, access, now);
    }
    entries.record(
        entry,
        key,
        entries
            .event(REVIEW, justified ? "justified" : "not-justified", caller, access, now)
            .personal(PersonalMember.TARGET_ID, access.reader().toString())
            .personal(PersonalMember.JUSTIFICATION, request.getReason()),
        access);
    audit.answer(entry, key, asked, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }
}
