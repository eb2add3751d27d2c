package uk.yjx.server.clusters;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import uk.yjx.clusters.v1.AddEventRequest;
import uk.yjx.clusters.v1.AddEventResponse;
import uk.yjx.clusters.v1.AddJointActionRequest;
import uk.yjx.clusters.v1.AddJointActionResponse;
import uk.yjx.clusters.v1.AskServiceRequest;
import uk.yjx.clusters.v1.AskServiceResponse;
import uk.yjx.clusters.v1.CloseClusterRequest;
import uk.yjx.clusters.v1.CloseClusterResponse;
import uk.yjx.clusters.v1.DeclineToJoinRequest;
import uk.yjx.clusters.v1.DeclineToJoinResponse;
import uk.yjx.clusters.v1.GetClusterRequest;
import uk.yjx.clusters.v1.GetClusterResponse;
import uk.yjx.clusters.v1.IncidentClusterServiceGrpc;
import uk.yjx.clusters.v1.ListClustersRequest;
import uk.yjx.clusters.v1.ListClustersResponse;
import uk.yjx.clusters.v1.ListJointActionsRequest;
import uk.yjx.clusters.v1.ListJointActionsResponse;
import uk.yjx.clusters.v1.OpenClusterRequest;
import uk.yjx.clusters.v1.OpenClusterResponse;
import uk.yjx.clusters.v1.RecordActionOutcomeRequest;
import uk.yjx.clusters.v1.RecordActionOutcomeResponse;
import uk.yjx.clusters.v1.RemoveEventRequest;
import uk.yjx.clusters.v1.RemoveEventResponse;
import uk.yjx.common.v1.Receipt;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Incident clusters on the wire: translates, asks, translates. */
@GrpcService
final class ClusterEndpoint extends IncidentClusterServiceGrpc.IncidentClusterServiceImplBase {
  private final ClusterDesk desk;
  private final ActionDesk actions;
  private final ClusterReading reading;
  private final ActionReading list;
  private final Receipts receipts;

  ClusterEndpoint(
      ClusterDesk desk,
      ActionDesk actions,
      ClusterReading reading,
      ActionReading list,
      Receipts receipts) {
    this.desk = desk;
    this.actions = actions;
    this.reading = reading;
    this.list = list;
    this.receipts = receipts;
  }

  @Override
  public void openCluster(OpenClusterRequest request, StreamObserver<OpenClusterResponse> out) {
    answer(
        out,
        request.getRequestId(),
        desk.open(Caller.current(), request),
        OpenClusterResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void addEvent(AddEventRequest request, StreamObserver<AddEventResponse> out) {
    answer(
        out,
        request.getRequestId(),
        desk.add(Caller.current(), request),
        AddEventResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void removeEvent(RemoveEventRequest request, StreamObserver<RemoveEventResponse> out) {
    answer(
        out,
        request.getRequestId(),
        desk.remove(Caller.current(), request),
        RemoveEventResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void closeCluster(CloseClusterRequest request, StreamObserver<CloseClusterResponse> out) {
    answer(
        out,
        request.getRequestId(),
        desk.close(Caller.current(), request),
        CloseClusterResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void askService(AskServiceRequest request, StreamObserver<AskServiceResponse> out) {
    answer(
        out,
        request.getRequestId(),
        desk.ask(Caller.current(), request),
        AskServiceResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void declineToJoin(
      DeclineToJoinRequest request, StreamObserver<DeclineToJoinResponse> out) {
    answer(
        out,
        request.getRequestId(),
        desk.decline(Caller.current(), request),
        DeclineToJoinResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void addJointAction(
      AddJointActionRequest request, StreamObserver<AddJointActionResponse> out) {
    answer(
        out,
        request.getRequestId(),
        actions.add(Caller.current(), request),
        AddJointActionResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void recordActionOutcome(
      RecordActionOutcomeRequest request, StreamObserver<RecordActionOutcomeResponse> out) {
    answer(
        out,
        request.getRequestId(),
        actions.record(Caller.current(), request),
        RecordActionOutcomeResponse.parser(),
        (stored, receipt) -> stored.toBuilder().setReceipt(receipt).build());
  }

  @Override
  public void getCluster(GetClusterRequest request, StreamObserver<GetClusterResponse> out) {
    reading.get(Caller.current(), request).answer(out);
  }

  @Override
  public void listClusters(ListClustersRequest request, StreamObserver<ListClustersResponse> out) {
    answer(out, reading.list(Caller.current(), request), ListClustersResponse.getDefaultInstance());
  }

  @Override
  public void listJointActions(
      ListJointActionsRequest request, StreamObserver<ListJointActionsResponse> out) {
    answer(
        out, list.list(Caller.current(), request), ListJointActionsResponse.getDefaultInstance());
  }

  /** Sends what was disclosed, or an empty answer when there is nothing. */
  private static <T extends Message> void answer(
      StreamObserver<T> out, @Nullable Disclosed<T> page, T nothing) {
    if (page == null) {
      out.onNext(nothing);
      out.onCompleted();
    } else {
      page.answer(out);
    }
  }

  /** Sends the stored answer with its receipt. */
  private <T extends Message> void answer(
      StreamObserver<T> out,
      String requestId,
      CompletableFuture<Committed> committed,
      Parser<T> parser,
      BiFunction<T, Receipt, T> with) {
    Committed commit = committed.join();
    try {
      out.onNext(with.apply(parser.parseFrom(commit.answer()), receipts.of(requestId, commit)));
      out.onCompleted();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }
}
