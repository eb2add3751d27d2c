package uk.yjx.server.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import uk.yjx.alerts.v1.AcceptConditionsRequest;
import uk.yjx.alerts.v1.AcceptConditionsResponse;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.AcknowledgeAlertsResponse;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.DisputeAlertRequest;
import uk.yjx.alerts.v1.DisputeAlertResponse;
import uk.yjx.alerts.v1.ExplainDisclosureRequest;
import uk.yjx.alerts.v1.ExplainDisclosureResponse;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.GetAlertResponse;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListAlertsResponse;
import uk.yjx.alerts.v1.ListRecallsRequest;
import uk.yjx.alerts.v1.ListRecallsResponse;
import uk.yjx.alerts.v1.ListUnownedRequest;
import uk.yjx.alerts.v1.ListUnownedResponse;
import uk.yjx.alerts.v1.ReassignAlertRequest;
import uk.yjx.alerts.v1.ReassignAlertResponse;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.alerts.v1.RecordOutcomeRequest;
import uk.yjx.alerts.v1.RecordOutcomeResponse;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/** The alert service on the wire. */
@GrpcService
final class AlertEndpoint extends AlertServiceGrpc.AlertServiceImplBase {
  private static final String WATCH = "yjx.alerts.v1.AlertService/Watch";
  private static final String ACKNOWLEDGE = "yjx.alerts.v1.AlertService/AcknowledgeAlerts";

  private final StreamOpening opening;
  private final StreamServices services;
  private final Acknowledgements acknowledgements;
  private final Alterations alterations;
  private final Listing listing;
  private final UnownedItems unowned;
  private final Disputes disputes;
  private final RecallListing recalls;
  private final Explanations explanations;
  private final Requests requests;
  private final Receipts receipts;

  AlertEndpoint(
      StreamOpening opening,
      StreamServices services,
      Acknowledgements acknowledgements,
      Alterations alterations,
      Listing listing,
      UnownedItems unowned,
      Disputes disputes,
      RecallListing recalls,
      Explanations explanations,
      Requests requests,
      Receipts receipts) {
    this.opening = opening;
    this.services = services;
    this.acknowledgements = acknowledgements;
    this.alterations = alterations;
    this.listing = listing;
    this.unowned = unowned;
    this.disputes = disputes;
    this.recalls = recalls;
    this.explanations = explanations;
    this.requests = requests;
    this.receipts = receipts;
  }

  @Override
  public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> out) {
    ServerCallStreamObserver<ReceiveResponse> call =
        (ServerCallStreamObserver<ReceiveResponse>) out;
    return new ReceiveCall(Caller.current(), call, opening, services, acknowledgements);
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
    WatchCall.open(
        Caller.current(),
        new StreamOpening.Asked(
            request.getScope(), "", request.getResumeCursor(), request.getPurpose(), WATCH),
        (ServerCallStreamObserver<WatchResponse>) out,
        opening,
        services);
  }

  @Override
  public void listAlerts(ListAlertsRequest request, StreamObserver<ListAlertsResponse> out) {
    Disclosed<ListAlertsResponse> page = listing.list(Caller.current(), request);
    if (page == null) {
      out.onNext(ListAlertsResponse.getDefaultInstance());
      out.onCompleted();
    } else {
      page.answer(out);
    }
  }

  @Override
  public void getAlert(GetAlertRequest request, StreamObserver<GetAlertResponse> out) {
    Disclosed<GetAlertResponse> alert = listing.get(Caller.current(), request);
    if (alert == null) {
      throw Alterations.NOT_FOUND.refused();
    }
    alert.answer(out);
  }

  @Override
  public void acknowledgeAlerts(
      AcknowledgeAlertsRequest request, StreamObserver<AcknowledgeAlertsResponse> out) {
    Caller caller = Caller.current();
    List<UUID> ids = request.getAlertIdsList().stream().map(UUID::fromString).toList();
    Acknowledgements.Asked asked =
        new Acknowledgements.Asked(
            requests.key(caller.agency(), request.getRequestId(), request),
            results ->
                AcknowledgeAlertsResponse.newBuilder()
                    .addAllResults(results)
                    .build()
                    .toByteArray());
    Committed commit =
        acknowledgements
            .apply(caller, Acknowledgements.Verb.ACKNOWLEDGE, ids, ACKNOWLEDGE, asked)
            .join()
            .commit()
            .orElseThrow();
    out.onNext(
        stored(commit).toBuilder().setReceipt(receipts.of(request.getRequestId(), commit)).build());
    out.onCompleted();
  }

  @Override
  public void recordOutcome(
      RecordOutcomeRequest request, StreamObserver<RecordOutcomeResponse> out) {
    Caller caller = Caller.current();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    UUID alert = UUID.fromString(request.getAlertId());
    answer(
        out,
        alterations.outcome(caller, key, alert, request.getOutcome(), request.getReason()),
        commit ->
            RecordOutcomeResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build());
  }

  @Override
  public void reassignAlert(
      ReassignAlertRequest request, StreamObserver<ReassignAlertResponse> out) {
    Caller caller = Caller.current();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    UUID alert = UUID.fromString(request.getAlertId());
    PrincipalId to = principal(request.getToPrincipal(), "to_principal");
    answer(
        out,
        alterations.reassign(caller, key, alert, to, request.getReason()),
        commit ->
            ReassignAlertResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build());
  }

  @Override
  public void acceptConditions(
      AcceptConditionsRequest request, StreamObserver<AcceptConditionsResponse> out) {
    Caller caller = Caller.current();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    answer(
        out,
        alterations.accept(caller, key, UUID.fromString(request.getAlertId())),
        commit ->
            AcceptConditionsResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build());
  }

  @Override
  public void explainDisclosure(
      ExplainDisclosureRequest request, StreamObserver<ExplainDisclosureResponse> out) {
    PrincipalId reader = principal(request.getCaller(), "caller");
    Disclosed<ExplainDisclosureResponse> why =
        explanations.explain(
            Caller.current(), reader, UUID.fromString(request.getAlertId()), request.getPurpose());
    why.answer(out);
  }

  @Override
  public void listUnowned(ListUnownedRequest request, StreamObserver<ListUnownedResponse> out) {
    out.onNext(unowned.list(Caller.current(), request));
    out.onCompleted();
  }

  @Override
  public void disputeAlert(DisputeAlertRequest request, StreamObserver<DisputeAlertResponse> out) {
    Caller caller = Caller.current();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    UUID alert = UUID.fromString(request.getAlertId());
    answer(
        out,
        disputes.raise(caller, key, alert, request.getStatement()),
        commit ->
            DisputeAlertResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build());
  }

  @Override
  public void listRecalls(ListRecallsRequest request, StreamObserver<ListRecallsResponse> out) {
    Disclosed<ListRecallsResponse> page = recalls.list(Caller.current(), request);
    if (page == null) {
      out.onNext(ListRecallsResponse.getDefaultInstance());
      out.onCompleted();
    } else {
      page.answer(out);
    }
  }

  private static <T> void answer(
      StreamObserver<T> out, CompletableFuture<Committed> commit, Function<Committed, T> form) {
    out.onNext(form.apply(commit.join()));
    out.onCompleted();
  }

  private static AcknowledgeAlertsResponse stored(Committed commit) {
    try {
      return AcknowledgeAlertsResponse.parseFrom(commit.answer());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  private static PrincipalId principal(String text, String field) {
    try {
      return PrincipalId.parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.field("VALIDATION_FAILED", field, "a principal is written agency/user/name")
          .refused();
    }
  }
}
