package uk.yjx.server.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.OpenEmergencyAccessRequest;
import uk.yjx.alerts.v1.OpenEmergencyAccessResponse;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
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

/** Opens emergency accesses: at once, for a while, and never without those who answer for it. */
@Singleton
final class EmergencyOpening {
  private static final String OPEN = "yjx.alerts.v1.EmergencyAccessService/OpenEmergencyAccess";

  private static final Failure TOO_MANY =
      Failure.of(
          Failure.Code.RESOURCE_EXHAUSTED,
          "TOO_MANY_EMERGENCY_ACCESSES",
          "a person has at most "
              + EmergencyRules.OPEN_MAX
              + " emergency accesses open (alerts.emergency_open)");

  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final Receipts receipts;
  private final AuditTrail audit;
  private final EmergencyEntries entries;
  private final Caseload caseload;
  private final EmergencyTables tables;
  private final EmergencyReader reader;
  private final EmergencyWatchers watchers;
  private final ClockSettings settings;
  private final Clocks clocks;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  EmergencyOpening(
      FirstAnswers firstAnswers,
      Requests requests,
      Receipts receipts,
      AuditTrail audit,
      EmergencyEntries entries,
      Caseload caseload,
      EmergencyTables tables,
      EmergencyReader reader,
      EmergencyWatchers watchers,
      ClockSettings settings,
      Clocks clocks,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.receipts = receipts;
    this.audit = audit;
    this.entries = entries;
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
            .appendOrFind(
                key, () -> entries.decide(caller, (stamp, it) -> open(stamp, it, request, key)))
            .join();
    try {
      return OpenEmergencyAccessResponse.parseFrom(done.answer()).toBuilder()
          .setReceipt(receipts.of(request.getRequestId(), done))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  private Proposal.Decision open(
      long stamp, Caller caller, OpenEmergencyAccessRequest request, RequestKey asked) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (!EmergencyRules.mayOpen(caller)) {
      return new Proposal.Decision.Abandon(Sessions.ROLE_WITHDRAWN);
    }
    if (reader.openOf(caller.principal(), now) >= EmergencyRules.OPEN_MAX) {
      return new Proposal.Decision.Abandon(TOO_MANY);
    }
    Duration lasts =
        request.getMinutes() == 0
            ? EmergencyRules.LASTS_DEFAULT
            : Duration.ofMinutes(request.getMinutes());
    Entry.Builder entry = EmergencyEntries.entry(stamp, caller);
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
            now.plus(
                lasts.compareTo(EmergencyRules.LASTS_MAX) > 0 ? EmergencyRules.LASTS_MAX : lasts),
            first.at(),
            null,
            EmergencyDecision.EMERGENCY_DECISION_UNSPECIFIED,
            null,
            null);
    RecordKey key = audit.newKey(entry);
    tables.open(entry, new EmergencyTables.Opened(access, sealed(key, request)));
    clocks.start(
        entry,
        NewClock.climbing(EmergencyRules.reviewClock(access.id()), caller.agency(), now, first));
    clocks.start(
        entry,
        NewClock.plain(EmergencyRules.endClock(access.id()), caller.agency(), now, access.until()));
    watchers.opened(entry, access, now);
    entries.record(
        entry,
        key,
        entries
            .event(OPEN, "opened", caller, access, now)
            .personal(PersonalMember.JUSTIFICATION, access.justification()),
        access);
    audit.answer(entry, key, asked, answer(access).toByteArray());
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
