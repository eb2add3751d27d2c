package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.oversight.v1.CasePart;
import uk.yjx.oversight.v1.ChallengeReviewRequest;
import uk.yjx.oversight.v1.CloseReviewDueRequest;
import uk.yjx.oversight.v1.ContributeRequest;
import uk.yjx.oversight.v1.Contribution;
import uk.yjx.oversight.v1.ReviewEntry;
import uk.yjx.oversight.v1.ReviewEntryKind;
import uk.yjx.oversight.v1.ReviewOutcome;
import uk.yjx.oversight.v1.RiskSign;
import uk.yjx.server.alerts.CaseAlerts;
import uk.yjx.server.alerts.CaseAlerts.Outline;
import uk.yjx.server.alerts.CaseDealing;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.kernel.Failure;

/** Contributing to a review, closing it, and challenging its closing. */
@Singleton
final class ReviewActs {
  private static final Failure NOT_ASKED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NOT_ASKED",
          "nothing is asked of this role, or it has been given");

  private static final Failure NEW_SINCE_SEEN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NEW_SINCE_SEEN",
          "something significant has come since the review was read; look again");

  private static final Failure OUTCOME_NEEDED =
      Failure.field("OUTCOME_NEEDED", "outcome", "a review is done, or not needed");

  private static final Failure STILL_OPEN =
      Failure.of(Failure.Code.FAILED_PRECONDITION, "REVIEW_OPEN", "the review is still open");

  private static final Failure OWN_CLOSING =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "OWN_CLOSING", "nobody challenges what they closed");

  private static final Failure NOT_CHALLENGEABLE =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NOT_CHALLENGEABLE",
          "everything that led to the review was withdrawn");

  /** Parts whose change is a change of plan. */
  private static final Set<CasePart> PLANS =
      Set.of(
          CasePart.CASE_PART_SAFETY_PLAN,
          CasePart.CASE_PART_RISK_TO_OTHERS_PLAN,
          CasePart.CASE_PART_INTERVENTION_PLAN,
          CasePart.CASE_PART_RELEASE_PLAN,
          CasePart.CASE_PART_CONTINGENCY_PLAN,
          CasePart.CASE_PART_SHARING_PLAN);

  private final ReviewDesk desk;
  private final ReviewStore store;
  private final ReviewTables tables;
  private final ReviewClocks clocks;
  private final ReviewAccess access;
  private final SignificanceStore significance;
  private final CaseAlerts alerts;
  private final CaseDealing dealing;
  private final Copies copies;
  private final PageTokens tokens;

  ReviewActs(
      ReviewDesk desk,
      ReviewStore store,
      ReviewTables tables,
      ReviewClocks clocks,
      ReviewAccess access,
      SignificanceStore significance,
      CaseAlerts alerts,
      CaseDealing dealing,
      Copies copies,
      PageTokens tokens) {
    this.desk = desk;
    this.store = store;
    this.tables = tables;
    this.clocks = clocks;
    this.access = access;
    this.significance = significance;
    this.alerts = alerts;
    this.dealing = dealing;
    this.copies = copies;
    this.tokens = tokens;
  }

  /** Keeps what a specialist knows. */
  CompletableFuture<Committed> contribute(Caller caller, ContributeRequest request) {
    return desk.act(
        caller,
        new ReviewDesk.Doing("Contribute", request.getRequestId(), request, request.getReviewId()),
        it -> {
          ReviewRow review = it.review();
          if (!it.caller().holds(request.getRole(), review.service())) {
            throw ReviewAccess.NOT_FOUND.refused();
          }
          if (!review.open()) {
            throw ReviewDesk.CLOSED.refused();
          }
          List<Contribution> missing = missing(it);
          if (missing.stream().noneMatch(one -> one.getRole() == request.getRole())) {
            throw NOT_ASKED.refused();
          }
          tables.give(
              it.entry(),
              it.key(),
              review,
              Contribution.newBuilder()
                  .setRole(request.getRole())
                  .setText(request.getText())
                  .setNothingToAdd(request.getNothingToAdd())
                  .build(),
              it.caller().principal(),
              it.now());
          if (missing.size() == 1) {
            clocks.stopAsking(it.entry(), review.id());
          }
          add(it, line(it, ReviewEntryKind.REVIEW_ENTRY_KIND_CONTRIBUTED), 0);
          return new ReviewDesk.Done("contributed." + request.getRole().name(), "");
        });
  }

  /** Closes a review as done or not needed. */
  CompletableFuture<Committed> close(Caller caller, CloseReviewDueRequest request) {
    if (request.getOutcomeCase() == CloseReviewDueRequest.OutcomeCase.OUTCOME_NOT_SET) {
      throw OUTCOME_NEEDED.refused();
    }
    long seen =
        Long.parseLong(
            tokens.read(ReviewReading.seenScope(caller, request.getReviewId()), request.getSeen()));
    return desk.act(
        caller,
        new ReviewDesk.Doing(
            "CloseReviewDue", request.getRequestId(), request, request.getReviewId()),
        it -> {
          ReviewRow review = it.review();
          requireCase(it);
          if (!review.open()) {
            throw ReviewDesk.CLOSED.refused();
          }
          List<Outline> triggers = triggers(review);
          if (triggers.stream().anyMatch(trigger -> trigger.position() > seen)) {
            throw NEW_SINCE_SEEN.refused();
          }
          boolean done = request.hasDone();
          boolean copy = done && copies.isCopy(review, request.getDone());
          ReviewOutcome outcome =
              done
                  ? ReviewOutcome.REVIEW_OUTCOME_CHANGED
                  : ReviewOutcome.REVIEW_OUTCOME_NO_REVIEW_NEEDED;
          Set<RiskSign> signs =
              RiskSigns.of(
                  outcome,
                  copy,
                  review.isOverdue(it.now()),
                  review.challenges(),
                  triggers,
                  contributions(it));
          tables.change(
              it.entry(),
              review.child(),
              new ReviewTables.Change(
                  review.id(),
                  null,
                  outcome,
                  it.caller().principal(),
                  it.now(),
                  copy,
                  null,
                  false));
          clocks.stop(it.entry(), review.id(), "reviewed");
          dealing.outcome(
              it.entry(),
              it.key(),
              triggers.stream().map(Outline::id).toList(),
              alertOutcome(request),
              request.getNoReviewNeeded(),
              it.caller(),
              it.now());
          add(
              it,
              line(it, ReviewEntryKind.REVIEW_ENTRY_KIND_CLOSED)
                  .setReason(request.getNoReviewNeeded())
                  .addAllChanges(request.getDone().getChangesList())
                  .setDocumentSha256(request.getDone().getDocumentSha256())
                  .setUnchangedCopy(copy),
              RiskSigns.bits(signs));
          return new ReviewDesk.Done(
              outcome.name() + (copy ? ".unchanged-copy" : ""), request.getNoReviewNeeded());
        });
  }

  /** Opens a closed review again, or widens the one that is open by now. */
  CompletableFuture<Committed> challenge(Caller caller, ChallengeReviewRequest request) {
    return desk.act(
        caller,
        new ReviewDesk.Doing(
            "ChallengeReview", request.getRequestId(), request, request.getReviewId()),
        it -> {
          ReviewRow review = it.review();
          if (!access.manages(it.caller(), review, it.now())) {
            throw ReviewAccess.NOT_FOUND.refused();
          }
          if (review.open()) {
            throw STILL_OPEN.refused();
          }
          if (review.closedBy() == null) {
            throw NOT_CHALLENGEABLE.refused();
          }
          if (it.caller().principal().equals(review.closedBy())) {
            throw OWN_CLOSING.refused();
          }
          ReviewRow open =
              store.of(List.of(review.child())).getOrDefault(review.child(), List.of()).stream()
                  .filter(ReviewRow::open)
                  .findFirst()
                  .orElse(null);
          ReviewEntry.Builder line =
              line(it, ReviewEntryKind.REVIEW_ENTRY_KIND_CHALLENGED).setReason(request.getReason());
          add(it, line, 0);
          if (open == null) {
            reopen(it, review);
          } else {
            widen(it, open, review);
            tables.add(
                it.entry(), it.key(), open.id(), line.setNumber(open.entries() + 1).build(), 0);
          }
          List<Outline> about = triggers(review);
          if (!about.isEmpty()) {
            dealing.tellWorkers(it.entry(), about.getLast().id(), it.now());
          }
          return new ReviewDesk.Done(open == null ? "reopened" : "folded", request.getReason());
        });
  }

  private void reopen(ReviewDesk.Open it, ReviewRow review) {
    tables.change(
        it.entry(),
        review.child(),
        new ReviewTables.Change(
            review.id(),
            null,
            null,
            null,
            it.now(),
            false,
            clocks.by(it.entry(), review.service(), ClockKind.CLOCK_KIND_REVIEW_DUE, it.now()),
            true));
    clocks.restart(it.entry(), ReviewClocks.due(review.id()), review.service(), it.now());
  }

  private void widen(ReviewDesk.Open it, ReviewRow open, ReviewRow challenged) {
    tables.change(
        it.entry(),
        open.child(),
        new ReviewTables.Change(
            open.id(),
            Math.min(open.since(), challenged.since()),
            null,
            null,
            it.now(),
            false,
            null,
            true));
  }

  private List<Outline> triggers(ReviewRow review) {
    return Folding.triggers(
        alerts.of(List.of(review.child()), review.since()), review.since(), significance.now());
  }

  private List<Contribution> contributions(ReviewDesk.Open it) {
    return store
        .contributions(List.of(it.review().id()), it.now())
        .getOrDefault(it.review().id(), List.of());
  }

  private List<Contribution> missing(ReviewDesk.Open it) {
    List<Contribution> missing = new ArrayList<>(contributions(it));
    missing.removeIf(Contribution::hasAt);
    return missing;
  }

  private static void requireCase(ReviewDesk.Open it) {
    if (it.part() != ReviewAccess.Part.CASE) {
      throw ReviewAccess.NOT_FOUND.refused();
    }
  }

  private static AlertOutcome alertOutcome(CloseReviewDueRequest request) {
    if (!request.hasDone()) {
      return AlertOutcome.ALERT_OUTCOME_NO_REVIEW_NEEDED;
    }
    return request.getDone().getChangesList().stream()
            .anyMatch(change -> PLANS.contains(change.getPart()))
        ? AlertOutcome.ALERT_OUTCOME_PLAN_CHANGED
        : AlertOutcome.ALERT_OUTCOME_REVIEW_COMPLETED;
  }

  private static ReviewEntry.Builder line(ReviewDesk.Open it, ReviewEntryKind kind) {
    return ReviewWords.line(
        it.review().entries() + 1, kind, it.caller().principal().toString(), it.now());
  }

  private void add(ReviewDesk.Open it, ReviewEntry.Builder line, int signs) {
    tables.add(it.entry(), it.key(), it.review().id(), line.build(), signs);
  }
}
