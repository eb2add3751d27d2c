package uk.yjx.server.casepapers;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.MatchKeys;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Takes court events: those of other agencies through the intake, which finds the child and asks
 * the agreements; those of the child's own service, which tells nobody anything, by themselves.
 */
@Singleton
final class CourtIntake {
  private static final Failure NOT_YOURS =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "EVENT_NOT_YOURS",
          "this kind of agency does not report such events");

  private static final Failure CHILD_ID_NEEDED =
      Failure.field(
          "CHILD_ID_NEEDED", "child_id", "a service names a child of its own by the child's id");

  private final Intake intake;
  private final Changes changes;
  private final CourtRecorder recorder;
  private final NobodyKnown nobodyKnown;
  private final CaseAccess access;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Vault vault;
  private final InstantSource clock;

  CourtIntake(
      Intake intake,
      Changes changes,
      CourtRecorder recorder,
      NobodyKnown nobodyKnown,
      CaseAccess access,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Vault vault,
      InstantSource clock) {
    this.intake = intake;
    this.changes = changes;
    this.recorder = recorder;
    this.nobodyKnown = nobodyKnown;
    this.access = access;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.vault = vault;
    this.clock = clock;
  }

  /** Takes an event to its commit. */
  CompletableFuture<Committed> accept(Caller caller, RecordCourtEventRequest request) {
    AgencyKind kind =
        directory
            .current()
            .agency(caller.agency())
            .map(Agency::kind)
            .orElse(AgencyKind.AGENCY_KIND_UNSPECIFIED);
    if (!CourtRules.reports(kind, request.getEvent().getDetailCase())) {
      throw NOT_YOURS.refused();
    }
    boolean service = kind == AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE;
    if (service != request.hasChildId()) {
      throw (service ? CHILD_ID_NEEDED : CaseAccess.CHILD_NOT_FOUND).refused();
    }
    Instant now = clock.instant();
    Violations wrong = new Violations();
    CourtRules.Numbers numbers = CourtRules.check(request, now, wrong);
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), (Message) request);
    CourtRecorder.Incoming event = new CourtRecorder.Incoming(caller.agency(), numbers, request);
    if (service) {
      wrong.throwIfAny();
      return own(caller, event, key);
    }
    PersonDescription person =
        new PersonTranslation(caller.agency(), LocalDate.ofInstant(now, DueTimes.LONDON), wrong)
            .read(request.getPerson(), "person");
    wrong.throwIfAny();
    List<Long> keys = MatchKeys.of(person).stream().map(vault::fingerprint).toList();
    return intake.acceptOrFind(
        new CourtSubmission(event, caller, key, person, keys, now, recorder, nobodyKnown, null));
  }

  /** An event about a child of the caller's own service. */
  private CompletableFuture<Committed> own(
      Caller caller, CourtRecorder.Incoming event, RequestKey request) {
    ChildId child = new ChildId(UUID.fromString(event.request().getChildId()));
    return changes.make(
        caller,
        request,
        (by, entry, key, now) -> {
          entry.depends(FactKey.child(child));
          ChildCase found = access.mayRecord(by, child, now);
          recorder.record(
              entry, key, event, new CourtRecorder.Known(found.id(), found.service()), now);
          collected(entry, key, by, request, found, now);
          return new byte[0];
        });
  }

  private void collected(
      Entry.Builder entry,
      RecordKey key,
      Caller by,
      RequestKey request,
      ChildCase child,
      Instant now) {
    audit.add(
        entry,
        key,
        audit
            .event(EventType.COLLECTION, CourtEndpoint.RECORD, "accepted", now)
            .from(by.agency().value())
            .purpose(Purpose.PURPOSE_SUPERVISION.name())
            .data("yjx.casepapers.v1.CourtEvent", List.of("DATA_CATEGORY_COURT_EVENT"), 1)
            .personal(PersonalMember.ACTOR_ID, by.principal().toString())
            .personal(PersonalMember.REQUEST_ID, request.requestId())
            .personal(PersonalMember.SUBJECTS, List.of(child.id().value().toString())));
  }
}
