package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.safeguarding.v1.AmendNoticeRequest;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.SubmitNoticeRequest;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intelligence.NoticeAnswering;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Takes one notice from its request to its answer, alone or as an item of a stream. */
@Singleton
final class NoticeDesk {
  private final Intake intake;
  private final Journal journal;
  private final Requests requests;
  private final NoticeAnswering answering;
  private final DirectoryFacts directory;
  private final NoticeStore store;
  private final NoticeTables tables;
  private final MatchTables matches;
  private final Withdrawals withdrawals;
  private final Clocks clocks;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  NoticeDesk(
      Intake intake,
      Journal journal,
      Requests requests,
      NoticeAnswering answering,
      DirectoryFacts directory,
      NoticeStore store,
      NoticeTables tables,
      MatchTables matches,
      Withdrawals withdrawals,
      Clocks clocks,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.intake = intake;
    this.journal = journal;
    this.requests = requests;
    this.answering = answering;
    this.directory = directory;
    this.store = store;
    this.tables = tables;
    this.matches = matches;
    this.withdrawals = withdrawals;
    this.clocks = clocks;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** A notice on its way, and what it takes the place of. */
  private record Coming(
      ReadNotice read,
      Caller caller,
      RequestKey request,
      String operation,
      UUID id,
      Withdrawals.@Nullable Asked replaces) {}

  /** Accepts a notice that keeps to the contract's rules; fails with what is wrong otherwise. */
  CompletableFuture<NoticeAnswer> accept(
      Caller caller, SubmitNoticeRequest request, String operation) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return accept(read(request.getNotice(), caller, key, operation, null));
  }

  /** Accepts an item of a stream; never fails: what is refused is answered and recorded. */
  CompletableFuture<NoticeAnswer> acceptItem(
      Caller caller, SubmitNoticeRequest request, String operation) {
    return answering.item(
        caller,
        request.getRequestId(),
        operation,
        request,
        () -> accept(caller, request, operation));
  }

  /** Withdraws a notice and accepts another in its place, both or neither. */
  CompletableFuture<NoticeAnswer> amend(
      Caller caller, AmendNoticeRequest request, String operation) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return accept(
        read(
            request.getNotice(),
            caller,
            key,
            operation,
            new Withdrawals.Asked(
                caller.agency(), request.getNoticeRequestId(), request.getReason(), operation)));
  }

  private Coming read(
      ChildNotice notice,
      Caller caller,
      RequestKey request,
      String operation,
      Withdrawals.@Nullable Asked replaces) {
    Instant now = clock.instant();
    Violations wrong = new Violations();
    NoticeRules.check(notice, now, wrong);
    ReadNotice read = ReadNotice.read(notice, caller.agency(), now, vault::fingerprint, wrong);
    wrong.throwIfAny();
    return new Coming(read, caller, request, operation, ids.next(), replaces);
  }

  private CompletableFuture<NoticeAnswer> accept(Coming coming) {
    return intake
        .acceptOrFind(coming.request(), () -> decide(coming))
        .thenApply(committed -> answering.answer(coming.request().requestId(), committed));
  }

  /** Reads what stands, as of a stamp taken before, and decides what the notice means for it. */
  private ChildSubmission decide(Coming coming) {
    long asOf = journal.stamp();
    boolean withdrawn = store.isWithdrawn(coming.caller().agency(), coming.request().requestId());
    Withdrawals.@Nullable Asked replaces = coming.replaces();
    Optional<NoticeStore.Found> old =
        replaces == null ? Optional.empty() : withdrawals.find(replaces);
    UUID episode = coming.read().episode();
    old.ifPresent(found -> withdrawals.requireSameEpisode(found, episode));
    Optional<Consequence> consequence = Optional.empty();
    if (episode != null && !withdrawn) {
      List<Episode.Told> standing = store.standing(episode);
      UUID replaced = old.map(NoticeStore.Found::id).orElse(null);
      consequence =
          coming
              .read()
              .told(coming.id())
              .map(told -> Consequence.arrived(standing, told, replaced));
    }
    return new ChildSubmission(
        coming.read(),
        coming.caller(),
        coming.request(),
        coming.operation(),
        coming.id(),
        consequence,
        withdrawn,
        !isSocialCare(coming.caller()),
        (entry, key, submission, plan) -> write(entry, key, submission, plan, coming, old, asOf));
  }

  private void write(
      Entry.Builder entry,
      RecordKey key,
      ChildSubmission submission,
      Plan plan,
      Coming coming,
      Optional<NoticeStore.Found> old,
      long asOf) {
    Instant now = clock.instant();
    long arrival = FactKey.notice(coming.caller().agency(), coming.request().requestId());
    entry.depends(arrival, asOf).touches(arrival);
    UUID episode = coming.read().episode();
    if (episode != null) {
      entry.depends(FactKey.episode(episode), asOf).touches(FactKey.episode(episode));
    }
    tables.add(
        entry,
        new NoticeTables.Stored(
            submission.id(),
            submission.from(),
            coming.request().requestId(),
            coming.read().notice().getKindValue(),
            episode,
            coming.read().told(submission.id()).orElse(null),
            NoticeRules.at(coming.read().notice()),
            submission.withdrawn()
                ? null
                : vault.seal(key, coming.read().notice().toByteArray(), NoticeTables.PURPOSE),
            ChildSubmission.deleteAfter(plan, now).orElse(null),
            submission.withdrawn() ? now : null));
    tables.linksOf(entry, plan, null);
    if (plan.linked() == 0 && !submission.withdrawn()) {
      matches.keys(entry, null, coming.read().keys());
    }
    Withdrawals.@Nullable Asked replaces = coming.replaces();
    if (replaces != null) {
      withdrawals.record(entry, key, coming.caller(), replaces, old, now, asOf);
      if (submission.withdrawn()) {
        // Nothing takes the place of what is withdrawn.
        old.ifPresent(found -> withdrawals.restate(entry, key, replaces, found, now, asOf));
      }
    }
    Consequence consequence = submission.consequence().orElse(null);
    if (episode != null
        && consequence != null
        && coming.read().row().span() == KindTable.Span.MISSING) {
      InterviewClock.apply(
          entry,
          clocks,
          episode,
          submission.from(),
          InterviewClock.move(consequence.after(), clocks.find(InterviewClock.key(episode))),
          now,
          asOf);
    }
  }

  private boolean isSocialCare(Caller caller) {
    return directory
        .current()
        .agency(caller.agency())
        .filter(a -> a.kind() == AgencyKind.AGENCY_KIND_CHILDRENS_SOCIAL_CARE)
        .isPresent();
  }
}
