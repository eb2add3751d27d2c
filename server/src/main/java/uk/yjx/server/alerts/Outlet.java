package uk.yjx.server.alerts;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import uk.yjx.alerts.v1.Acknowledged;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.Drain;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Progress;

/** The call's side of a stream, with its own frames. */
record Outlet<T extends Message>(ServerCallStreamObserver<T> call, Frames<T> frames) {
  void events(Disclosures.Released released, AlertEvents events) {
    released.message(frames.events(events)).send(call);
  }

  void opened(Opened opened) {
    call.onNext(frames.opened(opened));
  }

  void progress(Progress progress) {
    call.onNext(frames.progress(progress));
  }

  void acknowledged(Acknowledged acknowledged) {
    call.onNext(frames.acknowledged(acknowledged));
  }

  void drain(Duration retryAfter) {
    Drain drain =
        Drain.newBuilder()
            .setRetryAfter(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(retryAfter.toSeconds())
                    .setNanos(retryAfter.toNanosPart()))
            .build();
    call.onNext(frames.drain(drain));
  }
}
