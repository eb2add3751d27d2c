package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.StreamState;

/** What a stream is doing, as its progress frames tell it. */
final class StreamProgress {
  private volatile Doing doing = new Doing(StreamState.STREAM_STATE_CATCHING_UP, "");

  /** The state, with the reason when it is blocked. */
  private record Doing(StreamState state, String blockedBy) {}

  /** It has told everything; true when that is new. */
  boolean live() {
    boolean isNew = doing.state() != StreamState.STREAM_STATE_LIVE;
    doing = new Doing(StreamState.STREAM_STATE_LIVE, "");
    return isNew;
  }

  /** It reads what lies behind. */
  void catchingUp() {
    doing = new Doing(StreamState.STREAM_STATE_CATCHING_UP, "");
  }

  /** What it waited for is there; it goes on with what lies behind. */
  void unblocked() {
    if (doing.state() == StreamState.STREAM_STATE_BLOCKED) {
      catchingUp();
    }
  }

  /** It waits for something. */
  void blocked(String by) {
    doing = new Doing(StreamState.STREAM_STATE_BLOCKED, by);
  }

  Progress frame(ByteString cursor, ByteString head, long nonce) {
    Doing now = doing;
    return Progress.newBuilder()
        .setCursor(cursor)
        .setHeadCursor(head)
        .setState(now.state())
        .setBlockedReason(now.blockedBy())
        .setNonce(nonce)
        .build();
  }
}
