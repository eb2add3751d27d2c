package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import java.util.Optional;
import uk.yjx.alerts.v1.Grant;
import uk.yjx.alerts.v1.Open;
import uk.yjx.alerts.v1.Ping;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.ReceiveRequest;

/** Builds the frames a subscription sends and reads what progress frames say. */
final class Frames {

  static final String NO_CREDIT = "NO_CREDIT";
  static final String HANDLER_FAILED = "HANDLER_FAILED";

  private Frames() {}

  static ReceiveRequest open(SubscriptionSettings settings, ByteString resume, Grant credit) {
    return ReceiveRequest.newBuilder()
        .setOpen(
            Open.newBuilder()
                .setScope(settings.scope())
                .setInstanceId(settings.instanceId())
                .setResumeCursor(resume)
                .setCredit(credit)
                .setPurpose(settings.purpose()))
        .build();
  }

  static ReceiveRequest grant(Grant grant) {
    return ReceiveRequest.newBuilder().setGrant(grant).build();
  }

  static ReceiveRequest ping() {
    return ReceiveRequest.newBuilder().setPing(Ping.newBuilder().setNonce(1)).build();
  }

  /** The state a progress frame tells; empty when this version does not know it. */
  static Optional<SubscriptionState> state(Progress progress) {
    return switch (progress.getState()) {
      case STREAM_STATE_LIVE -> Optional.of(new SubscriptionState.Live());
      case STREAM_STATE_CATCHING_UP -> Optional.of(new SubscriptionState.CatchingUp());
      case STREAM_STATE_BLOCKED ->
          Optional.of(new SubscriptionState.Blocked(progress.getBlockedReason()));
      case STREAM_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
