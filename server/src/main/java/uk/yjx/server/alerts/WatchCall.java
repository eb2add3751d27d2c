package uk.yjx.server.alerts;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicReference;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.server.identity.Caller;

/** One Watch call: the same stream without credit, opened away from the event loop. */
final class WatchCall {

  private WatchCall() {}

  static void open(
      Caller caller,
      StreamOpening.Asked asked,
      ServerCallStreamObserver<WatchResponse> call,
      StreamOpening opening,
      StreamServices services) {
    AtomicReference<StreamOpening.Begun> begun = new AtomicReference<>();
    Runnable release =
        () -> {
          StreamOpening.Begun it = begun.get();
          if (it != null) {
            it.stream().cancelled();
            it.close().run();
          }
        };
    call.setOnReadyHandler(() -> {
      StreamOpening.Begun it = begun.get();
      if (it != null) {
        it.stream().signal();
      }
    });
    call.setOnCancelHandler(release);
    call.setOnCloseHandler(release);
    services
        .reads()
        .execute(() -> {
          try {
            StreamOpening.Begun it =
                opening.begin(caller, asked, Credit.unlimited(), new Outlet<>(call, Frames.WATCH));
            begun.set(it);
            it.stream().opened(it.opened());
            if (call.isCancelled()) {
              release.run();
            }
          } catch (RuntimeException e) {
            call.onError(e);
          }
        });
  }
}
