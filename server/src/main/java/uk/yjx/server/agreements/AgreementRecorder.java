package uk.yjx.server.agreements;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.EndAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementResponse;
import uk.yjx.agreements.v1.SuspendAgreementRequest;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
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
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Takes new versions of agreements to their commit. */
@Singleton
final class AgreementRecorder {
  private static final String SERVICE = "yjx.agreements.v1.AgreementService/";

  private static final Failure AGREEMENT_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "AGREEMENT_NOT_FOUND", "there is no agreement with this id");

  private static final Failure NOT_WAITING =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "AGREEMENT_NOT_WAITING",
          "no version with this number waits for approval");

  private static final Failure APPROVER_IS_PROPOSER =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "APPROVER_IS_PROPOSER",
          "who proposed or suspended an agreement cannot approve it; another person must");

  private static final Failure NOT_IN_FORCE =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "AGREEMENT_NOT_IN_FORCE",
          "only an agreement in force can be suspended");

  private final Journal journal;
  private final AuditTrail audit;
  private final Requests requests;
  private final FirstAnswers firstAnswers;
  private final DirectoryFacts directory;
  private final Agreements agreements;
  private final AgreementTable table;
  private final StateTable states;
  private final InstantSource clock;

  AgreementRecorder(
      Journal journal,
      AuditTrail audit,
      Requests requests,
      FirstAnswers firstAnswers,
      DirectoryFacts directory,
      Agreements agreements,
      AgreementTable table,
      StateTable states,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.requests = requests;
    this.firstAnswers = firstAnswers;
    this.directory = directory;
    this.agreements = agreements;
    this.table = table;
    this.states = states;
    this.clock = clock;
  }

  /** What is asked, by whom, under which request id. */
  private record Asked(Caller caller, String operation, RequestKey request) {}

  /** Proposes a new agreement or a new version; the answer is a RecordAgreementResponse. */
  CompletableFuture<Committed> record(Caller caller, RecordAgreementRequest request) {
    try {
      Agreement sent = AgreementTranslation.read(request.getAgreement());
      Asked asked = asked(caller, "RecordAgreement", request.getRequestId(), request);
      return taken(asked, stamp -> record(stamp, asked, sent));
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Puts in force what another person proposed or suspended. */
  CompletableFuture<Committed> approve(Caller caller, ApproveAgreementRequest request) {
    Asked asked = asked(caller, "ApproveAgreement", request.getRequestId(), request);
    return taken(
        asked, stamp -> approve(stamp, asked, request.getAgreementId(), request.getVersion()));
  }

  /** Suspends an agreement now. */
  CompletableFuture<Committed> suspend(Caller caller, SuspendAgreementRequest request) {
    Asked asked = asked(caller, "SuspendAgreement", request.getRequestId(), request);
    return taken(
        asked, stamp -> suspend(stamp, asked, request.getAgreementId(), request.getReason()));
  }

  /** Ends an agreement now; does nothing but the audit event when it has ended already. */
  CompletableFuture<Committed> end(Caller caller, EndAgreementRequest request) {
    Asked asked = asked(caller, "EndAgreement", request.getRequestId(), request);
    return taken(asked, stamp -> end(stamp, asked, request.getAgreementId()));
  }

  private CompletableFuture<Committed> taken(Asked asked, Plan plan) {
    return firstAnswers.appendOrFind(asked.request(), () -> decide(asked, plan));
  }

  private Asked asked(Caller caller, String method, String requestId, Message request) {
    return new Asked(caller, SERVICE + method, requests.key(caller.agency(), requestId, request));
  }

  private interface Plan {
    Proposal.Decision decidedAt(long stamp);
  }

  private Proposal.Decision decide(Asked asked, Plan plan) {
    long stamp = journal.stamp();
    return switch (directory.again(asked.caller())) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted ->
          accepted.caller().holds(Role.ROLE_AGREEMENT_ADMINISTRATOR)
              ? plan.decidedAt(stamp)
              : new Proposal.Decision.Abandon(Sessions.ROLE_WITHDRAWN);
    };
  }

  private Proposal.Decision record(long stamp, Asked asked, Agreement sent) {
    Optional<AgreementBook.Slot> before = agreements.now().slot(sent.id());
    Directory parties = directory.current();
    List<AgencyId> unknown =
        Stream.concat(sent.from().stream(), sent.to().stream())
            .filter(id -> parties.agency(id).isEmpty())
            .distinct()
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      return new Proposal.Decision.Abandon(agenciesNotFound(unknown));
    }
    Agreement version = sent.version(newest(before) + 1);
    Entry.Builder entry = entry(stamp, asked, version, before);
    version.from().forEach(id -> entry.depends(FactKey.agency(id)));
    version.to().forEach(id -> entry.depends(FactKey.agency(id)));
    entry.row(table, new AgreementBook.Proposed(version, asked.caller().principal()));
    byte[] answer =
        RecordAgreementResponse.newBuilder().setVersion(version.version()).build().toByteArray();
    return write(entry, asked, version, "proposed", answer, "");
  }

  private static int newest(Optional<AgreementBook.Slot> before) {
    return before
        .map(slot ->
            Stream.of(Optional.ofNullable(slot.approved()), Optional.ofNullable(slot.draft()))
                .flatMap(Optional::stream)
                .mapToInt(Agreement::version)
                .max()
                .orElse(0))
        .orElse(0);
  }

  private Proposal.Decision approve(long stamp, Asked asked, String id, int version) {
    Optional<AgreementBook.Slot> before = agreements.now().slot(id);
    if (before.isEmpty()) {
      return new Proposal.Decision.Abandon(AGREEMENT_NOT_FOUND);
    }
    AgreementBook.Slot slot = before.get();
    Agreement draft = slot.draft();
    Agreement approved = slot.approved();
    boolean isDraft = draft != null && draft.version() == version;
    boolean isSuspended =
        draft == null
            && approved != null
            && approved.version() == version
            && approved.state() == Agreement.State.SUSPENDED;
    Agreement it = isDraft ? draft : approved;
    if (it == null || (!isDraft && !isSuspended)) {
      return new Proposal.Decision.Abandon(NOT_WAITING);
    }
    if (asked.caller().principal().equals(slot.waitsFor())) {
      return new Proposal.Decision.Abandon(APPROVER_IS_PROPOSER);
    }
    return change(stamp, asked, before, it, Agreement.State.IN_FORCE, "approved", "");
  }

  private Proposal.Decision suspend(long stamp, Asked asked, String id, String reason) {
    Optional<AgreementBook.Slot> before = agreements.now().slot(id);
    if (before.isEmpty()) {
      return new Proposal.Decision.Abandon(AGREEMENT_NOT_FOUND);
    }
    Agreement it = before.get().approved();
    if (it == null || it.state() != Agreement.State.IN_FORCE) {
      return new Proposal.Decision.Abandon(NOT_IN_FORCE);
    }
    return change(stamp, asked, before, it, Agreement.State.SUSPENDED, "suspended", reason);
  }

  private Proposal.Decision end(long stamp, Asked asked, String id) {
    Optional<AgreementBook.Slot> before = agreements.now().slot(id);
    if (before.isEmpty()) {
      return new Proposal.Decision.Abandon(AGREEMENT_NOT_FOUND);
    }
    Agreement it = before.get().approved();
    if (it == null) {
      return new Proposal.Decision.Abandon(NOT_IN_FORCE);
    }
    if (it.ended()) {
      return write(entry(stamp, asked, it, before), asked, it, "ended-before", new byte[0], "");
    }
    return change(stamp, asked, before, it, Agreement.State.ENDED, "ended", "");
  }

  private Proposal.Decision change(
      long stamp,
      Asked asked,
      Optional<AgreementBook.Slot> before,
      Agreement it,
      Agreement.State to,
      String outcome,
      String reason) {
    Entry.Builder entry = entry(stamp, asked, it, before);
    entry.row(
        states,
        new AgreementBook.StateChange(it.id(), it.version(), to, asked.caller().principal()));
    return write(entry, asked, it, outcome, new byte[0], reason);
  }

  private static Entry.Builder entry(
      long stamp, Asked asked, Agreement version, Optional<AgreementBook.Slot> before) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : asked.caller().factKeys()) {
      entry.depends(fact);
    }
    long agreement = FactKey.agreement(version.id());
    entry.depends(agreement).touches(agreement);
    Set<AgencyId> from = new HashSet<>(version.from());
    before.map(AgreementBook.Slot::approved).ifPresent(it -> from.addAll(it.from()));
    from.forEach(id -> entry.touches(FactKey.agreements(id)));
    return entry;
  }

  private Proposal.Decision write(
      Entry.Builder entry,
      Asked asked,
      Agreement version,
      String outcome,
      byte[] answer,
      String reason) {
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ADMIN, asked.operation(), outcome, clock.instant())
            .from(asked.caller().agency().value())
            .policy(version.id() + "@" + version.version())
            .personal(PersonalMember.ACTOR_ID, asked.caller().principal().toString())
            .personal(PersonalMember.JUSTIFICATION, reason)
            .personal(PersonalMember.REQUEST_ID, asked.request().requestId()));
    audit.answer(entry, key, asked.request(), answer);
    return new Proposal.Decision.Write(entry.build());
  }

  private static Failure agenciesNotFound(List<AgencyId> unknown) {
    return new Failure(
        Failure.Code.NOT_FOUND,
        "AGENCY_NOT_FOUND",
        "every party of an agreement is an agency of the directory",
        unknown.stream()
            .map(id ->
                new Failure.Violation(
                    "agreement", "AGENCY_NOT_FOUND", id + " is not in the directory"))
            .toList(),
        null);
  }
}
