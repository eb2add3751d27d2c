package uk.yjx.server.safeguarding;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ThreadEntry;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
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
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Takes whatever the two sides say and do in a concern to its commit. */
@Singleton
final class ConcernDesk {
  static final String SERVICE = "yjx.safeguarding.v1.ConcernService/";
  static final String SCHEMA = "yjx.safeguarding.v1.ThreadEntry";
  static final Marking MARKING = Marking.MARKING_OFFICIAL_SENSITIVE;
  static final Regime REGIME = Regime.REGIME_UK_GDPR;

  static final Failure NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "CONCERN_NOT_FOUND", "there is no such concern of yours");

  static final Failure NO_AGREEMENT =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NO_AGREEMENT",
          "no agreement in force lets these agencies speak about a child in both directions");

  static final Failure FAMILY_TEXT_BLOCKED =
      Failure.field(
          "FAMILY_TEXT_BLOCKED",
          "message.family_text",
          "the family must not be contacted about this: there is no text for them");

  private static final Failure ENTRY_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "ENTRY_NOT_FOUND", "there is no such entry of your agency's");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Agreements agreements;
  private final ConcernStore store;
  private final ConcernTables tables;
  private final Parties parties;
  private final ConcernLadder ladder;
  private final ConcernNews news;
  private final AlertTables alerts;
  private final InstantSource clock;

  ConcernDesk(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Agreements agreements,
      ConcernStore store,
      ConcernTables tables,
      Parties parties,
      ConcernLadder ladder,
      ConcernNews news,
      AlertTables alerts,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.agreements = agreements;
    this.store = store;
    this.tables = tables;
    this.parties = parties;
    this.ladder = ladder;
    this.news = news;
    this.alerts = alerts;
    this.clock = clock;
  }

  /**
   * Something that a side says or does.
   *
   * @param method the call
   * @param message what is said; null where nothing is
   * @param corrects the number of the entry it corrects; 0 for none
   */
  record Doing(
      String method,
      String requestId,
      Message request,
      String concernId,
      ThreadEntryKind kind,
      ConcernDecision decision,
      @Nullable ConcernMessage message,
      int corrects) {}

  /** Takes it to its commit. */
  CompletableFuture<Committed> act(Caller caller, Doing doing) {
    RequestKey key = requests.key(caller.agency(), doing.requestId(), doing.request());
    return firstAnswers.appendOrFind(
        key, () -> again(caller, (stamp, who) -> decide(stamp, who, doing, key)));
  }

  /** What is decided, as of a stamp taken before anything was read, for who may still call. */
  interface Deciding {
    Proposal.Decision by(long stamp, Caller caller);
  }

  Proposal.Decision again(Caller caller, Deciding deciding) {
    long stamp = journal.stamp();
    return switch (directory.again(caller)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        try {
          yield deciding.by(stamp, accepted.caller());
        } catch (Failure.Refused refused) {
          yield new Proposal.Decision.Abandon(refused.failure());
        }
      }
    };
  }

  private Proposal.Decision decide(long stamp, Caller caller, Doing doing, RequestKey request) {
    Instant now = clock.instant();
    UUID id = UUID.fromString(doing.concernId());
    ConcernStore.Stored stored = store.find(id).orElseThrow(NOT_FOUND::refused);
    ConcernTables.Head head = stored.head();
    Concern.Side side = parties.side(caller, head, now).orElseThrow(NOT_FOUND::refused);
    Decision.Permit permit =
        permit(head.agency(side), head.agency(side.other()), head.gateway(), now)
            .orElseThrow(NO_AGREEMENT::refused);
    Concern before = stored.concern();
    before
        .refuses(doing.kind(), side)
        .ifPresent(failure -> {
          throw failure.refused();
        });
    refuseFamilyText(head.doNotContactFamily(), doing.message());
    requireOwnEntry(stored, side, doing.corrects());
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    entry.depends(FactKey.agreements(head.agency(side)));
    ConcernNews.depend(entry, head);
    RecordKey key = audit.newKey(entry);
    write(entry, key, caller, doing, stored, side, now);
    audit.add(
        entry,
        key,
        audit
            .event(
                EventType.ALTERATION,
                SERVICE + doing.method(),
                doing.kind().name().substring("THREAD_ENTRY_KIND_".length()),
                now)
            .from(caller.agency().value())
            .to(head.agency(side.other()).value())
            .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
            .basis(
                new SharingBasis(permit.gateway().name(), permit.agreementId(), permit.version()))
            .data(SCHEMA, List.of(DataCategory.DATA_CATEGORY_CONCERN.name()), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, id.toString())
            .personal(PersonalMember.SUBJECTS, List.of(head.child().value().toString())));
    audit.answer(entry, key, request, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }

  private void write(
      Entry.Builder entry,
      RecordKey key,
      Caller caller,
      Doing doing,
      ConcernStore.Stored stored,
      Concern.Side side,
      Instant now) {
    ConcernTables.Head head = stored.head();
    Concern before = stored.concern();
    boolean insufficient = doing.kind() == ThreadEntryKind.THREAD_ENTRY_KIND_INSUFFICIENT;
    List<Post> told = insufficient ? ladder.again(entry, head, before, now) : List.of();
    Concern.Done done =
        new Concern.Done(
            doing.kind(), side, doing.decision(), insufficient ? before.rung() + 1 : 0);
    Concern after = before.after(done);
    tables.add(
        entry,
        key,
        head.id(),
        done,
        entry(stored.next(), doing.kind(), caller, doing.message(), now).toBuilder()
            .setDecision(doing.decision())
            .setCorrects(doing.corrects())
            .addAllTold(told)
            .build());
    ladder.follow(entry, head, before, after);
    if (after.isClosed() && !before.isClosed()) {
      alerts.settle(entry, head.raiserAlert());
      alerts.settle(entry, head.receiverAlert());
    }
    if (doing.kind() == ThreadEntryKind.THREAD_ENTRY_KIND_NOT_SHARED) {
      return; // the other side does not learn of it
    }
    List<Post> others = new ArrayList<>(ladder.told(head, before));
    others.addAll(told);
    news.tell(
        entry,
        head,
        others,
        insufficient ? EntryCause.ENTRY_CAUSE_ESCALATED : EntryCause.ENTRY_CAUSE_CHANGED,
        now);
  }

  /** An entry of a thread. */
  static ThreadEntry entry(
      int number,
      ThreadEntryKind kind,
      Caller caller,
      @Nullable ConcernMessage message,
      Instant now) {
    ThreadEntry.Builder entry =
        ThreadEntry.newBuilder()
            .setNumber(number)
            .setKind(kind)
            .setAgency(caller.agency().value())
            .setAuthor(caller.principal().toString())
            .setAt(Receipts.timestamp(now));
    if (message != null) {
      entry.setMessage(message);
    }
    return entry.build();
  }

  /** Whether one agency may speak of a child to another. */
  Optional<Decision.Permit> permit(AgencyId from, AgencyId to, LegalGateway gateway, Instant now) {
    return agreements.now().decide(sharing(from, to, gateway), null, now)
            instanceof Decision.Permit permit
        ? Optional.of(permit)
        : Optional.empty();
  }

  /** A concern as it is shared: welfare, under the gateway it was raised by. */
  static Sharing sharing(AgencyId from, AgencyId to, LegalGateway gateway) {
    Handling handling =
        Handling.newBuilder()
            .setMarking(MARKING)
            .setRegime(REGIME)
            .setGateway(gateway)
            .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
            .build();
    return new Sharing(from, to, DataCategory.DATA_CATEGORY_CONCERN, handling, false);
  }

  static void refuseFamilyText(boolean doNotContact, @Nullable ConcernMessage message) {
    if (doNotContact && message != null && !message.getFamilyText().isEmpty()) {
      throw FAMILY_TEXT_BLOCKED.refused();
    }
  }

  private static void requireOwnEntry(ConcernStore.Stored stored, Concern.Side side, int number) {
    if (number > 0
        && (number > stored.thread().size() || stored.thread().get(number - 1).by() != side)) {
      throw ENTRY_NOT_FOUND.refused();
    }
  }
}
