package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Acknowledge;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.Acknowledged;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.Grant;
import uk.yjx.alerts.v1.Open;
import uk.yjx.alerts.v1.Ping;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.Read;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.common.v1.Purpose;

/** A reader's side of a Receive call. */
final class Reading implements ClientResponseObserver<ReceiveRequest, ReceiveResponse> {
  static final int PLENTY = 10_000;
  private static final long TIMEOUT_S = 60;
  private static final AtomicInteger INSTANCES = new AtomicInteger();

  private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();
  private final boolean frozen;
  private @Nullable ClientCallStreamObserver<ReceiveRequest> stream;
  private long nonces;
  ByteString cursor = ByteString.EMPTY;

  private Reading(boolean frozen) {
    this.frozen = frozen;
  }

  private ClientCallStreamObserver<ReceiveRequest> call() {
    return Objects.requireNonNull(stream);
  }

  private record End(Status status) {}

  static Open.Builder opening() {
    return Open.newBuilder()
        .setScope(Scope.SCOPE_MY_CASELOAD)
        .setInstanceId("instance-" + INSTANCES.incrementAndGet())
        .setCredit(Grant.newBuilder().setAlerts(PLENTY).setBytes(16 * 1024 * 1024))
        .setPurpose(Purpose.PURPOSE_SUPERVISION);
  }

  static Reading of(Area area, String who) {
    return of(area, who, opening());
  }

  static Reading of(Area area, String who, Open.Builder open) {
    return open(area, who, open, false);
  }

  /** A client that never reads a frame. */
  static Reading frozen(Area area, String who) {
    return open(area, who, opening(), true);
  }

  /** A reader at whichever server the channel leads to. */
  static Reading over(Channel channel, Open.Builder open) {
    return open(channel, open, false);
  }

  private static Reading open(Area area, String who, Open.Builder open, boolean frozen) {
    return open(area.as(who), open, frozen);
  }

  private static Reading open(Channel channel, Open.Builder open, boolean frozen) {
    Reading reading = new Reading(frozen);
    var unused = AlertServiceGrpc.newStub(channel).receive(reading);
    reading.call().onNext(ReceiveRequest.newBuilder().setOpen(open).build());
    return reading;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ReceiveRequest> call) {
    stream = call;
    if (frozen) {
      call.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(ReceiveResponse frame) {
    frames.add(frame);
  }

  @Override
  public void onError(Throwable error) {
    frames.add(new End(Status.fromThrowable(error)));
  }

  @Override
  public void onCompleted() {
    frames.add(new End(Status.OK));
  }

  ReceiveResponse frame() throws InterruptedException {
    Object frame = frames.poll(TIMEOUT_S, TimeUnit.SECONDS);
    if (frame instanceof ReceiveResponse response) {
      if (response.hasEvents()) {
        cursor = response.getEvents().getCursorAfter();
      }
      return response;
    }
    throw new AssertionError(frame == null ? "nothing came" : "the call ended: " + frame);
  }

  /** How the call ends, whatever comes before. */
  Status end() throws InterruptedException {
    Object frame = frames.poll(TIMEOUT_S, TimeUnit.SECONDS);
    while (!(frame instanceof End)) {
      if (frame == null) {
        throw new AssertionError("the call goes on");
      }
      frame = frames.poll(TIMEOUT_S, TimeUnit.SECONDS);
    }
    return ((End) frame).status();
  }

  /** Everything sent until the stream says that it is live, in order. */
  List<AlertEvent> untilLive() throws InterruptedException {
    List<AlertEvent> events = new ArrayList<>();
    ReceiveResponse frame;
    boolean live = false;
    ping();
    while (!live) {
      frame = frame();
      events.addAll(frame.getEvents().getEventsList());
      // Only the answer to the newest ping: what else was told may be older than this call.
      if (frame.hasProgress() && frame.getProgress().getNonce() == nonces) {
        Progress progress = frame.getProgress();
        live =
            progress.getCursor().equals(progress.getHeadCursor())
                || progress.getState() == uk.yjx.alerts.v1.StreamState.STREAM_STATE_BLOCKED;
        if (!live) {
          ping();
        }
      }
    }
    return events;
  }

  /** The next frame of events. */
  List<AlertEvent> events() throws InterruptedException {
    ReceiveResponse frame = frame();
    while (!frame.hasEvents()) {
      frame = frame();
    }
    return frame.getEvents().getEventsList();
  }

  AlertEvent event() throws InterruptedException {
    List<AlertEvent> events = events();
    if (events.size() != 1) {
      throw new AssertionError("not one event: " + events.size());
    }
    return events.getFirst();
  }

  Progress progress() throws InterruptedException {
    ping();
    ReceiveResponse frame = frame();
    while (!frame.hasProgress() || frame.getProgress().getNonce() != nonces) {
      frame = frame();
    }
    return frame.getProgress();
  }

  AcknowledgeResult acknowledge(String alert) throws InterruptedException {
    call()
        .onNext(
            ReceiveRequest.newBuilder()
                .setAcknowledge(Acknowledge.newBuilder().addAlertIds(alert))
                .build());
    return acknowledged().getResults(0);
  }

  /** Says that an alert was shown to the reader. */
  AcknowledgeResult read(String alert) throws InterruptedException {
    call()
        .onNext(ReceiveRequest.newBuilder().setRead(Read.newBuilder().addAlertIds(alert)).build());
    return acknowledged().getResults(0);
  }

  /** The next frame of results. */
  Acknowledged acknowledged() throws InterruptedException {
    ReceiveResponse frame = frame();
    while (!frame.hasAcknowledged()) {
      frame = frame();
    }
    return frame.getAcknowledged();
  }

  void grant(int alerts, int bytes) {
    call()
        .onNext(
            ReceiveRequest.newBuilder()
                .setGrant(Grant.newBuilder().setAlerts(alerts).setBytes(bytes))
                .build());
  }

  void send(ReceiveRequest request) {
    call().onNext(request);
  }

  void ping() {
    nonces++;
    call().onNext(ReceiveRequest.newBuilder().setPing(Ping.newBuilder().setNonce(nonces)).build());
  }

  void halfClose() {
    call().onCompleted();
  }

  void close() {
    call().cancel("the test is over", null);
  }

  static Status status(Runnable call) {
    try {
      call.run();
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }
}
