package uk.yjx.bench;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.AgreementServiceGrpc.AgreementServiceFutureStub;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.DirectoryServiceGrpc.DirectoryServiceFutureStub;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.world.Caseload;
import uk.yjx.world.Staff;
import uk.yjx.world.Workload;
import uk.yjx.world.YouthJusticeService;

/**
 * The invented world the exchange is measured in, set up over its contracts as an administrator and
 * the services' systems would.
 *
 * @param caseload agencies, staff and children
 */
public record BenchWorld(Caseload caseload) {

  private static final long SEED = 20_260_101;
  private static final long CALL_SECONDS_MAX = 60;
  private static final Duration AGREED_SINCE = Duration.ofDays(30);
  private static final Duration AGREED_FOR = Duration.ofDays(365);

  /** The force whose notices are streamed. */
  private static final String POLICE = "met-police";

  static BenchWorld of(int children) {
    return new BenchWorld(Caseload.of(SEED, children));
  }

  /** Everyone who needs a certificate. */
  public List<String> principals() {
    return caseload.staff().stream().map(Staff::id).toList();
  }

  /** Registers and agrees everything; the bootstrap has registered the administrator. */
  public String administrator() {
    return one(Role.ROLE_DIRECTORY_ADMINISTRATOR);
  }

  /** The police system that sends notices. */
  String sender() {
    return caseload.staff(POLICE, Role.ROLE_NOTICE_SUBMITTER).getFirst().id();
  }

  /** A case manager who may open a stream. */
  String worker() {
    return one(Role.ROLE_CASE_MANAGER);
  }

  /** A fresh stream of notices; another run number gives other notices. */
  Workload workload(int run) {
    return Workload.streams(caseload, POLICE, SEED + run, 1).getFirst();
  }

  /** The same over the connections of a measurement. */
  void setUp(Connections connections, String anchor, Progress progress)
      throws InterruptedException, IOException {
    setUp(connections::of, anchor, progress::say);
  }

  /** Registers agencies, principals and roles, records agreements, imports the children. */
  public void setUp(
      Function<String, ExchangeConnection> connections, String anchor, Consumer<String> progress)
      throws InterruptedException, IOException {
    DirectoryServiceFutureStub directory =
        DirectoryServiceGrpc.newFutureStub(connections.apply(administrator()).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    List<ListenableFuture<?>> calls = new ArrayList<>();
    String operator = administrator().substring(0, administrator().indexOf('/'));
    for (Agency agency : caseload.agencies()) {
      if (!agency.getAgencyId().equals(operator)) {
        calls.add(directory.registerAgency(registration(agency, anchor)));
      }
    }
    await(calls);
    for (Staff one : caseload.staff()) {
      if (!one.id().equals(administrator())) {
        calls.add(
            directory.registerPrincipal(
                RegisterPrincipalRequest.newBuilder()
                    .setRequestId("bench-principal-" + calls.size())
                    .setPrincipal(one.principal())
                    .build()));
      }
    }
    await(calls);
    for (Staff one : caseload.staff()) {
      for (RoleGrant role : one.roles()) {
        if (!one.id().equals(administrator())) {
          calls.add(directory.grantRole(grant(one, role, calls.size())));
        }
      }
    }
    await(calls);
    agree(connections);
    for (YouthJusticeService service : YouthJusticeService.values()) {
      progress.accept("importing the children of " + service.place());
      CaseImport.run(
          connections.apply(service.id() + "/system/casework"), caseload.requests(service));
    }
  }

  private void agree(Function<String, ExchangeConnection> connections) throws InterruptedException {
    Instant now = Instant.now();
    List<ListenableFuture<?>> calls = new ArrayList<>();
    for (Agreement agreement : caseload.agreements(now.minus(AGREED_SINCE), now.plus(AGREED_FOR))) {
      calls.add(
          agreements(connections, administrator())
              .recordAgreement(
                  RecordAgreementRequest.newBuilder()
                      .setRequestId("bench-agreement-" + calls.size())
                      .setAgreement(agreement)
                      .build()));
    }
    int proposed = calls.size();
    await(calls);
    for (Agreement agreement : caseload.agreements(now.minus(AGREED_SINCE), now.plus(AGREED_FOR))) {
      calls.add(
          agreements(connections, one(Role.ROLE_AGREEMENT_ADMINISTRATOR))
              .approveAgreement(
                  ApproveAgreementRequest.newBuilder()
                      .setRequestId("bench-approval-" + (proposed + calls.size()))
                      .setAgreementId(agreement.getAgreementId())
                      .setVersion(1)
                      .build()));
    }
    await(calls);
  }

  private static AgreementServiceFutureStub agreements(
      Function<String, ExchangeConnection> connections, String as) {
    return AgreementServiceGrpc.newFutureStub(connections.apply(as).channel())
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static RegisterAgencyRequest registration(Agency agency, String anchor) {
    return RegisterAgencyRequest.newBuilder()
        .setRequestId("bench-agency-" + agency.getAgencyId())
        .setAgency(agency.toBuilder().addTrustAnchorsPem(anchor))
        .build();
  }

  private static GrantRoleRequest grant(Staff one, RoleGrant role, int number) {
    return GrantRoleRequest.newBuilder()
        .setRequestId("bench-grant-" + number)
        .setPrincipalId(one.id())
        .setGrant(role)
        .build();
  }

  private String one(Role role) {
    return caseload.staff(role).getFirst().id();
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
