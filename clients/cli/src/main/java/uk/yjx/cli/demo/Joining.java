package uk.yjx.cli.demo;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RoleGrant;

/**
 * People and agreements that come into the invented world for one act.
 *
 * @param stage where
 */
record Joining(Stage stage) {
  private static final long CALL_SECONDS_MAX = 30;

  /** Lets somebody join an agency that is there, in a role. */
  void person(String id, Role role, String service) throws IOException {
    stage.connections().issue(id);
    DirectoryServiceBlockingStub directory =
        DirectoryServiceGrpc.newBlockingStub(
                stage.connections().of(one(Role.ROLE_DIRECTORY_ADMINISTRATOR)).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    String number = id.replaceAll("[^a-z]", "-");
    var registered =
        directory.registerPrincipal(
            RegisterPrincipalRequest.newBuilder()
                .setRequestId("story-person-" + number)
                .setPrincipal(
                    Principal.newBuilder()
                        .setPrincipalId(id)
                        .setDisplayName(id.substring(id.lastIndexOf('/') + 1)))
                .build());
    var granted =
        directory.grantRole(
            GrantRoleRequest.newBuilder()
                .setRequestId("story-role-" + number)
                .setPrincipalId(id)
                .setGrant(RoleGrant.newBuilder().setRole(role).setService(service))
                .build());
  }

  /** Has an agreement proposed by one person and approved by another. */
  void agree(Agreement agreement) {
    int version =
        AgreementServiceGrpc.newBlockingStub(
                stage.connections().of(one(Role.ROLE_AGREEMENT_ADMINISTRATOR)).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .recordAgreement(
                RecordAgreementRequest.newBuilder()
                    .setRequestId("story-agreement-" + agreement.getAgreementId())
                    .setAgreement(agreement)
                    .build())
            .getVersion();
    var approved =
        AgreementServiceGrpc.newBlockingStub(
                stage.connections().of(one(Role.ROLE_DIRECTORY_ADMINISTRATOR)).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .approveAgreement(
                ApproveAgreementRequest.newBuilder()
                    .setRequestId("story-approval-" + agreement.getAgreementId())
                    .setAgreementId(agreement.getAgreementId())
                    .setVersion(version)
                    .build());
  }

  private String one(Role role) {
    return stage.caseload().staff(role).getFirst().id();
  }
}
