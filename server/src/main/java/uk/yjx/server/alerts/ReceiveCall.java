package uk.yjx.server.alerts;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Acknowledged;
import uk.yjx.alerts.v1.Open;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;

/**
 * The client's side of one Receive call: frames in, signals out. Callbacks run on the event loop,
 * so they never touch the database; the next frame is asked for when this one has been dealt with.
 */
final class ReceiveCall implements StreamObserver<ReceiveRequest> {
  private static final String OPERATION = "yjx.alerts.v1.AlertService/Receive";

  private static final Failure OUT_OF_ORDER =
      Failure.field("FRAME_OUT_OF_ORDER", "frame", "open comes first and once");

  private final Caller caller;
  private final ServerCallStreamObserver<ReceiveResponse> call;
  private final StreamOpening opening;
  private final StreamServices services;
  private final Acknowledgements acknowledgements;
  private final Credit credit = Credit.none();
  private volatile StreamOpening.@Nullable Begun begun;
  private boolean opened;
  private volatile boolean closed;
  private final AtomicInteger unfinished = new AtomicInteger(1);

  ReceiveCall(
      Caller caller,
      ServerCallStreamObserver<ReceiveResponse> call,
      StreamOpening opening,
      StreamServices services,
      Acknowledgements acknowledgements) {
    this.caller = caller;
    this.call = call;
    this.opening = opening;
    this.services = services;
    this.acknowledgements = acknowledgements;
    call.disableAutoRequest();
    call.setOnReadyHandler(this::signal);
    call.setOnCancelHandler(this::cancelled);
    call.setOnCloseHandler(this::release);
    call.request(1);
  }

  @Override
  public void onNext(ReceiveRequest frame) {
    boolean first = frame.getFrameCase() == ReceiveRequest.FrameCase.OPEN;
    if (first == opened) {
      fail(OUT_OF_ORDER);
      return;
    }
    switch (frame.getFrameCase()) {
      case OPEN -> open(frame.getOpen());
      case GRANT -> {
        grant(frame.getGrant().getAlerts(), frame.getGrant().getBytes());
        call.request(1);
      }
      case ACKNOWLEDGE ->
          apply(Acknowledgements.Verb.ACKNOWLEDGE, frame.getAcknowledge().getAlertIdsList());
      case READ -> apply(Acknowledgements.Verb.READ, frame.getRead().getAlertIdsList());
      case PING -> {
        withStream(s -> s.progress(frame.getPing().getNonce()));
        call.request(1);
      }
      case FRAME_NOT_SET -> call.request(1); // a later version's frame: nothing for us
    }
  }

  @Override
  public void onError(Throwable t) {
    cancelled();
  }

  /** The client says no more: the call ends when what it asked for is answered. */
  @Override
  public void onCompleted() {
    finished();
  }

  /** Called once for the client's side, once for the opening and once for every acknowledgement. */
  private void finished() {
    if (unfinished.decrementAndGet() > 0) {
      return;
    }
    if (begun == null) {
      call.onCompleted();
    } else {
      withStream(s -> s.end(null));
    }
  }

  private void open(Open open) {
    opened = true;
    credit.grant(open.getCredit().getAlerts(), open.getCredit().getBytes());
    StreamOpening.Asked asked =
        new StreamOpening.Asked(
            open.getScope(),
            open.getInstanceId(),
            open.getResumeCursor(),
            open.getPurpose(),
            OPERATION);
    unfinished.incrementAndGet();
    services.reads().execute(() -> begin(asked));
  }

  private void begin(StreamOpening.Asked asked) {
    try {
      StreamOpening.Begun it =
          opening.begin(caller, asked, credit, new Outlet<>(call, Frames.RECEIVE));
      begun = it;
      it.stream().opened(it.opened());
      if (closed) {
        release();
      }
      call.request(1);
      finished();
    } catch (RuntimeException e) {
      call.onError(e);
    }
  }

  private void grant(int alerts, int bytes) {
    withStream(s -> s.grant(alerts, bytes));
  }

  private void apply(Acknowledgements.Verb verb, List<String> ids) {
    List<UUID> alerts = ids.stream().map(UUID::fromString).toList();
    unfinished.incrementAndGet();
    services
        .reads()
        .execute(() -> {
          try {
            acknowledgements.apply(caller, verb, alerts, OPERATION, null).whenComplete(this::tell);
          } catch (RuntimeException e) {
            tell(null, e);
          }
        });
  }

  private void tell(Acknowledgements.@Nullable Done done, @Nullable Throwable error) {
    if (done != null) {
      Acknowledged results = Acknowledged.newBuilder().addAllResults(done.results()).build();
      withStream(s -> s.acknowledged(results));
    } else {
      Throwable cause = error instanceof CompletionException ? error.getCause() : error;
      withStream(s ->
          s.end(
              cause instanceof Failure.Refused refused
                  ? refused.failure()
                  : Alterations.READ_FAILED));
    }
    finished();
    call.request(1);
  }

  private void signal() {
    withStream(AlertStream::signal);
  }

  private void cancelled() {
    withStream(AlertStream::cancelled);
    release();
  }

  private void release() {
    closed = true;
    StreamOpening.Begun it = begun;
    if (it != null) {
      it.close().run();
    }
  }

  private void fail(Failure failure) {
    if (begun == null) {
      call.onError(failure.refused());
    } else {
      withStream(s -> s.end(failure));
    }
  }

  private void withStream(java.util.function.Consumer<AlertStream> action) {
    StreamOpening.Begun it = begun;
    if (it != null) {
      action.accept(it.stream());
    }
  }
}
