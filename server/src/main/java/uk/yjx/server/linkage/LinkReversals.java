package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
import uk.yjx.server.alerts.ReviewLadders;
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
import uk.yjx.server.intake.DoubtSource;
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
import uk.yjx.server.matching.ContestedDetails;
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
  private final ReviewLadders ladders;
  private final ContestedDetails contested;
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
      ReviewLadders ladders,
      ContestedDetails contested,
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
    this.ladders = ladders;
    this.contested = contested;
    this.due = due;
    this.ids = ids;
    this.clock = clock;
  }

  /** Undoes a link; completes when that is durable. */
  CompletableFuture<Committed> reverse(Caller caller, ReverseLinkRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key,
        () ->
            directory.again(caller) instanceof Verdict.Refused
                ? new Decision.Abandon(Sessions.ACCESS_ENDED)
                : undo(caller, key, request));
  }

  private Decision undo(Caller caller, RequestKey request, ReverseLinkRequest asked) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp()).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    Raised raised =
        alerts
            .find(UUID.fromString(asked.getAlertId()))
            .filter(it -> mayUndo(caller, it))
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
    List<DoubtSource.Undone> undone = doubts.unlink(entry, raised.record(), child);
    if (undone.isEmpty()) {
      throw NOT_LINKED.refused();
    }
    boolean disputed = asked.getFalseDetails();
    Set<ChildId> children = new LinkedHashSet<>();
    for (DoubtSource.Undone one : undone) {
      children.add(one.child());
      decisions.add(
          entry,
          key,
          new ReviewId(raised.record(), one.subject().ordinal()),
          one.child(),
          disputed ? DecisionTable.IDENTITY_DISPUTED : DecisionTable.UNDONE,
          caller.principal(),
          now,
          asked.getReason());
      if (disputed) {
        contested.contest(entry, one.child(), one.subject().evidence());
      }
    }
    List<UUID> recalled = new ArrayList<>();
    for (ChildId one : children) {
      recalled.addAll(
          recalls.recallOf(entry, one, raised.record(), reason(disputed), now).alerts());
    }
    waitAgain(entry, raised, now);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.COMBINATION, REVERSE, disputed ? "identity-disputed" : "undone", now)
            .from(caller.agency().value())
            .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
            .data("yjx.alerts.v1.Alert", List.of("recall"), recalled.size())
            .policy("DECIDED_BY_A_PERSON")
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.SUBJECTS, children.stream().map(ChildId::toString).toList())
            .personal(PersonalMember.RECORDS, recalled.stream().map(UUID::toString).toList())
            .personal(PersonalMember.JUSTIFICATION, asked.getReason()));
    audit.answer(entry, key, request, new byte[0]);
    return new Decision.Write(entry.build());
  }

  /** At a desk of the child's service, or the child's own worker; nobody kept apart from it. */
  private boolean mayUndo(Caller caller, Raised raised) {
    ChildId child = raised.child();
    Instant now = clock.instant();
    if (child != null && caseload.now().keptFrom(caller.principal(), now).contains(child)) {
      return false;
    }
    return Seats.of(caller).services().contains(raised.service())
        || child != null
            && caseload.now().holders(child, now).workers().contains(caller.principal());
  }

  private static RecallReason reason(boolean disputed) {
    return disputed
        ? RecallReason.RECALL_REASON_IDENTITY_DISPUTED
        : RecallReason.RECALL_REASON_WRONG_PERSON;
  }

  /** Who was urgent is nobody's again: the item goes to the desk and climbs. */
  private void waitAgain(Entry.Builder entry, Raised raised, Instant now) {
    if (raised.urgency() != Urgency.IMMEDIATE && raised.urgency() != Urgency.SAME_DAY) {
      return;
    }
    AlertTables.UnownedItem item =
        new AlertTables.UnownedItem(
            ids.next(),
            UnownedReason.UNOWNED_REASON_IN_REVIEW,
            raised.urgency(),
            raised.service(),
            now,
            due.acknowledgeBy(raised.urgency(), now).orElse(now),
            raised.record());
    unowned.unowned(entry, item);
    ladders.begin(entry, item);
  }
}
