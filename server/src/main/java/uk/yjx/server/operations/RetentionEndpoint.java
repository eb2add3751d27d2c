package uk.yjx.server.operations;

import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Receipt;
import uk.yjx.operations.v1.ApproveErasureRequest;
import uk.yjx.operations.v1.ApproveErasureResponse;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.operations.v1.HoldRecordsRequest;
import uk.yjx.operations.v1.HoldRecordsResponse;
import uk.yjx.operations.v1.ListErasuresRequest;
import uk.yjx.operations.v1.ListErasuresResponse;
import uk.yjx.operations.v1.RetentionServiceGrpc.RetentionServiceImplBase;
import uk.yjx.operations.v1.RunRetentionRequest;
import uk.yjx.operations.v1.RunRetentionResponse;
import uk.yjx.operations.v1.SetRetentionRequest;
import uk.yjx.operations.v1.SetRetentionResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.ChildId;

/** The retention service on the wire. */
@GrpcService
final class RetentionEndpoint extends RetentionServiceImplBase {
  private final Retention retention;
  private final RetentionReader reader;
  private final Requests requests;
  private final Receipts receipts;

  RetentionEndpoint(
      Retention retention, RetentionReader reader, Requests requests, Receipts receipts) {
    this.retention = retention;
    this.reader = reader;
    this.requests = requests;
    this.receipts = receipts;
  }

  @Override
  public void setRetention(SetRetentionRequest request, StreamObserver<SetRetentionResponse> out) {
    Caller caller = Caller.current();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    Receipt receipt =
        receipts.of(
            request.getRequestId(), retention.set(caller, key, request.getKeepDays()).join());
    answer(out, SetRetentionResponse.newBuilder().setReceipt(receipt).build());
  }

  @Override
  public void holdRecords(HoldRecordsRequest request, StreamObserver<HoldRecordsResponse> out) {
    Caller caller = Caller.current();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    ChildId child = child(request.getChildId());
    var done =
        request.getRelease()
            ? retention.release(caller, key, child, request.getReason())
            : retention.hold(caller, key, child, request.getReason());
    Receipt receipt = receipts.of(request.getRequestId(), done.join());
    answer(out, HoldRecordsResponse.newBuilder().setReceipt(receipt).build());
  }

  @Override
  public void runRetention(RunRetentionRequest request, StreamObserver<RunRetentionResponse> out) {
    Caller caller = Caller.current();
    List<RetentionReader.Due> found = retention.due(caller);
    List<RetentionReader.Due> due = found.stream().filter(one -> !one.held()).toList();
    RunRetentionResponse.Builder response =
        RunRetentionResponse.newBuilder().setDue(due.size()).setHeld(found.size() - due.size());
    if (!request.getDryRun() && !due.isEmpty()) {
      RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
      response.setReceipt(
          receipts.of(request.getRequestId(), retention.propose(caller, key, due).join()));
    }
    answer(out, response.build());
  }

  @Override
  public void listErasures(ListErasuresRequest request, StreamObserver<ListErasuresResponse> out) {
    ListErasuresResponse.Builder response = ListErasuresResponse.newBuilder();
    for (RetentionReader.Erasing one :
        reader.erasures(Caller.current().agency(), request.getIncludeDone())) {
      response.addErasures(
          Erasure.newBuilder()
              .setErasureId(one.id().toString())
              .setPosition(one.position())
              .setKind(one.kind())
              .setDueSince(Receipts.timestamp(one.dueSince()))
              .setDone(one.done())
              .setHeld(one.held()));
    }
    answer(out, response.build());
  }

  @Override
  public void approveErasure(
      ApproveErasureRequest request, StreamObserver<ApproveErasureResponse> out) {
    Caller caller = Caller.current();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    UUID erasure = UUID.fromString(request.getErasureId());
    Receipt receipt =
        receipts.of(request.getRequestId(), retention.approve(caller, key, erasure).join());
    answer(out, ApproveErasureResponse.newBuilder().setReceipt(receipt).build());
  }

  private static @Nullable ChildId child(String id) {
    return id.isEmpty() ? null : new ChildId(UUID.fromString(id));
  }

  private static <T> void answer(StreamObserver<T> out, T message) {
    out.onNext(message);
    out.onCompleted();
  }
}
