package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import uk.yjx.linkage.v1.Candidate;
import uk.yjx.linkage.v1.Comparison;
import uk.yjx.linkage.v1.GetReviewResponse;
import uk.yjx.linkage.v1.ScoreStep;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.matching.Matcher;
import uk.yjx.server.matching.Waterfall;
import uk.yjx.server.storage.RecordKey;

/** Shows a doubtful match to a desk, once the log says so. */
@Singleton
final class ReviewShowing {
  private static final String OPERATION = "yjx.linkage.v1.LinkageService/GetReview";

  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final ReviewDesk desk;
  private final Matcher matcher;
  private final InstantSource clock;

  ReviewShowing(
      Journal journal,
      AuditTrail audit,
      DirectoryFacts directory,
      ReviewDesk desk,
      Matcher matcher,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
    this.desk = desk;
    this.matcher = matcher;
    this.clock = clock;
  }

  /** Both sides of one review; completes after the commit. */
  CompletableFuture<Disclosed<GetReviewResponse>> show(Caller caller, String id) {
    Doubt doubt = desk.find(caller, id).orElseThrow(Doubt.NOT_FOUND::refused);
    List<ReviewDesk.Shown> shown = desk.shown(caller, doubt);
    GetReviewResponse.Builder answer =
        GetReviewResponse.newBuilder().setReview(ReviewDesk.review(doubt, shown.size()));
    for (ReviewDesk.Shown one : shown) {
      answer.addCandidates(candidate(doubt, one));
    }
    return journal
        .append(() -> propose(caller, doubt, shown))
        .thenApply(committed -> Disclosed.by(committed, answer.build()));
  }

  private Candidate candidate(Doubt doubt, ReviewDesk.Shown one) {
    ChildCase child = one.child();
    Waterfall score = matcher.now().explain(doubt.subject().evidence(), child.person());
    Candidate.Builder shown =
        Candidate.newBuilder()
            .setChildId(child.id().toString())
            .setService(child.service().value())
            .setServiceChildId(child.number())
            .setElsewhere(one.elsewhere())
            .addAllComparisons(comparisons(doubt, one))
            .setScore(score.score());
    for (Waterfall.Step step : score.steps()) {
      shown.addSteps(
          ScoreStep.newBuilder()
              .setWhat(step.what())
              .setLevel(step.level())
              .setHundredths(step.hundredths()));
    }
    return shown.build();
  }

  /** Of what comes from elsewhere: whether it agrees, and not what it is. */
  private static List<Comparison> comparisons(Doubt doubt, ReviewDesk.Shown one) {
    List<Comparison> all = SideBySide.of(doubt.subject().person(), one.child().person());
    return one.elsewhere()
        ? all.stream().map(it -> it.toBuilder().clearInNotice().build()).toList()
        : all;
  }

  private Proposal.Decision propose(Caller caller, Doubt doubt, List<ReviewDesk.Shown> shown) {
    long stamp = journal.stamp();
    if (directory.again(caller) instanceof Verdict.Refused) {
      return new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
    }
    if (!desk.shown(caller, doubt).equals(shown)) {
      return new Proposal.Decision.Abandon(Doubt.NOT_FOUND);
    }
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    entry.depends(FactKey.agreements(doubt.from())).depends(FactKey.record(doubt.record()));
    RecordKey key = audit.newKey(entry);
    for (ReviewDesk.Shown one : shown) {
      entry.depends(FactKey.child(one.child().id()));
      Decision.Permit permit = one.permit();
      audit.add(
          entry,
          key,
          audit
              .event(EventType.DISCLOSURE, OPERATION, "shown-for-review", clock.instant())
              .from(doubt.from().value())
              .to(one.child().service().value())
              .purpose(doubt.handling().getPurpose().name())
              .basis(
                  new SharingBasis(permit.gateway().name(), permit.agreementId(), permit.version()))
              .data("yjx.linkage.v1.GetReviewResponse", List.of(doubt.category().name()), 1)
              .personal(PersonalMember.RECIPIENT_ID, caller.principal().toString())
              .personal(PersonalMember.SUBJECTS, List.of(one.child().id().toString())));
    }
    return new Proposal.Decision.Write(entry.build());
  }
}
