package uk.yjx.server.intake;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.AlertLadders;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.ReviewLadders;
import uk.yjx.server.alerts.SeparationFound;
import uk.yjx.server.alerts.SeparationTables;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.Relationships;
import uk.yjx.server.clocks.DueTimes;
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
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.matching.Matcher;
import uk.yjx.server.storage.RecordKey;

/**
 * The path of every submission, from top to bottom: facts in memory, a pure plan, one journal
 * entry. The journal answers a request id it knows with the first answer, asks for the plan again
 * when facts have moved, and wakes the readers after the commit.
 */
@Singleton
public final class Intake {
  private final SubmissionGate gate;
  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Agreements agreements;
  private final Caseload caseload;
  private final Relationships relationships;
  private final Matcher matcher;
  private final DueTimes due;
  private final AlertTables alerts;
  private final AlertLadders ladders;
  private final ReviewLadders reviews;
  private final SeparationTables separations;
  private final Ids ids;
  private final InstantSource clock;

  Intake(
      SubmissionGate gate,
      Journal journal,
      FirstAnswers firstAnswers,
      AuditTrail audit,
      DirectoryFacts directory,
      Agreements agreements,
      Caseload caseload,
      Relationships relationships,
      Matcher matcher,
      DueTimes due,
      AlertTables alerts,
      AlertLadders ladders,
      ReviewLadders reviews,
      SeparationTables separations,
      Ids ids,
      InstantSource clock) {
    this.gate = gate;
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.audit = audit;
    this.directory = directory;
    this.agreements = agreements;
    this.caseload = caseload;
    this.relationships = relationships;
    this.matcher = matcher;
    this.due = due;
    this.alerts = alerts;
    this.ladders = ladders;
    this.reviews = reviews;
    this.separations = separations;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Takes a submission to its commit; completes when it is durable. Fails with OVERLOADED, which
   * passes, before anything is done for one that is not urgent while too many are under way.
   */
  public CompletableFuture<Committed> accept(Submission submission) {
    Caller caller = submission.caller();
    if (caller == null || submission.urgent()) {
      return journal.append(() -> decide(submission));
    }
    return gate.admit(caller.principal(), () -> journal.append(() -> decide(submission)));
  }

  /**
   * The same for a submission of the exchange's own that follows from facts in tables: it is made
   * anew whenever it is decided. What it read it must depend upon as of a stamp taken before.
   */
  public CompletableFuture<Committed> accept(Supplier<? extends Submission> submission) {
    return journal.append(() -> decide(submission.get()));
  }

  /** The same for what may be refused for its own first sending's doing: that answer again. */
  public CompletableFuture<Committed> acceptOrFind(Submission submission) {
    RequestKey request = submission.request();
    return request == null
        ? accept(submission)
        : firstAnswers.appendOrFind(request, () -> decide(submission));
  }

  /**
   * The same for a submission that follows from facts in tables: it is made anew whenever it is
   * decided. What it read it must depend upon as of a stamp taken before.
   */
  public CompletableFuture<Committed> acceptOrFind(
      RequestKey request, Supplier<? extends Submission> submission) {
    return firstAnswers.appendOrFind(request, () -> decide(submission.get()));
  }

  /**
   * What a submission does now, for an entry of another making, such as a deadline's: the room puts
   * it there with {@link #raise}.
   */
  public Plan plan(Submission submission) {
    return Plan.decide(submission, snapshot(), clock.instant(), ids);
  }

  /** Puts what a plan raises into an entry, with the facts it was decided upon. */
  public void raise(
      Entry.Builder entry, RecordKey key, Submission submission, Plan plan, Instant now) {
    depend(entry, submission, plan);
    for (Plan.Finding finding : plan.findings()) {
      audit.add(entry, key, combined(submission, finding, now));
    }
    plan.alerts().forEach(alert -> alerts.raise(entry, key, alert));
    plan.alerts().forEach(alert -> ladders.begin(entry, alert));
    plan.lines().forEach(line -> alerts.append(entry, line));
    plan.unowned()
        .forEach(item -> {
          alerts.unowned(entry, item);
          reviews.begin(entry, item);
        });
    plan.separations()
        .forEach(found -> {
          separations.warn(entry, found);
          audit.add(entry, key, separated(submission, found, now));
        });
  }

  private Proposal.Decision decide(Submission submission) {
    Snapshot facts = snapshot();
    Caller caller = submission.caller();
    if (caller != null && directory.again(caller) instanceof Verdict.Refused) {
      return new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
    }
    Instant now = clock.instant();
    Plan plan = Plan.decide(submission, facts, now, ids);
    return new Proposal.Decision.Write(entry(submission, plan, facts.stamp(), now));
  }

  private Snapshot snapshot() {
    // The stamp is read first: facts read after it are as new or newer.
    long stamp = journal.stamp();
    return new Snapshot(
        stamp,
        directory.current(),
        agreements.now(),
        caseload.now(),
        relationships.now(),
        matcher::match,
        due);
  }

  private Entry entry(Submission submission, Plan plan, long stamp, Instant now) {
    Entry.Builder entry = Entry.decidedAt(stamp);
    if (submission.urgent()) {
      entry.urgent();
    }
    RecordKey key = audit.newKey(entry);
    audit.add(entry, key, collected(submission, now));
    raise(entry, key, submission, plan, now);
    submission.store(entry, key, plan);
    RequestKey request = submission.request();
    if (request != null) {
      audit.answer(entry, key, request, submission.answer(plan));
    }
    return entry.build();
  }

  private static void depend(Entry.Builder entry, Submission submission, Plan plan) {
    Caller caller = submission.caller();
    if (caller != null) {
      for (long key : caller.factKeys()) {
        entry.depends(key);
      }
    }
    entry.depends(FactKey.agreements(submission.from()));
    for (Submission.Subject subject : submission.subjects()) {
      subject.keys().forEach(key -> entry.depends(FactKey.match(key)));
    }
    for (Plan.Finding finding : plan.findings()) {
      if (finding instanceof Plan.Finding.Linked linked) {
        entry.depends(FactKey.child(linked.child())).depends(FactKey.service(linked.service()));
        for (Plan.Finding.Copy copy : linked.copies()) {
          entry.depends(FactKey.child(copy.child())).depends(FactKey.service(copy.service()));
        }
      }
    }
    plan.alerts().forEach(alert -> entry.depends(FactKey.agency(alert.service())));
  }

  private AuditEventBuilder collected(Submission submission, Instant now) {
    AuditEventBuilder event =
        audit
            .event(EventType.COLLECTION, submission.operation(), "accepted", now)
            .from(submission.from().value())
            .purpose(submission.purpose().name())
            .basis(SharingBasis.gateway(submission.gateway().name()))
            .data(
                submission.schema(),
                List.of(submission.category().name()),
                submission.subjects().size());
    Caller caller = submission.caller();
    RequestKey request = submission.request();
    if (caller != null) {
      event.personal(PersonalMember.ACTOR_ID, caller.principal().toString());
    }
    if (request != null) {
      event
          .personal(PersonalMember.REQUEST_ID, request.requestId())
          .personal(
              PersonalMember.REQUEST_DIGEST, java.util.HexFormat.of().formatHex(request.digest()));
    }
    return event;
  }

  /**
   * The event of a match: whose data was put together, and what the agreements said to it. A person
   * nobody knows has one too: receipts count leaves, and must count the same for all.
   */
  private AuditEventBuilder combined(Submission submission, Plan.Finding finding, Instant now) {
    return switch (finding) {
      case Plan.Finding.Unmatched unmatched ->
          combination(submission, "no-link", now).policy("NONE");
      case Plan.Finding.InReview review ->
          combination(submission, "in-review", now)
              .policy(review.rule())
              .personal(
                  PersonalMember.SUBJECTS, review.candidates().stream().map(Intake::text).toList());
      case Plan.Finding.Linked linked -> {
        AuditEventBuilder event =
            switch (linked.decision()) {
              case Decision.Permit permit ->
                  combination(submission, "linked-permitted", now)
                      .to(linked.service().value())
                      .basis(
                          new SharingBasis(
                              permit.gateway().name(), permit.agreementId(), permit.version()));
              case Decision.Withhold withheld ->
                  combination(submission, "linked-withheld." + withheld.reason().name(), now);
            };
        List<String> subjects = new ArrayList<>(List.of(text(linked.child())));
        linked.copies().forEach(copy -> subjects.add(text(copy.child())));
        if (!linked.copies().isEmpty()) {
          // In the same event: how many there are would tell a sender that a child is placed.
          event.personal(
              PersonalMember.RECORDS, linked.copies().stream().map(Intake::text).toList());
        }
        yield event.policy(linked.rule()).personal(PersonalMember.SUBJECTS, subjects);
      }
    };
  }

  private AuditEventBuilder separated(Submission submission, SeparationFound found, Instant now) {
    return combination(submission, found.denied() ? "separated" : "separation-warned", now)
        .personal(
            PersonalMember.TARGET_ID,
            String.join(" ", found.workers().stream().map(PrincipalId::toString).sorted().toList()))
        .personal(PersonalMember.RECORDS, found.alert().toString());
  }

  private AuditEventBuilder combination(Submission submission, String outcome, Instant now) {
    return audit
        .event(EventType.COMBINATION, submission.operation(), outcome, now)
        .from(submission.from().value())
        .purpose(submission.purpose().name())
        .data(submission.schema(), List.of(submission.category().name()), 1);
  }

  /** To whom else, because of which placement, and on what basis or why not. */
  private static String text(Plan.Finding.Copy copy) {
    String decision =
        switch (copy.decision()) {
          case Decision.Permit permit ->
              "permitted " + permit.agreementId() + " v" + permit.version();
          case Decision.Withhold withheld -> "withheld " + withheld.reason().name();
        };
    return copy.placement() + " " + copy.service() + " " + decision;
  }

  private static String text(ChildId child) {
    return child.value().toString();
  }
}
