package uk.yjx.server.caseload;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.LiftShieldRequest;
import uk.yjx.caseload.v1.LiftShieldResponse;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/** Lifts shields: any system may put one up by recording it, only a manager takes it down. */
@Singleton
final class ShieldLifting {
  private static final String OPERATION = "yjx.caseload.v1.CaseloadService/LiftShield";

  private static final Failure NOT_A_PERSON =
      Failure.of(
          Failure.Code.PERMISSION_DENIED, "NOT_A_PERSON", "a shield is lifted by a person only");

  private final Journal journal;
  private final Requests requests;
  private final FirstAnswers firstAnswers;
  private final Receipts receipts;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final CaseFiles files;
  private final CaseWriting writing;
  private final InstantSource clock;

  ShieldLifting(
      Journal journal,
      Requests requests,
      FirstAnswers firstAnswers,
      Receipts receipts,
      DirectoryFacts directory,
      Caseload caseload,
      CaseFiles files,
      CaseWriting writing,
      InstantSource clock) {
    this.journal = journal;
    this.requests = requests;
    this.firstAnswers = firstAnswers;
    this.receipts = receipts;
    this.directory = directory;
    this.caseload = caseload;
    this.files = files;
    this.writing = writing;
    this.clock = clock;
  }

  /** Lifts a shield; completes after the commit, or fails with {@link Failure.Refused}. */
  CompletableFuture<LiftShieldResponse> lift(Caller caller, LiftShieldRequest request) {
    try {
      AgencyId service = CaseTranslation.service(request.getService(), "service");
      RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
      return firstAnswers
          .appendOrFind(key, () -> decide(caller, key, service, request))
          .thenApply(committed -> response(request.getRequestId(), committed));
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private Proposal.Decision decide(
      Caller asking, RequestKey key, AgencyId service, LiftShieldRequest request) {
    long stamp = journal.stamp();
    return switch (directory.again(asking)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        Caller caller = accepted.caller();
        if (!caller.agency().equals(service) || !caller.holds(Role.ROLE_SERVICE_MANAGER, service)) {
          yield new Proposal.Decision.Abandon(CaseRecorder.SERVICE_NOT_ALLOWED);
        }
        if (caller.principal().kind() != PrincipalId.Kind.USER) {
          yield new Proposal.Decision.Abandon(NOT_A_PERSON);
        }
        yield decide(stamp, caller, key, service, request);
      }
    };
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, RequestKey key, AgencyId service, LiftShieldRequest request) {
    CaseBook book = caseload.now();
    Optional<ChildCase> before = book.numbered(service, request.getServiceChildId());
    Optional<Case> stored = files.numbered(service, request.getServiceChildId());
    if (before.isEmpty() || stored.isEmpty() || !before.get().isShielded()) {
      return new Proposal.Decision.Abandon(CaseReader.CASE_NOT_FOUND);
    }
    ChildCase was = before.get();
    if (stored.get().getVersion() != was.version()) {
      return new Proposal.Decision.Abandon(CaseRecorder.VERSION_CHANGED);
    }
    ChildCase after =
        new ChildCase(
            was.id(),
            was.service(),
            was.number(),
            was.person(),
            was.allocations(),
            was.closed(),
            null,
            was.version() + 1,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    return new Proposal.Decision.Write(
        writing.entry(
            stamp,
            caller,
            new CaseloadChange.CaseRecorded(before, after, book),
            new CaseWriting.Act(
                EventType.ALTERATION,
                OPERATION,
                "shield-lifted",
                request.getReason(),
                stored.get(),
                key,
                LiftShieldResponse.newBuilder().setVersion(after.version()).build())));
  }

  private LiftShieldResponse response(String requestId, Committed committed) {
    try {
      return LiftShieldResponse.parseFrom(committed.answer()).toBuilder()
          .setReceipt(receipts.of(requestId, committed))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }
}
