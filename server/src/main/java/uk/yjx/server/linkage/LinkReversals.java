package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.linkage.v1.ReverseLinkRequest;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.Recalls;
import uk.yjx.server.alerts.ReviewedAlerts;
import uk.yjx.server.alerts.ReviewedAlerts.Raised;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.intelligence.Doubts;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;

/** Undoes links that were found wrong, whoever or whatever made them. */
@Singleton
final class LinkReversals {
  private static final Failure ALERT_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "ALERT_NOT_FOUND", "your services have no such alert");

  private static final Failure ALERT_RECALLED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "ALERT_RECALLED", "the alert was recalled before");

  private static final Failure NOT_LINKED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NOT_LINKED",
          "the alert came from no notice that is linked to this child");

  private static final String REVERSE = "yjx.linkage.v1.LinkageService/ReverseLink";

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final Doubts doubts;
  private final DecisionTable decisions;
  private final Recalls recalls;
  private final ReviewedAlerts alerts;
  private final AlertTables unowned;
  private final DueTimes due;
  private final Ids ids;
  private final InstantSource clock;

  LinkReversals(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Caseload caseload,
      Doubts doubts,
      DecisionTable decisions,
      Recalls recalls,
      ReviewedAlerts alerts,
      AlertTables unowned,
      DueTimes due,
      Ids ids,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.caseload = caseload;
    this.doubts = doubts;
    this.decisions = decisions;
    this.recalls = recalls;
    this.alerts = alerts;
    this.unowned = unowned;
    this.due = due;
    this.ids = ids;
    this.clock = clock;
  }

  /** Undoes a link; completes when that is durable. */
  CompletableFuture<Committed> reverse(Caller caller, ReverseLinkRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    UUID alert = UUID.fromString(request.getAlertId());
    return firstAnswers.appendOrFind(
        key,
        () ->
            directory.again(caller) instanceof Verdict.Refused
                ? new Decision.Abandon(Sessions.ACCESS_ENDED)
                : undo(caller, key, alert, request.getReason()));
  }

  private Decision undo(Caller caller, RequestKey request, UUID alert, String reason) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp()).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    Raised raised =
        alerts
            .find(alert)
            .filter(it -> ReviewDesk.desks(caller).contains(it.service()))
            .filter(it -> it.child() == null || !caseload.now().isShielded(it.child()))
            .orElseThrow(ALERT_NOT_FOUND::refused);
    ChildId child = raised.child();
    if (raised.recalled()) {
      throw ALERT_RECALLED.refused();
    }
    if (child == null) {
      throw NOT_LINKED.refused();
    }
    RecordKey key = audit.newKey(entry);
    Instant now = clock.instant();
    doubts.requireStanding(entry, raised.record());
    Set<Integer> persons = doubts.unlink(entry, raised.record(), child);
    if (persons.isEmpty()) {
      throw NOT_LINKED.refused();
    }
    Recalls.Recalled recalled =
        recalls.recallOf(
            entry, child, raised.record(), RecallReason.RECALL_REASON_WRONG_PERSON, now);
    for (int person : persons) {
      ReviewId review = new ReviewId(raised.record(), person);
      decisions.add(
          entry, key, review, child, DecisionTable.UNDONE, caller.principal(), now, reason);
    }
    if (raised.urgency() == Urgency.IMMEDIATE || raised.urgency() == Urgency.SAME_DAY) {
      unowned.unowned(
          entry,
          new AlertTables.UnownedItem(
              ids.next(),
              UnownedReason.UNOWNED_REASON_IN_REVIEW,
              raised.urgency(),
              raised.service(),
              now,
              due.acknowledgeBy(raised.urgency(), now).orElse(now)));
    }
    audit.add(
        entry,
        key,
        audit
            .event(EventType.COMBINATION, REVERSE, "undone", now)
            .from(caller.agency().value())
            .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
            .data("yjx.alerts.v1.Alert", List.of("recall"), recalled.alerts().size())
            .policy("DECIDED_BY_A_PERSON")
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.SUBJECTS, List.of(child.toString()))
            .personal(
                PersonalMember.RECORDS, recalled.alerts().stream().map(UUID::toString).toList())
            .personal(PersonalMember.JUSTIFICATION, reason));
    audit.answer(entry, key, request, new byte[0]);
    return new Decision.Write(entry.build());
  }
}
