package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.ExportSubjectRequest;
import uk.yjx.audit.v1.ExportSubjectResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.SubjectRecords;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.OwnCase;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;

/** Gives a child's own data to the data-protection officer who answers the child's request. */
@Singleton
final class SubjectExports {
  /** Records in a page whose size was not asked for. */
  static final int PAGE_DEFAULT = 50;

  private static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "CHILD_NOT_FOUND",
          "there is no such child whose data this caller answers for");

  private final Caseload caseload;
  private final OwnCase cases;
  private final SubjectRecords records;
  private final Readings readings;

  SubjectExports(Caseload caseload, OwnCase cases, SubjectRecords records, Readings readings) {
    this.caseload = caseload;
    this.cases = cases;
    this.records = records;
    this.readings = readings;
  }

  /** One page, once it is in the log that it is given. */
  CompletableFuture<Disclosed<ExportSubjectResponse>> page(
      Caller caller, ExportSubjectRequest request) {
    ChildId child = new ChildId(UUID.fromString(request.getChildId()));
    Predicate<Caller> may = who -> mayExport(who, child);
    if (!may.test(caller)) {
      throw NOT_FOUND.refused();
    }
    ExportSubjectResponse.Builder page = ExportSubjectResponse.newBuilder();
    if (request.getAfter() == 0) {
      cases.of(child).ifPresent(page::setCase);
    }
    int most = request.getPageSize() == 0 ? PAGE_DEFAULT : request.getPageSize();
    SubjectRecords.Page found = records.about(child, request.getAfter(), most);
    ExportSubjectResponse answer =
        page.addAllRecords(found.records()).setNextAfter(found.next()).build();
    return readings
        .commit(
            caller,
            may,
            new Readings.Reading(
                AuditServiceGrpc.SERVICE_NAME + "/ExportSubject",
                Purpose.PURPOSE_LAWFULNESS_CHECK,
                "yjx.audit.v1.ExportSubjectResponse",
                "subject-access",
                "the child's own data after position " + request.getAfter(),
                answer.getRecordsCount(),
                List.of(request.getChildId()),
                request.getJustification()))
        .thenApply(committed -> Disclosed.by(committed, answer));
  }

  /** A shielded child is there for who holds its case by name, and for no office. */
  private boolean mayExport(Caller caller, ChildId child) {
    Optional<ChildCase> found = caseload.now().child(child);
    return caller.holds(Role.ROLE_DATA_PROTECTION_OFFICER)
        && found.isPresent()
        && !found.get().isShielded()
        && found.get().service().equals(caller.agency());
  }
}
