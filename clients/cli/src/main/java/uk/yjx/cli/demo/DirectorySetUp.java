package uk.yjx.cli.demo;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.AgreementServiceGrpc.AgreementServiceFutureStub;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.DirectoryServiceGrpc.DirectoryServiceFutureStub;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.world.Caseload;
import uk.yjx.world.Staff;

/** Registers the invented agencies and their staff over the contract, as an administrator would. */
final class DirectorySetUp {

  private static final long CALL_SECONDS_MAX = 30;
  private static final Duration AGREED_SINCE = Duration.ofDays(30);
  private static final Duration AGREED_FOR = Duration.ofDays(365);

  private final Caseload caseload;
  private final DemoCertificates certificates;

  DirectorySetUp(Caseload caseload, DemoCertificates certificates) {
    this.caseload = caseload;
    this.certificates = certificates;
  }

  /** Registers agencies, then principals, then roles: each needs the one before. */
  void register(ExchangeConnection administrator) throws InterruptedException {
    DirectoryServiceFutureStub directory =
        DirectoryServiceGrpc.newFutureStub(administrator.channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    List<ListenableFuture<?>> calls = new ArrayList<>();
    for (Agency agency : caseload.agencies()) {
      calls.add(directory.registerAgency(agency(agency)));
    }
    await(calls);
    for (Staff one : caseload.staff()) {
      calls.add(
          directory.registerPrincipal(
              RegisterPrincipalRequest.newBuilder()
                  .setRequestId("demo-principal-" + calls.size())
                  .setPrincipal(one.principal())
                  .build()));
    }
    await(calls);
    for (Staff one : caseload.staff()) {
      for (RoleGrant role : one.roles()) {
        calls.add(
            directory.grantRole(
                GrantRoleRequest.newBuilder()
                    .setRequestId("demo-role-" + calls.size())
                    .setPrincipalId(one.id())
                    .setGrant(role)
                    .build()));
      }
    }
    await(calls);
  }

  /** Has the agreements proposed by one person and approved by another; how many they are. */
  int agree(ExchangeConnection proposer, ExchangeConnection approver, Instant now)
      throws InterruptedException {
    List<Agreement> agreements = caseload.agreements(now.minus(AGREED_SINCE), now.plus(AGREED_FOR));
    List<ListenableFuture<?>> calls = new ArrayList<>();
    for (Agreement agreement : agreements) {
      calls.add(
          agreements(proposer)
              .recordAgreement(
                  RecordAgreementRequest.newBuilder()
                      .setRequestId("demo-agreement-" + calls.size())
                      .setAgreement(agreement)
                      .build()));
    }
    await(calls);
    for (Agreement agreement : agreements) {
      calls.add(
          agreements(approver)
              .approveAgreement(
                  ApproveAgreementRequest.newBuilder()
                      .setRequestId("demo-approval-" + calls.size())
                      .setAgreementId(agreement.getAgreementId())
                      .setVersion(1)
                      .build()));
    }
    await(calls);
    return agreements.size();
  }

  private static AgreementServiceFutureStub agreements(ExchangeConnection of) {
    return AgreementServiceGrpc.newFutureStub(of.channel())
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private RegisterAgencyRequest agency(Agency agency) {
    return RegisterAgencyRequest.newBuilder()
        .setRequestId("demo-agency-" + agency.getAgencyId())
        .setAgency(agency.toBuilder().addTrustAnchorsPem(certificates.anchor(agency.getAgencyId())))
        .build();
  }

  private static void await(List<ListenableFuture<?>> calls) throws InterruptedException {
    try {
      var unused = Futures.allAsList(calls).get();
    } catch (ExecutionException e) {
      throw Errors.of(e.getCause() == null ? e : e.getCause());
    }
    calls.clear();
  }
}
