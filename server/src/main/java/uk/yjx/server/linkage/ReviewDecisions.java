package uk.yjx.server.linkage;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import uk.yjx.linkage.v1.DecideReviewRequest;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.server.alerts.ReviewedAlerts;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.intake.Submission;
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
import uk.yjx.server.storage.RecordKey;

/** Takes what a desk decides about candidates to its commit. */
@Singleton
final class ReviewDecisions {
  private static final Failure CANDIDATE_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "CANDIDATE_NOT_FOUND",
          "the review has no such candidate at a desk of yours");

  private static final String DECIDE = "yjx.linkage.v1.LinkageService/DecideReview";

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final Intake intake;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final ReviewDesk desk;
  private final DecisionTable decisions;
  private final ReviewedAlerts alerts;
  private final InstantSource clock;

  ReviewDecisions(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      Intake intake,
      AuditTrail audit,
      DirectoryFacts directory,
      ReviewDesk desk,
      DecisionTable decisions,
      ReviewedAlerts alerts,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.intake = intake;
    this.audit = audit;
    this.directory = directory;
    this.desk = desk;
    this.decisions = decisions;
    this.alerts = alerts;
    this.clock = clock;
  }

  /** Decides about one candidate; completes when that is durable. */
  CompletableFuture<Committed> decide(Caller caller, DecideReviewRequest request) {
    RequestKey key = key(caller, request.getRequestId(), request);
    ChildId child = new ChildId(UUID.fromString(request.getChildId()));
    if (request.getVerdict() == ReviewVerdict.REVIEW_VERDICT_SAME) {
      return intake.acceptOrFind(key, () -> same(caller, request, key, child));
    }
    return firstAnswers.appendOrFind(
        key,
        () -> {
          Entry.Builder entry = begin(caller);
          Doubt now = waiting(caller, request, child);
          return barred(caller).orElseGet(() -> write(entry, caller, key, now, child, request));
        });
  }

  private Submission same(
      Caller caller, DecideReviewRequest request, RequestKey key, ChildId child) {
    Doubt doubt = waiting(caller, request, child);
    return doubt
        .source()
        .same(
            doubt,
            child,
            DECIDE,
            caller,
            key,
            (entry, sealedUnder) -> {
              // Somebody may have decided since; then the sending agency's record is settled.
              Doubt now = waiting(caller, request, child);
              add(entry, sealedUnder, now, child, DecisionTable.SAME, caller, request);
              settle(entry, now);
            });
  }

  private Decision write(
      Entry.Builder entry,
      Caller caller,
      RequestKey request,
      Doubt doubt,
      ChildId child,
      DecideReviewRequest asked) {
    boolean different = asked.getVerdict() == ReviewVerdict.REVIEW_VERDICT_DIFFERENT;
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.COMBINATION, DECIDE, different ? "different" : "cannot-tell", now())
            .from(caller.agency().value())
            .purpose(doubt.handling().getPurpose().name())
            .data(doubt.source().schema(), List.of(doubt.category().name()), 1)
            .policy("DECIDED_BY_A_PERSON")
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.SUBJECTS, List.of(child.toString()))
            .personal(PersonalMember.JUSTIFICATION, asked.getReason()));
    int verdict = different ? DecisionTable.DIFFERENT : DecisionTable.CANNOT_TELL;
    add(entry, key, doubt, child, verdict, caller, asked);
    if (different) {
      doubt.source().ruleOut(entry, doubt, child);
      if (Set.of(child).containsAll(doubt.candidates())) {
        settle(entry, doubt);
      }
    }
    audit.answer(entry, key, request, new byte[0]);
    return new Decision.Write(entry.build());
  }

  /** The person as it waits now, with the child still a candidate at the caller's desk. */
  private Doubt waiting(Caller caller, DecideReviewRequest request, ChildId child) {
    Doubt doubt = desk.find(caller, request.getReviewId()).orElseThrow(Doubt.NOT_FOUND::refused);
    requireCandidate(caller, doubt, child);
    return doubt;
  }

  private void requireCandidate(Caller caller, Doubt doubt, ChildId child) {
    Set<ChildId> shown =
        desk.shown(caller, doubt).stream().map(it -> it.child().id()).collect(Collectors.toSet());
    if (!shown.contains(child)) {
      throw CANDIDATE_NOT_FOUND.refused();
    }
  }

  private void add(
      Entry.Builder entry,
      RecordKey key,
      Doubt doubt,
      ChildId child,
      int verdict,
      Caller caller,
      DecideReviewRequest request) {
    decisions.add(
        entry,
        key,
        ReviewId.of(doubt),
        child,
        verdict,
        caller.principal(),
        now(),
        request.getReason());
  }

  private void settle(Entry.Builder entry, Doubt doubt) {
    if (!doubt.source().othersWait(doubt)) {
      alerts.settled(entry, doubt.record());
    }
  }

  /** Before anything is read: what is read after the stamp is as new as it, or newer. */
  private Entry.Builder begin(Caller caller) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp()).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    return entry;
  }

  private Optional<Decision> barred(Caller caller) {
    return directory.again(caller) instanceof Verdict.Refused
        ? Optional.of(new Decision.Abandon(Sessions.ACCESS_ENDED))
        : Optional.empty();
  }

  private RequestKey key(Caller caller, String requestId, Message request) {
    return requests.key(caller.agency(), requestId, request);
  }

  private Instant now() {
    return clock.instant();
  }
}
