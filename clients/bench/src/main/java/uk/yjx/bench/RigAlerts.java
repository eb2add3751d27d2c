package uk.yjx.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.alerts.v1.StreamState;
import uk.yjx.bench.RigNotices.RigRow;

/** The rig's side of Receive: every committed notice goes to every subscriber at once. */
final class RigAlerts extends AlertServiceGrpc.AlertServiceImplBase {

  /** Longer than any measurement: the rig has no heartbeats. */
  private static final long HEARTBEAT_SECONDS = 3_600;

  private static final int EVENTS_PER_FRAME_MAX = 100;
  private static final ByteString CURSOR = ByteString.copyFromUtf8("rig");

  private final List<StreamObserver<ReceiveResponse>> subscribers = new CopyOnWriteArrayList<>();

  @Override
  public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> frames) {
    return new StreamObserver<>() {
      @Override
      public void onNext(ReceiveRequest request) {
        if (request.hasOpen()) {
          open(frames);
        }
      }

      @Override
      public void onError(Throwable cancelled) {
        subscribers.remove(frames);
      }

      @Override
      public void onCompleted() {
        subscribers.remove(frames);
        frames.onCompleted();
      }
    };
  }

  /** Runs on the writing thread, after the commit. */
  void committed(List<RigRow> rows) {
    if (subscribers.isEmpty()) {
      return;
    }
    List<AlertEvent> events = new ArrayList<>(rows.size());
    for (RigRow row : rows) {
      events.add(
          AlertEvent.newBuilder()
              .setCause(EntryCause.ENTRY_CAUSE_NEW)
              .setAlert(
                  Alert.newBuilder()
                      .setAlertId(new UUID(0, events.size()).toString())
                      .setEventTime(row.request().getNotice().getEventTime()))
              .build());
    }
    for (int from = 0; from < events.size(); from += EVENTS_PER_FRAME_MAX) {
      ReceiveResponse frame =
          ReceiveResponse.newBuilder()
              .setEvents(
                  AlertEvents.newBuilder()
                      .addAllEvents(
                          events.subList(
                              from, Math.min(events.size(), from + EVENTS_PER_FRAME_MAX)))
                      .setCursorAfter(CURSOR))
              .build();
      subscribers.forEach(subscriber -> subscriber.onNext(frame));
    }
  }

  private void open(StreamObserver<ReceiveResponse> frames) {
    frames.onNext(
        ReceiveResponse.newBuilder()
            .setOpened(
                Opened.newBuilder()
                    .setHeartbeatInterval(Duration.newBuilder().setSeconds(HEARTBEAT_SECONDS))
                    .setAlertsPerFrame(EVENTS_PER_FRAME_MAX)
                    .setHeadCursor(CURSOR)
                    .setOldestCursor(CURSOR)
                    .setSessionEpoch(1))
            .build());
    frames.onNext(
        ReceiveResponse.newBuilder()
            .setProgress(
                Progress.newBuilder()
                    .setCursor(CURSOR)
                    .setHeadCursor(CURSOR)
                    .setState(StreamState.STREAM_STATE_LIVE))
            .build());
    subscribers.add(frames);
  }
}
