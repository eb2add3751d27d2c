package uk.yjx.server.identity;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import uk.yjx.common.v1.Receipt;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.GrantRoleResponse;
import uk.yjx.identity.v1.ListAgenciesRequest;
import uk.yjx.identity.v1.ListAgenciesResponse;
import uk.yjx.identity.v1.ListPrincipalsRequest;
import uk.yjx.identity.v1.ListPrincipalsResponse;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterAgencyResponse;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RegisterPrincipalResponse;
import uk.yjx.identity.v1.RevokeCertificateRequest;
import uk.yjx.identity.v1.RevokeCertificateResponse;
import uk.yjx.identity.v1.WhoAmIRequest;
import uk.yjx.identity.v1.WhoAmIResponse;
import uk.yjx.identity.v1.WithdrawRoleRequest;
import uk.yjx.identity.v1.WithdrawRoleResponse;
import uk.yjx.server.identity.DirectoryPlans.Plan;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** The directory as clients see it: translates, asks, translates. */
@GrpcService
final class DirectoryEndpoint extends DirectoryServiceGrpc.DirectoryServiceImplBase {
  private static final String SERVICE = DirectoryServiceGrpc.SERVICE_NAME + "/";

  private final DirectoryJournal changes;
  private final DirectoryFacts facts;
  private final Receipts receipts;

  DirectoryEndpoint(DirectoryJournal changes, DirectoryFacts facts, Receipts receipts) {
    this.changes = changes;
    this.facts = facts;
    this.receipts = receipts;
  }

  @Override
  public void registerAgency(
      RegisterAgencyRequest request, StreamObserver<RegisterAgencyResponse> to) {
    change(
            "RegisterAgency",
            request.getRequestId(),
            request,
            d -> DirectoryPlans.registerAgency(request, d))
        .whenComplete(
            answer(
                to,
                request.getRequestId(),
                r -> RegisterAgencyResponse.newBuilder().setReceipt(r).build()));
  }

  @Override
  public void registerPrincipal(
      RegisterPrincipalRequest request, StreamObserver<RegisterPrincipalResponse> to) {
    change(
            "RegisterPrincipal",
            request.getRequestId(),
            request,
            d -> DirectoryPlans.registerPrincipal(request, d))
        .whenComplete(
            answer(
                to,
                request.getRequestId(),
                r -> RegisterPrincipalResponse.newBuilder().setReceipt(r).build()));
  }

  @Override
  public void grantRole(GrantRoleRequest request, StreamObserver<GrantRoleResponse> to) {
    change("GrantRole", request.getRequestId(), request, d -> DirectoryPlans.grantRole(request, d))
        .whenComplete(
            answer(
                to,
                request.getRequestId(),
                r -> GrantRoleResponse.newBuilder().setReceipt(r).build()));
  }

  @Override
  public void withdrawRole(WithdrawRoleRequest request, StreamObserver<WithdrawRoleResponse> to) {
    change(
            "WithdrawRole",
            request.getRequestId(),
            request,
            d -> DirectoryPlans.withdrawRole(request, d))
        .whenComplete(
            answer(
                to,
                request.getRequestId(),
                r -> WithdrawRoleResponse.newBuilder().setReceipt(r).build()));
  }

  @Override
  public void revokeCertificate(
      RevokeCertificateRequest request, StreamObserver<RevokeCertificateResponse> to) {
    change(
            "RevokeCertificate",
            request.getRequestId(),
            request,
            d -> DirectoryPlans.revokeCertificate(request, d))
        .whenComplete(
            answer(
                to,
                request.getRequestId(),
                r -> RevokeCertificateResponse.newBuilder().setReceipt(r).build()));
  }

  @Override
  public void listAgencies(ListAgenciesRequest request, StreamObserver<ListAgenciesResponse> to) {
    to.onNext(DirectoryPages.agencies(request, facts.current()));
    to.onCompleted();
  }

  @Override
  public void listPrincipals(
      ListPrincipalsRequest request, StreamObserver<ListPrincipalsResponse> to) {
    ListPrincipalsResponse page = DirectoryPages.principals(request, facts.current());
    changes
        .disclose(Caller.current(), SERVICE + "ListPrincipals", DirectoryPages.idsOf(page))
        .whenComplete((committed, refused) -> {
          if (refused != null) {
            to.onError(refused);
          } else {
            Disclosed.by(committed, page).answer(to);
          }
        });
  }

  @Override
  public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> to) {
    to.onNext(DirectoryPages.whoIs(Caller.current()));
    to.onCompleted();
  }

  private CompletableFuture<Committed> change(
      String method, String requestId, Message request, Function<Directory, Plan> decide) {
    return changes.change(Caller.current(), SERVICE + method, requestId, request, decide);
  }

  private <A> BiConsumer<Committed, Throwable> answer(
      StreamObserver<A> to, String requestId, Function<Receipt, A> translate) {
    return (committed, refused) -> {
      if (refused != null) {
        to.onError(refused);
      } else {
        to.onNext(translate.apply(receipts.of(requestId, committed)));
        to.onCompleted();
      }
    };
  }
}
