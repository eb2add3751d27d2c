package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Acknowledged;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.AlertServiceGrpc.AlertServiceImplBase;
import uk.yjx.alerts.v1.Drain;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.Grant;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.alerts.v1.StreamState;

/** Records what a subscription sends and answers as the test says. */
final class ScriptedAlerts extends AlertServiceImplBase {

  static final int HEARTBEAT_SECONDS = 10;

  final List<Call> calls = new ArrayList<>();

  Call last() {
    return calls.getLast();
  }

  @Override
  public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> responses) {
    Call call = new Call((ServerCallStreamObserver<ReceiveResponse>) responses);
    calls.add(call);
    return call;
  }

  static ByteString cursor(int number) {
    return ByteString.copyFromUtf8("cursor-" + number);
  }

  static String alertId(int number) {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  /** One call of Receive. */
  static final class Call implements StreamObserver<ReceiveRequest> {

    final ServerCallStreamObserver<ReceiveResponse> responses;
    final List<ReceiveRequest> frames = new ArrayList<>();

    Call(ServerCallStreamObserver<ReceiveResponse> responses) {
      this.responses = responses;
      responses.setOnCancelHandler(() -> {});
    }

    ByteString resumedAt() {
      return frames.getFirst().getOpen().getResumeCursor();
    }

    List<Grant> grants() {
      return frames.stream().filter(ReceiveRequest::hasGrant).map(f -> f.getGrant()).toList();
    }

    List<List<String>> acknowledged() {
      return frames.stream()
          .filter(ReceiveRequest::hasAcknowledge)
          .map(f -> List.copyOf(f.getAcknowledge().getAlertIdsList()))
          .toList();
    }

    List<List<String>> read() {
      return frames.stream()
          .filter(ReceiveRequest::hasRead)
          .map(f -> List.copyOf(f.getRead().getAlertIdsList()))
          .toList();
    }

    void opened() {
      responses.onNext(
          ReceiveResponse.newBuilder()
              .setOpened(
                  Opened.newBuilder()
                      .setHeartbeatInterval(Duration.newBuilder().setSeconds(HEARTBEAT_SECONDS)))
              .build());
    }

    /** Sends events {@code from} to {@code to}, both included; the cursor is that of the last. */
    void events(int from, int to) {
      AlertEvents.Builder events = AlertEvents.newBuilder().setCursorAfter(cursor(to));
      for (int number = from; number <= to; number++) {
        events.addEvents(
            AlertEvent.newBuilder()
                .setCause(EntryCause.ENTRY_CAUSE_NEW)
                .setAlert(Alert.newBuilder().setAlertId(alertId(number))));
      }
      responses.onNext(ReceiveResponse.newBuilder().setEvents(events).build());
    }

    void progress(int cursor, StreamState state, String blockedReason) {
      responses.onNext(
          ReceiveResponse.newBuilder()
              .setProgress(
                  Progress.newBuilder()
                      .setCursor(ScriptedAlerts.cursor(cursor))
                      .setState(state)
                      .setBlockedReason(blockedReason))
              .build());
    }

    void applied(String... alertIds) {
      Acknowledged.Builder results = Acknowledged.newBuilder();
      for (String id : alertIds) {
        results.addResults(
            AcknowledgeResult.newBuilder()
                .setAlertId(id)
                .setStatus(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED));
      }
      responses.onNext(ReceiveResponse.newBuilder().setAcknowledged(results).build());
    }

    void drain(int seconds) {
      responses.onNext(
          ReceiveResponse.newBuilder()
              .setDrain(Drain.newBuilder().setRetryAfter(Duration.newBuilder().setSeconds(seconds)))
              .build());
    }

    @Override
    public void onNext(ReceiveRequest frame) {
      frames.add(frame);
    }

    @Override
    public void onError(Throwable failure) {
      // Cancelled by the client.
    }

    @Override
    public void onCompleted() {
      responses.onCompleted();
    }
  }
}
