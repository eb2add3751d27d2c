package uk.yjx.server.alerts;

import com.google.protobuf.Message;
import uk.yjx.alerts.v1.Acknowledged;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.Drain;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.alerts.v1.WatchResponse;

/** Wraps what a stream says in the frames of its call. */
interface Frames<T extends Message> {
  T opened(Opened opened);

  T events(AlertEvents events);

  T progress(Progress progress);

  T acknowledged(Acknowledged acknowledged);

  T drain(Drain drain);

  /** Frames of Receive. */
  Frames<ReceiveResponse> RECEIVE =
      new Frames<>() {
        @Override
        public ReceiveResponse opened(Opened opened) {
          return ReceiveResponse.newBuilder().setOpened(opened).build();
        }

        @Override
        public ReceiveResponse events(AlertEvents events) {
          return ReceiveResponse.newBuilder().setEvents(events).build();
        }

        @Override
        public ReceiveResponse progress(Progress progress) {
          return ReceiveResponse.newBuilder().setProgress(progress).build();
        }

        @Override
        public ReceiveResponse acknowledged(Acknowledged acknowledged) {
          return ReceiveResponse.newBuilder().setAcknowledged(acknowledged).build();
        }

        @Override
        public ReceiveResponse drain(Drain drain) {
          return ReceiveResponse.newBuilder().setDrain(drain).build();
        }
      };

  /** Frames of Watch, on which nothing is acknowledged. */
  Frames<WatchResponse> WATCH =
      new Frames<>() {
        @Override
        public WatchResponse opened(Opened opened) {
          return WatchResponse.newBuilder().setOpened(opened).build();
        }

        @Override
        public WatchResponse events(AlertEvents events) {
          return WatchResponse.newBuilder().setEvents(events).build();
        }

        @Override
        public WatchResponse progress(Progress progress) {
          return WatchResponse.newBuilder().setProgress(progress).build();
        }

        @Override
        public WatchResponse acknowledged(Acknowledged acknowledged) {
          throw new IllegalStateException("Watch carries no acknowledgements");
        }

        @Override
        public WatchResponse drain(Drain drain) {
          return WatchResponse.newBuilder().setDrain(drain).build();
        }
      };
}
