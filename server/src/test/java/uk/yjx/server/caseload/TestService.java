package uk.yjx.server.caseload;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static uk.yjx.server.TestNodes.await;

import io.micronaut.context.ApplicationContext;
import java.time.Instant;
import org.junit.jupiter.api.function.Executable;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc.CaseloadServiceImplBase;
import uk.yjx.caseload.v1.GetCaseRequest;
import uk.yjx.caseload.v1.GetCaseResponse;
import uk.yjx.caseload.v1.ListCasesRequest;
import uk.yjx.caseload.v1.ListCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCaseResponse;
import uk.yjx.caseload.v1.RecordCoverRequest;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.TestNodes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;

/** A running exchange with one service's staff, and its caseload as its callers use it. */
final class TestService implements AutoCloseable {
  static final String SERVICE = "southwark-yjs";
  static final AgencyId SERVICE_ID = new AgencyId(SERVICE);
  static final String EDITOR = "southwark-yjs/system/cms";
  static final String MANAGER = "southwark-yjs/user/m.anager";
  static final String ADA = "southwark-yjs/user/a.mensah";
  static final String BEN = "southwark-yjs/user/b.okoro";
  static final String SWINDON_EDITOR = "swindon-yjs/system/cms";

  final TestNodes exchange = TestNodes.start();
  final ApplicationContext node = exchange.node();
  final Caller editor;

  TestService() {
    exchange.agency(SERVICE, AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE);
    exchange.agency("swindon-yjs", AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE);
    exchange.principal(EDITOR, SERVICE, Role.ROLE_CASELOAD_EDITOR);
    exchange.principal(ADA, SERVICE, Role.ROLE_CASE_MANAGER);
    exchange.principal(BEN, SERVICE, Role.ROLE_CASE_MANAGER);
    exchange.principal(MANAGER, SERVICE, Role.ROLE_SERVICE_MANAGER);
    exchange.principal(SWINDON_EDITOR, "swindon-yjs", Role.ROLE_CASELOAD_EDITOR);
    editor = exchange.caller(EDITOR);
  }

  /** The caseload in memory of the first node. */
  CaseBook book() {
    return node.getBean(Caseload.class).now();
  }

  static CaseRecorder recorder(ApplicationContext on) {
    return on.getBean(CaseRecorder.class);
  }

  RecordCaseResponse record(Case.Builder it) {
    return await(recorder(node).record(editor, request(id(), it.build())));
  }

  String refused(RecordCaseRequest request) {
    return refusal(() -> await(recorder(node).record(editor, request))).reason();
  }

  static Failure refusal(Executable call) {
    return assertThrows(Failure.Refused.class, call).failure();
  }

  GetCaseResponse get(String caller, String number) {
    GetCaseRequest request =
        GetCaseRequest.newBuilder().setService(SERVICE).setServiceChildId(number).build();
    return TestNodes.<GetCaseResponse>call(
        exchange.caller(caller), to -> endpoint().getCase(request, to));
  }

  ListCasesResponse list(String caller, int size, String token) {
    ListCasesRequest request =
        ListCasesRequest.newBuilder()
            .setService(SERVICE)
            .setPageSize(size)
            .setPageToken(token)
            .build();
    return TestNodes.<ListCasesResponse>call(
        exchange.caller(caller), to -> endpoint().listCases(request, to));
  }

  void cover(String standIn, Instant from, Instant to) {
    await(
        node.getBean(CoverRecorder.class)
            .record(
                editor,
                RecordCoverRequest.newBuilder()
                    .setRequestId(id())
                    .setService(SERVICE)
                    .setAbsentPrincipalId(ADA)
                    .setCoverPrincipalId(standIn)
                    .setFrom(Receipts.timestamp(from))
                    .setTo(Receipts.timestamp(to))
                    .build()));
  }

  CaseloadServiceImplBase endpoint() {
    return node.getBean(CaseloadEndpoint.class);
  }

  String id() {
    return exchange.requestId();
  }

  static RecordCaseRequest request(String id, Case it) {
    return RecordCaseRequest.newBuilder().setRequestId(id).setCase(it).build();
  }

  static Allocation.Builder lead(String principal) {
    return Allocation.newBuilder()
        .setPrincipalId(principal)
        .setRole(AllocationRole.ALLOCATION_ROLE_LEAD);
  }

  /** An invented child; a person of one number is the same person. */
  static Case.Builder aCase(String number, int person) {
    Case.Builder it =
        Case.newBuilder()
            .setService(SERVICE)
            .setServiceChildId(number)
            .setPerson(
                PersonDescriptor.newBuilder()
                    .addNames(
                        PersonName.newBuilder().addForenames("Invented").setSurname("C" + person))
                    .addDatesOfBirth(
                        PartialDate.newBuilder().setYear(2010).setMonth(1).setDay(1 + person % 28))
                    .addIdentifiers(
                        PersonIdentifier.newBuilder()
                            .setKind(IdentifierKind.IDENTIFIER_KIND_LOCAL)
                            .setValue("LOCAL" + person)));
    if (number.startsWith("I-")) {
      it.addAllocations(
          lead(person % 2 == 0 ? ADA : BEN)
              .setTo(
                  Receipts.timestamp(Instant.parse("2099-01-01T00:00:00Z").plusSeconds(person))));
    }
    return it;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
