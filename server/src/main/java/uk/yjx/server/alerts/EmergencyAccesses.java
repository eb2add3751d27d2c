package uk.yjx.server.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.OpenEmergencyAccessRequest;
import uk.yjx.alerts.v1.OpenEmergencyAccessResponse;
import uk.yjx.alerts.v1.ReviewEmergencyAccessRequest;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.clocks.NewClock;
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
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Opens emergency accesses and takes decisions upon them to their commit. */
@Singleton
final class EmergencyAccesses {
  /** How long an access lasts when nothing is asked. */
  static final Duration LASTS_DEFAULT = Duration.ofHours(4);

  /** How long an access lasts at most; the schema holds it too. */
  static final Duration LASTS_MAX = Duration.ofHours(24);

  /** Accesses one person may have open at a time. */
  static final int OPEN_MAX = 3;

  static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "EMERGENCY_ACCESS_NOT_FOUND",
          "there is no such emergency access for you");

  private static final String OPEN = "yjx.alerts.v1.EmergencyAccessService/OpenEmergencyAccess";
  private static final String REVIEW = "yjx.alerts.v1.EmergencyAccessService/ReviewEmergencyAccess";
  private static final String REVIEW_PURPOSE = "alerts.emergency-review";

  private static final Failure TOO_MANY =
      Failure.of(
          Failure.Code.RESOURCE_EXHAUSTED,
          "TOO_MANY_EMERGENCY_ACCESSES",
          "a person has at most " + OPEN_MAX + " emergency accesses open (alerts.emergency_open)");

  private static final Failure ENDED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "EMERGENCY_ACCESS_ENDED",
          "the emergency access is over; what is still needed takes another");

  /**
   * Who may open one: those who may be the only one there when a child is in danger. As the
   * contract says of the calls; a default of the exchange, not law.
   */
  private static final Set<Role> MAY_OPEN =
      Set.of(
          Role.ROLE_CASE_MANAGER,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_ON_CALL,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_FRONT_DOOR);

  private static final Failure OWN =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "REVIEWER_IS_READER",
          "nobody reviews an emergency access of their own");

  private static final Failure REVIEWED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "EMERGENCY_ACCESS_REVIEWED",
          "the first decision upon an emergency access stands");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final Receipts receipts;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final EmergencyTables tables;
  private final EmergencyReader reader;
  private final EmergencyWatchers watchers;
  private final ClockSettings settings;
  private final Clocks clocks;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  EmergencyAccesses(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      Receipts receipts,
      AuditTrail audit,
      DirectoryFacts directory,
      Caseload caseload,
      EmergencyTables tables,
      EmergencyReader reader,
      EmergencyWatchers watchers,
      ClockSettings settings,
      Clocks clocks,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.receipts = receipts;
    this.audit = audit;
    this.directory = directory;
    this.caseload = caseload;
    this.tables = tables;
    this.reader = reader;
    this.watchers = watchers;
    this.settings = settings;
    this.clocks = clocks;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** Opens; whatever the child, the answer is the same. */
  OpenEmergencyAccessResponse open(Caller caller, OpenEmergencyAccessRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    Committed done =
        firstAnswers
            .appendOrFind(key, () -> decide(caller, (stamp, it) -> open(stamp, it, request, key)))
            .join();
    try {
      return OpenEmergencyAccessResponse.parseFrom(done.answer()).toBuilder()
          .setReceipt(receipts.of(request.getRequestId(), done))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  /** Records a decision; one that does not hold ends the access and climbs. */
  CompletableFuture<Committed> review(Caller caller, ReviewEmergencyAccessRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key, () -> decide(caller, (stamp, it) -> review(stamp, it, request, key)));
  }

  /** Why an access may not be read under by a caller now; null when it may. */
  static @Nullable Failure refusal(
      @Nullable EmergencyAccessRow access, Caller caller, Instant now) {
    if (access == null || !access.reader().equals(caller.principal())) {
      return NOT_FOUND;
    }
    if (!access.isOpen(now)) {
      return ENDED;
    }
    return MAY_OPEN.stream().anyMatch(caller::holds) ? null : Sessions.ROLE_WITHDRAWN;
  }

  static ClockKey reviewClock(UUID access) {
    return new ClockKey(ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_REVIEW, access);
  }

  static ClockKey endClock(UUID access) {
    return new ClockKey(ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_END, access);
  }

  /** Under which power an emergency access reads, beside the agreement it reads under. */
  static String gateway() {
    return LegalGateway.LEGAL_GATEWAY_VITAL_INTERESTS.name();
  }

  private interface Deciding {
    Proposal.Decision decide(long stamp, Caller caller);
  }

  private Proposal.Decision decide(Caller asking, Deciding deciding) {
    long stamp = journal.stamp();
    return switch (directory.again(asking)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> deciding.decide(stamp, accepted.caller());
    };
  }

  private Proposal.Decision open(
      long stamp, Caller caller, OpenEmergencyAccessRequest request, RequestKey asked) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (MAY_OPEN.stream().noneMatch(caller::holds)) {
      return new Proposal.Decision.Abandon(Sessions.ROLE_WITHDRAWN);
    }
    if (reader.openOf(caller.principal(), now) >= OPEN_MAX) {
      return new Proposal.Decision.Abandon(TOO_MANY);
    }
    Duration lasts =
        request.getMinutes() == 0 ? LASTS_DEFAULT : Duration.ofMinutes(request.getMinutes());
    Entry.Builder entry = entry(stamp, caller);
    entry.depends(FactKey.emergencies(caller.principal()));
    entry.touches(FactKey.emergencies(caller.principal()));
    AgencyId service = service(request.getService());
    entry.depends(FactKey.caseNumber(service, request.getServiceChildId()));
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(caller.agency());
    entry.depends(FactKey.clockRules(caller.agency()));
    Ladder ladder = book.ladder(caller.agency(), ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_REVIEW, now);
    Ladder.Step first = ladder.first(now, calendar).orElseThrow();
    EmergencyAccessRow access =
        new EmergencyAccessRow(
            ids.next(),
            0,
            caller.principal(),
            service,
            request.getServiceChildId(),
            known(entry, caller, service, request.getServiceChildId(), now),
            request.getReason(),
            request.getJustification(),
            now,
            now.plus(lasts.compareTo(LASTS_MAX) > 0 ? LASTS_MAX : lasts),
            first.at(),
            null,
            EmergencyDecision.EMERGENCY_DECISION_UNSPECIFIED,
            null,
            null);
    RecordKey key = audit.newKey(entry);
    tables.open(entry, new EmergencyTables.Opened(access, sealed(key, request)));
    clocks.start(entry, NewClock.climbing(reviewClock(access.id()), caller.agency(), now, first));
    clocks.start(
        entry, NewClock.plain(endClock(access.id()), caller.agency(), now, access.until()));
    watchers.opened(entry, access, now);
    record(entry, key, event(OPEN, "opened", caller, access, now), access);
    audit.answer(entry, key, asked, answer(access).toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  private Proposal.Decision review(
      long stamp, Caller caller, ReviewEmergencyAccessRequest request, RequestKey asked) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID id = UUID.fromString(request.getAccessId());
    EmergencyAccessRow access = reader.find(id);
    if (access == null) {
      return new Proposal.Decision.Abandon(NOT_FOUND);
    }
    if (access.reader().equals(caller.principal())) {
      return new Proposal.Decision.Abandon(OWN);
    }
    if (!watchers.answersFor(caller, access, now)) {
      return new Proposal.Decision.Abandon(NOT_FOUND);
    }
    if (!access.isUnreviewed()) {
      return new Proposal.Decision.Abandon(REVIEWED);
    }
    Entry.Builder entry = entry(stamp, caller).depends(FactKey.alert(id));
    RecordKey key = audit.newKey(entry);
    byte[] reason =
        vault.seal(key, request.getReason().getBytes(StandardCharsets.UTF_8), REVIEW_PURPOSE);
    tables.review(
        entry,
        new EmergencyTables.Reviewed(id, request.getDecision(), caller.principal(), now, reason));
    clocks.stop(entry, reviewClock(id), "reviewed");
    boolean justified = request.getDecision() == EmergencyDecision.EMERGENCY_DECISION_JUSTIFIED;
    if (!justified) {
      tables.close(entry, id, now);
      clocks.stop(entry, endClock(id), "not-justified");
      watchers.abused(entry, access, now);
    }
    record(
        entry,
        key,
        event(REVIEW, justified ? "justified" : "not-justified", caller, access, now)
            .personal(PersonalMember.TARGET_ID, access.reader().toString())
            .personal(PersonalMember.JUSTIFICATION, request.getReason()),
        access);
    audit.answer(entry, key, asked, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }

  /** The child, unless the reader is kept apart from it: then it is as if it were not there. */
  private @Nullable ChildId known(
      Entry.Builder entry, Caller caller, AgencyId service, String number, Instant now) {
    CaseBook book = caseload.now();
    ChildCase child = book.numbered(service, number).orElse(null);
    if (child == null) {
      return null;
    }
    entry.depends(FactKey.child(child.id()));
    boolean barred = book.holders(child, now).barred().contains(caller.principal());
    return barred ? null : child.id();
  }

  private static Entry.Builder entry(long stamp, Caller caller) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    return entry;
  }

  private AuditEventBuilder event(
      String operation, String outcome, Caller caller, EmergencyAccessRow access, Instant now) {
    boolean opens = operation.equals(OPEN);
    AuditEventBuilder event =
        audit
            .event(EventType.CONSULTATION, operation, outcome, now)
            .from(access.service().value())
            .to(access.reader().agency().value())
            .purpose(Purpose.PURPOSE_EMERGENCY.name())
            .basis(SharingBasis.gateway(gateway()))
            .data("yjx.alerts.v1.EmergencyAccess", List.of(access.reason().name()), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString());
    return opens ? event.personal(PersonalMember.JUSTIFICATION, access.justification()) : event;
  }

  /** Nothing but the erasable part of the event says whether there was a child. */
  private void record(
      Entry.Builder entry, RecordKey key, AuditEventBuilder event, EmergencyAccessRow access) {
    ChildId child = access.child();
    event
        .personal(PersonalMember.RECORDS, access.id().toString())
        .personal(
            PersonalMember.SUBJECTS, child == null ? List.of() : List.of(child.value().toString()));
    audit.add(entry, key, event);
  }

  private byte[] sealed(RecordKey key, OpenEmergencyAccessRequest request) {
    OpenEmergencyAccessRequest kept =
        OpenEmergencyAccessRequest.newBuilder()
            .setServiceChildId(request.getServiceChildId())
            .setJustification(request.getJustification())
            .build();
    return vault.seal(key, kept.toByteArray(), EmergencyReader.SEALED_PURPOSE);
  }

  private static OpenEmergencyAccessResponse answer(EmergencyAccessRow access) {
    return OpenEmergencyAccessResponse.newBuilder()
        .setAccessId(access.id().toString())
        .setUntil(Receipts.timestamp(access.until()))
        .setReviewDueAt(Receipts.timestamp(access.reviewDueAt()))
        .build();
  }

  private static AgencyId service(String text) {
    try {
      return new AgencyId(text);
    } catch (IllegalArgumentException e) {
      throw Failure.field("VALIDATION_FAILED", "service", "a service id is 2 to 40 of a-z 0-9 -")
          .refused();
    }
  }
}
