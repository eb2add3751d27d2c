package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.safeguarding.v1.WithdrawNoticeRequest;
import uk.yjx.server.alerts.Recalls;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.intake.Plan;
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
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Withdraws notices, whether they have come or not. Everything said upon one is recalled, with what
 * has been said of the same episode since, and what is left standing is said again, in one entry.
 */
@Singleton
final class Withdrawals {
  static final Failure WITHDRAWN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "NOTICE_WITHDRAWN", "the notice was withdrawn before");

  static final Failure EPISODE_CHANGED =
      Failure.field(
          "EPISODE_CHANGED",
          "notice.episode_reference",
          "a correction is about the same plan, placement or the like; withdraw the notice and"
              + " submit the other by itself");

  private static final String OPERATION = "yjx.safeguarding.v1.SafeguardingService/WithdrawNotice";

  private final Intake intake;
  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Recalls recalls;
  private final NoticeStore store;
  private final NoticeTables tables;
  private final Clocks clocks;
  private final Vault vault;
  private final InstantSource clock;

  Withdrawals(
      Intake intake,
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Recalls recalls,
      NoticeStore store,
      NoticeTables tables,
      Clocks clocks,
      Vault vault,
      InstantSource clock) {
    this.intake = intake;
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.recalls = recalls;
    this.store = store;
    this.tables = tables;
    this.clocks = clocks;
    this.vault = vault;
    this.clock = clock;
  }

  /** What is to be withdrawn, why, and by which call. */
  record Asked(AgencyId from, String noticeRequestId, RecallReason reason, String operation) {}

  /** Withdraws a notice; completes when that is durable. */
  CompletableFuture<Committed> withdraw(Caller caller, WithdrawNoticeRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    Asked asked =
        new Asked(caller.agency(), request.getNoticeRequestId(), request.getReason(), OPERATION);
    return firstAnswers.appendOrFind(key, () -> decide(caller, asked, key));
  }

  /** The notice, if it has come; refused when it was withdrawn before. */
  Optional<NoticeStore.Found> find(Asked asked) {
    if (store.isWithdrawn(asked.from(), asked.noticeRequestId())) {
      throw WITHDRAWN.refused();
    }
    return store.find(asked.from(), asked.noticeRequestId());
  }

  /** Refuses a correction of a notice by one about something else. */
  void requireSameEpisode(NoticeStore.Found old, @Nullable UUID episode) {
    UUID was = old.episode();
    if (was == null ? episode != null : !was.equals(episode)) {
      throw EPISODE_CHANGED.refused();
    }
  }

  /** Adds to an entry that a notice is withdrawn, and recalls what rests upon it. */
  void record(
      Entry.Builder entry,
      RecordKey key,
      Caller caller,
      Asked asked,
      Optional<NoticeStore.Found> found,
      Instant at,
      long asOf) {
    long arrival = FactKey.notice(asked.from(), asked.noticeRequestId());
    entry.depends(arrival, asOf).touches(arrival);
    tables.withdraw(entry, asked.from(), asked.noticeRequestId(), asked.reason(), at);
    Set<UUID> alerts = new HashSet<>();
    Set<String> children = new HashSet<>();
    if (found.isPresent()) {
      NoticeStore.Found notice = found.get();
      recall(entry, Set.of(notice.position()), asked.reason(), at, alerts, children);
      UUID episode = notice.episode();
      if (episode != null) {
        Set<Long> since = store.saidSince(episode, notice.position());
        recall(entry, since, RecallReason.RECALL_REASON_SUPERSEDED, at, alerts, children);
      }
      tables.empty(entry, notice.position(), asked.reason(), at);
    }
    audit.add(
        entry,
        key,
        audit
            .event(
                EventType.ALTERATION, asked.operation(), "withdrawn." + asked.reason().name(), at)
            .from(caller.agency().value())
            .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
            .data(ChildSubmission.SCHEMA, List.of("recall"), alerts.size())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.TARGET_ID, asked.noticeRequestId())
            .personal(PersonalMember.RECORDS, alerts.stream().map(UUID::toString).sorted().toList())
            .personal(PersonalMember.SUBJECTS, children.stream().sorted().toList()));
  }

  private void recall(
      Entry.Builder entry,
      Set<Long> records,
      RecallReason reason,
      Instant at,
      Set<UUID> alerts,
      Set<String> children) {
    if (!records.isEmpty()) {
      Recalls.Recalled recalled = recalls.recall(entry, records, reason, at);
      alerts.addAll(recalled.alerts());
      recalled.children().forEach(child -> children.add(child.value().toString()));
    }
  }

  private Decision decide(Caller caller, Asked asked, RequestKey request) {
    long stamp = journal.stamp();
    return switch (directory.again(caller)) {
      case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> write(stamp, caller, asked, request);
    };
  }

  private Decision write(long stamp, Caller caller, Asked asked, RequestKey request) {
    Instant at = clock.instant();
    Optional<NoticeStore.Found> found = find(asked);
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    RecordKey key = audit.newKey(entry);
    record(entry, key, caller, asked, found, at, stamp);
    found.ifPresent(notice -> restate(entry, key, asked, notice, at, stamp));
    audit.answer(entry, key, request, new byte[0]);
    return new Decision.Write(entry.build());
  }

  /** Says again what stands without the notice, and sets the clock by it. */
  void restate(
      Entry.Builder entry,
      RecordKey key,
      Asked asked,
      NoticeStore.Found gone,
      Instant at,
      long asOf) {
    UUID episode = gone.episode();
    if (episode == null) {
      return;
    }
    entry.depends(FactKey.episode(episode), asOf).touches(FactKey.episode(episode));
    Consequence consequence = Consequence.withdrawn(store.standing(episode), gone.id());
    InterviewClock.Move move =
        InterviewClock.move(consequence.after(), clocks.find(InterviewClock.key(episode)));
    if (clocks.find(InterviewClock.key(episode)).isPresent()) {
      InterviewClock.apply(entry, clocks, episode, asked.from(), move, at, asOf);
    }
    Consequence.Says says = consequence.says();
    if (says == null) {
      return;
    }
    Optional<NoticeStore.Kept> kept = store.content(says.by());
    if (kept.isPresent()) {
      ReadNotice read =
          ReadNotice.read(
              kept.get().notice(), kept.get().from(), at, vault::fingerprint, new Violations());
      Restated again =
          new Restated(
              read,
              kept.get().from(),
              kept.get().position(),
              read.subject(Optional.of(consequence)),
              kept.get().decided(),
              Restated.Occasion.within(asked.operation()));
      Plan plan = intake.plan(again);
      intake.raise(entry, key, again, plan, at);
      tables.linksOf(entry, plan, kept.get().position());
    } else {
      // Receipts count leaves: they count the same whether the child is known or not.
      audit.add(
          entry,
          key,
          audit
              .event(EventType.COMBINATION, asked.operation(), "no-link", at)
              .from(asked.from().value())
              .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
              .data(ChildSubmission.SCHEMA, List.of("recall"), 1)
              .policy("NONE"));
    }
  }
}
