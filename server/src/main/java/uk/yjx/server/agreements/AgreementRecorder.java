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
import uk.yjx.agreements.v1.EndAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementResponse;
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

  private final Journal journal;
  private final AuditTrail audit;
  private final Requests requests;
  private final FirstAnswers firstAnswers;
  private final DirectoryFacts directory;
  private final Agreements agreements;
  private final AgreementTable table;
  private final InstantSource clock;

  AgreementRecorder(
      Journal journal,
      AuditTrail audit,
      Requests requests,
      FirstAnswers firstAnswers,
      DirectoryFacts directory,
      Agreements agreements,
      AgreementTable table,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.requests = requests;
    this.firstAnswers = firstAnswers;
    this.directory = directory;
    this.agreements = agreements;
    this.table = table;
    this.clock = clock;
  }

  /** What is asked, by whom, under which request id. */
  private record Asked(Caller caller, String operation, RequestKey request) {}

  /** Records a new agreement or a new version; the answer is a RecordAgreementResponse. */
  CompletableFuture<Committed> record(Caller caller, RecordAgreementRequest request) {
    try {
      Agreement sent = AgreementTranslation.read(request.getAgreement());
      Asked asked = asked(caller, "RecordAgreement", request.getRequestId(), request);
      return firstAnswers.appendOrFind(
          asked.request(), () -> decide(asked, stamp -> record(stamp, asked, sent)));
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Ends an agreement now; does nothing but the audit event when it has ended already. */
  CompletableFuture<Committed> end(Caller caller, EndAgreementRequest request) {
    Asked asked = asked(caller, "EndAgreement", request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        asked.request(), () -> decide(asked, stamp -> end(stamp, asked, request.getAgreementId())));
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
    Optional<Agreement> before = agreements.now().agreement(sent.id());
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
    Agreement version = sent.version(before.map(Agreement::version).orElse(0) + 1);
    Entry.Builder entry = entry(stamp, asked, version, before);
    version.from().forEach(id -> entry.depends(FactKey.agency(id)));
    version.to().forEach(id -> entry.depends(FactKey.agency(id)));
    entry.row(table, version);
    byte[] answer =
        RecordAgreementResponse.newBuilder().setVersion(version.version()).build().toByteArray();
    return write(entry, asked, version, "recorded", answer);
  }

  private Proposal.Decision end(long stamp, Asked asked, String id) {
    Optional<Agreement> before = agreements.now().agreement(id);
    if (before.isEmpty()) {
      return new Proposal.Decision.Abandon(AGREEMENT_NOT_FOUND);
    }
    Agreement it = before.get();
    Entry.Builder entry = entry(stamp, asked, it, before);
    if (it.ended()) {
      return write(entry, asked, it, "ended-before", new byte[0]);
    }
    Agreement ended = it.endedNow();
    entry.row(table, ended);
    return write(entry, asked, ended, "ended", new byte[0]);
  }

  private static Entry.Builder entry(
      long stamp, Asked asked, Agreement version, Optional<Agreement> before) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : asked.caller().factKeys()) {
      entry.depends(fact);
    }
    long agreement = FactKey.agreement(version.id());
    entry.depends(agreement).touches(agreement);
    Set<AgencyId> from = new HashSet<>(version.from());
    before.ifPresent(it -> from.addAll(it.from()));
    from.forEach(id -> entry.touches(FactKey.agreements(id)));
    return entry;
  }

  private Proposal.Decision write(
      Entry.Builder entry, Asked asked, Agreement version, String outcome, byte[] answer) {
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ADMIN, asked.operation(), outcome, clock.instant())
            .from(asked.caller().agency().value())
            .policy(version.id() + "@" + version.version())
            .personal(PersonalMember.ACTOR_ID, asked.caller().principal().toString())
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
