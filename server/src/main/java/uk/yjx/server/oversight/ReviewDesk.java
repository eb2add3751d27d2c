package uk.yjx.server.oversight;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.common.v1.Purpose;
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
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Takes what people do to a review to its commit, with its audit event. */
@Singleton
final class ReviewDesk {
  static final String SERVICE = "yjx.oversight.v1.ReviewDueService/";

  static final Failure CLOSED =
      Failure.of(Failure.Code.FAILED_PRECONDITION, "REVIEW_CLOSED", "the review is closed");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final ReviewStore store;
  private final ReviewAccess access;
  private final InstantSource clock;

  ReviewDesk(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      ReviewStore store,
      ReviewAccess access,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.store = store;
    this.access = access;
    this.clock = clock;
  }

  /** Something a person does to a review. */
  record Doing(String method, String requestId, Message request, String review) {}

  /**
   * A review while something is done to it.
   *
   * @param part the caller's part in it, never none
   */
  record Open(
      Entry.Builder entry,
      RecordKey key,
      Caller caller,
      ReviewRow review,
      ReviewAccess.Part part,
      Instant now) {}

  /** Writes what is done, and gives a code and a reason for the log; throws what it refuses. */
  interface Act {
    Done on(Open open);
  }

  /**
   * What the log says of it.
   *
   * @param outcome a short code without personal data
   * @param reason the person's own words; empty for none
   */
  record Done(String outcome, String reason) {}

  /** Takes it to its commit. */
  CompletableFuture<Committed> act(Caller caller, Doing doing, Act act) {
    RequestKey key = requests.key(caller.agency(), doing.requestId(), doing.request());
    return firstAnswers.appendOrFind(
        key,
        () -> {
          long stamp = journal.stamp();
          return switch (directory.again(caller)) {
            case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              try {
                yield decide(stamp, accepted.caller(), doing, key, act);
              } catch (Failure.Refused refused) {
                yield new Proposal.Decision.Abandon(refused.failure());
              }
            }
          };
        });
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, Doing doing, RequestKey request, Act act) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ReviewRow review =
        store.find(UUID.fromString(doing.review())).orElseThrow(ReviewAccess.NOT_FOUND::refused);
    ReviewAccess.Part part = access.part(caller, review.child(), now);
    if (part == ReviewAccess.Part.NONE) {
      throw ReviewAccess.NOT_FOUND.refused();
    }
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    entry
        .depends(FactKey.reviewsOf(review.child()))
        .depends(FactKey.alertsOf(review.child()))
        .depends(FactKey.child(review.child()))
        .depends(FactKey.significance(review.service()));
    RecordKey key = audit.newKey(entry);
    Done done = act.on(new Open(entry, key, caller, review, part, now));
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ALTERATION, SERVICE + doing.method(), done.outcome(), now)
            .from(caller.agency().value())
            .purpose(Purpose.PURPOSE_SUPERVISION.name())
            .data("yjx.oversight.v1.ReviewDue", List.of("review"), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.JUSTIFICATION, done.reason())
            .personal(PersonalMember.RECORDS, review.id().toString())
            .personal(PersonalMember.SUBJECTS, List.of(review.child().value().toString())));
    audit.answer(entry, key, request, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }
}
