package uk.yjx.server.evidence;

import java.util.List;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.server.alerts.LiveStream;

/** Tells leaves in order from an index on; an empty frame is the heartbeat. */
final class LeafTeller implements LiveStream.Teller<TailEventsResponse> {
  /** Leaves in one frame. */
  static final int FRAME_LEAVES_MAX = 500;

  /** A frame ends early above this size, in bytes. */
  static final int FRAME_BYTES_MAX = 1024 * 1024;

  private final LogStore store;
  private long next;

  LeafTeller(LogStore store, long from) {
    this.store = store;
    this.next = from;
  }

  @Override
  public boolean tellNext(LiveStream<TailEventsResponse> stream, boolean heartbeatDue) {
    List<LogLeaf> leaves = store.leaves(next, FRAME_LEAVES_MAX, FRAME_BYTES_MAX);
    if (leaves.isEmpty() && !heartbeatDue) {
      return false;
    }
    // Read after the leaves, so that the size always covers them.
    long size = store.head().size();
    TailEventsResponse frame =
        TailEventsResponse.newBuilder().addAllLeaves(leaves).setTreeSize(size).build();
    stream.send(call -> call.onNext(frame));
    next += leaves.size();
    return true;
  }
}
