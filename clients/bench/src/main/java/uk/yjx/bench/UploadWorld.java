package uk.yjx.bench;

import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RoleGrant;

/** One prosecution agency, one service, one worker and one invented child: enough for papers. */
final class UploadWorld {
  static final String ADMINISTRATOR = "bench-operator/user/administrator";
  static final String APPROVER = "bench-operator/user/approver";
  static final String SENDER = "bench-cps/system/papers";
  static final String WORKER = "bench-yjs/user/a.worker";
  private static final String EDITOR = "bench-yjs/system/cases";
  private static final String CPS = "bench-cps";
  private static final String SERVICE = "bench-yjs";

  static final PersonDescriptor CHILD =
      PersonDescriptor.newBuilder()
          .addNames(PersonName.newBuilder().addForenames("Invented").setSurname("Child"))
          .addDatesOfBirth(PartialDate.newBuilder().setYear(2010).setMonth(5).setDay(6))
          .addIdentifiers(
              PersonIdentifier.newBuilder()
                  .setKind(IdentifierKind.IDENTIFIER_KIND_PNC_ID)
                  .setValue("2010/1234567X"))
          .build();

  private UploadWorld() {}

  static List<String> principals() {
    return List.of(ADMINISTRATOR, APPROVER, SENDER, WORKER, EDITOR);
  }

  /** Registers and agrees everything; the bootstrap has registered the administrator. */
  static void setUp(Connections connections, String anchor) throws IOException {
    Channel administrator = connections.of(ADMINISTRATOR).channel();
    agency(administrator, CPS, AgencyKind.AGENCY_KIND_CPS, anchor);
    agency(administrator, SERVICE, AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE, anchor);
    principal(administrator, APPROVER, Role.ROLE_AGREEMENT_ADMINISTRATOR, "");
    principal(administrator, SENDER, Role.ROLE_PAPERS_SUBMITTER, "");
    principal(administrator, EDITOR, Role.ROLE_CASELOAD_EDITOR, SERVICE);
    principal(administrator, WORKER, Role.ROLE_CASE_MANAGER, SERVICE);
    agree(connections);
    var unused =
        CaseloadServiceGrpc.newBlockingStub(connections.of(EDITOR).channel())
            .recordCase(
                RecordCaseRequest.newBuilder()
                    .setRequestId("bench-case")
                    .setCase(
                        Case.newBuilder()
                            .setService(SERVICE)
                            .setServiceChildId("B-1")
                            .setPerson(CHILD)
                            .addAllocations(
                                Allocation.newBuilder()
                                    .setPrincipalId(WORKER)
                                    .setRole(AllocationRole.ALLOCATION_ROLE_LEAD)
                                    .setFrom(timestamp(Instant.now().minusSeconds(60)))))
                    .build());
  }

  private static void agree(Connections connections) {
    Instant now = Instant.now();
    var unused =
        AgreementServiceGrpc.newBlockingStub(connections.of(ADMINISTRATOR).channel())
            .recordAgreement(
                RecordAgreementRequest.newBuilder()
                    .setRequestId("bench-agreement")
                    .setAgreement(
                        Agreement.newBuilder()
                            .setAgreementId("bench-papers")
                            .setTitle("Bench")
                            .addFromAgencies(CPS)
                            .addToAgencies(SERVICE)
                            .addCategories(DataCategory.DATA_CATEGORY_CASE_PAPERS)
                            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                            .addPurposes(Purpose.PURPOSE_SUPERVISION)
                            .setValidFrom(timestamp(now.minus(Duration.ofDays(1))))
                            .setValidTo(timestamp(now.plus(Duration.ofDays(30)))))
                    .build());
    var approved =
        AgreementServiceGrpc.newBlockingStub(connections.of(APPROVER).channel())
            .approveAgreement(
                ApproveAgreementRequest.newBuilder()
                    .setRequestId("bench-approval")
                    .setAgreementId("bench-papers")
                    .setVersion(1)
                    .build());
  }

  private static void agency(Channel as, String id, AgencyKind kind, String anchor) {
    var unused =
        DirectoryServiceGrpc.newBlockingStub(as)
            .registerAgency(
                RegisterAgencyRequest.newBuilder()
                    .setRequestId("bench-agency-" + id)
                    .setAgency(
                        Agency.newBuilder()
                            .setAgencyId(id)
                            .setKind(kind)
                            .setDisplayName(id)
                            .addTrustAnchorsPem(anchor))
                    .build());
  }

  private static void principal(Channel as, String id, Role role, String service) {
    String name = id.replace('/', '.');
    var registered =
        DirectoryServiceGrpc.newBlockingStub(as)
            .registerPrincipal(
                RegisterPrincipalRequest.newBuilder()
                    .setRequestId("bench-principal-" + name)
                    .setPrincipal(Principal.newBuilder().setPrincipalId(id).setDisplayName("Bench"))
                    .build());
    var granted =
        DirectoryServiceGrpc.newBlockingStub(as)
            .grantRole(
                GrantRoleRequest.newBuilder()
                    .setRequestId("bench-grant-" + name)
                    .setPrincipalId(id)
                    .setGrant(RoleGrant.newBuilder().setRole(role).setService(service))
                    .build());
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
  }
}
