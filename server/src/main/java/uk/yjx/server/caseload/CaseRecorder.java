package uk.yjx.server.caseload;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCaseResponse;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Violations;

/** Takes a case from its service to its commit. */
@Singleton
final class CaseRecorder {
  static final Failure SERVICE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SERVICE_NOT_ALLOWED",
          "a caller keeps the caseload of its own service only, with a role held for it");

  static final Failure VERSION_CHANGED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "CASE_VERSION_CHANGED",
          "the case is at another version than the one to be replaced; read it and try again");

  private static final String OPERATION = "yjx.caseload.v1.CaseloadService/RecordCase";

  private final Journal journal;
  private final Requests requests;
  private final FirstAnswers firstAnswers;
  private final Receipts receipts;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final CaseWriting writing;
  private final Ids ids;
  private final InstantSource clock;

  CaseRecorder(
      Journal journal,
      Requests requests,
      FirstAnswers firstAnswers,
      Receipts receipts,
      DirectoryFacts directory,
      Caseload caseload,
      CaseWriting writing,
      Ids ids,
      InstantSource clock) {
    this.journal = journal;
    this.requests = requests;
    this.firstAnswers = firstAnswers;
    this.receipts = receipts;
    this.directory = directory;
    this.caseload = caseload;
    this.writing = writing;
    this.ids = ids;
    this.clock = clock;
  }

  /** Records a case; completes after the commit, or fails with {@link Failure.Refused}. */
  CompletableFuture<RecordCaseResponse> record(Caller caller, RecordCaseRequest request) {
    try {
      CaseTranslation.Read read = CaseTranslation.read(request.getCase(), now());
      RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
      return firstAnswers
          .appendOrFind(key, new Recording(caller, key, request.getCase(), read))
          .thenApply(committed -> response(request.getRequestId(), committed));
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private final class Recording implements Proposal {
    private final Caller asking;
    private final RequestKey request;
    private final Case sent;
    private final CaseTranslation.Read read;
    private final ChildId ifNew = new ChildId(ids.next());

    Recording(Caller asking, RequestKey request, Case sent, CaseTranslation.Read read) {
      this.asking = asking;
      this.request = request;
      this.sent = sent;
      this.read = read;
    }

    @Override
    public Decision decide() {
      long stamp = journal.stamp();
      return switch (directory.again(asking)) {
        case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
        case Verdict.Accepted accepted -> decide(stamp, accepted.caller());
      };
    }

    private Decision decide(long stamp, Caller caller) {
      Instant now = now();
      if (!caller.agency().equals(read.service())
          || !caller.holds(Role.ROLE_CASELOAD_EDITOR, read.service())) {
        return new Decision.Abandon(SERVICE_NOT_ALLOWED);
      }
      CaseBook book = caseload.now();
      Optional<ChildCase> before = book.numbered(read.service(), read.number());
      int version = before.map(ChildCase::version).orElse(0);
      if (sent.getVersion() != 0 && sent.getVersion() != version) {
        return new Decision.Abandon(VERSION_CHANGED);
      }
      Violations violations = new Violations();
      Eligibility.check(read.allocations(), read.service(), directory.current(), now, violations);
      if (!violations.isEmpty()) {
        return new Decision.Abandon(violations.failure());
      }
      ChildCase after =
          new ChildCase(
              before.map(ChildCase::id).orElse(ifNew),
              read.service(),
              read.number(),
              read.person(),
              read.allocations(),
              sent.getClosed(),
              // What says nothing of a shield takes none away: systems that do not know it go on.
              read.shield() == null ? before.map(ChildCase::shield).orElse(null) : read.shield(),
              version + 1,
              now);
      return new Decision.Write(
          entry(stamp, caller, new CaseloadChange.CaseRecorded(before, after, book)));
    }

    private Entry entry(long stamp, Caller caller, CaseloadChange.CaseRecorded change) {
      ChildCase after = change.after();
      boolean shields =
          after.isShielded() && !change.before().map(ChildCase::isShielded).orElse(false);
      return writing.entry(
          stamp,
          caller,
          change,
          new CaseWriting.Act(
              change.before().isEmpty() ? EventType.COLLECTION : EventType.ALTERATION,
              OPERATION,
              shields ? "shielded" : "recorded",
              null,
              sent,
              request,
              RecordCaseResponse.newBuilder()
                  .setChildId(after.id().toString())
                  .setVersion(after.version())
                  .build()));
    }
  }

  private RecordCaseResponse response(String requestId, Committed committed) {
    try {
      return RecordCaseResponse.parseFrom(committed.answer()).toBuilder()
          .setReceipt(receipts.of(requestId, committed))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  /** Instants are stored to the microsecond, and a snapshot read again must be the same. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
