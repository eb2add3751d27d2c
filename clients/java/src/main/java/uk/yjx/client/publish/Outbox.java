package uk.yjx.client.publish;

import com.google.protobuf.Message;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import uk.yjx.client.Errors;
import uk.yjx.common.v1.Refusal;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.Window;

/**
 * Notices between the application and the exchange: waiting in order, on the wire without an
 * answer, or to be sent again. The lock is taken once a frame, never once a notice.
 */
final class Outbox {

  private final Queue<InFlight> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, InFlight> unanswered = new HashMap<>();
  private final PriorityQueue<InFlight> again =
      new PriorityQueue<>(Comparator.comparingLong((InFlight item) -> item.sequence));
  private final int refusalRetriesMax;
  private final ToIntFunction<Message> frameBytes;
  private long sequence;
  private long resent;

  /**
   * An empty outbox.
   *
   * @param frameBytes the bytes a notice takes in a frame
   */
  Outbox(int refusalRetriesMax, ToIntFunction<Message> frameBytes) {
    this.frameBytes = frameBytes;
    this.refusalRetriesMax = refusalRetriesMax;
  }

  /** Puts a notice at the end; any thread. */
  void add(InFlight item) {
    waiting.add(item);
  }

  /** Whether something waits to be put into a frame. */
  boolean hasWaiting() {
    if (!waiting.isEmpty()) {
      return true;
    }
    lock.lock();
    try {
      return !again.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether everything taken has been answered. */
  boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty() && again.isEmpty() && unanswered.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  long resent() {
    lock.lock();
    try {
      return resent;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what fits into one frame now: what must be sent again first, then what waits. Only the
   * sending thread calls it.
   *
   * @param oversized gets the notices that fit into no frame at all
   * @return the notices of the frame; empty when nothing waits or the window is full
   */
  List<Message> nextFrame(Window window, List<InFlight> oversized) {
    List<Message> frame = new ArrayList<>();
    int bytes = 0;
    lock.lock();
    try {
      while (frame.size() < window.getNoticesPerFrame()
          && unanswered.size() < window.getNoticesInFlight()) {
        InFlight item = again.isEmpty() ? waiting.peek() : again.peek();
        if (item == null) {
          break;
        }
        int size = frameBytes.applyAsInt(item.request);
        if (size <= window.getFrameBytes() && bytes + size > window.getFrameBytes()) {
          break;
        }
        take(item);
        if (size > window.getFrameBytes()) {
          oversized.add(item);
        } else if (send(item)) {
          frame.add(item.request);
          bytes += size;
        }
      }
    } finally {
      lock.unlock();
    }
    return frame;
  }

  /**
   * Matches answers with notices. What was refused only for the moment is kept to be sent again;
   * everything else comes back to be completed outside the lock.
   */
  Settled settle(List<NoticeAnswer> answers) {
    List<InFlight> items = new ArrayList<>(answers.size());
    List<NoticeAnswer> results = new ArrayList<>(answers.size());
    Duration hold = Duration.ZERO;
    lock.lock();
    try {
      for (NoticeAnswer answer : answers) {
        InFlight item = unanswered.remove(answer.getRequestId());
        if (item == null) {
          continue; // Answered before, on a call that was lost meanwhile.
        }
        if (isMomentary(answer) && item.refusals < refusalRetriesMax) {
          item.refusals++;
          again.add(item);
          Duration wait = Errors.duration(answer.getRefused().getRetryAfter());
          hold = wait.compareTo(hold) > 0 ? wait : hold;
          continue;
        }
        if (item.twin != null) {
          again.add(item.twin);
        }
        items.add(item);
        results.add(answer);
      }
    } finally {
      lock.unlock();
    }
    return new Settled(items, results, hold);
  }

  /** Takes everything on the wire back, to be sent again in its order. */
  void callLost() {
    lock.lock();
    try {
      again.addAll(unanswered.values());
      unanswered.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Takes everything out, for good. */
  List<InFlight> clear() {
    List<InFlight> all = new ArrayList<>();
    lock.lock();
    try {
      all.addAll(unanswered.values());
      all.addAll(again);
      unanswered.clear();
      again.clear();
    } finally {
      lock.unlock();
    }
    for (InFlight item = waiting.poll(); item != null; item = waiting.poll()) {
      all.add(item);
    }
    for (int i = 0; i < all.size(); i++) {
      InFlight twin = all.get(i).twin;
      if (twin != null) {
        all.add(twin);
      }
    }
    return all;
  }

  private void take(InFlight item) {
    if (item == again.peek()) {
      again.poll();
    } else {
      waiting.poll();
    }
  }

  /** Marks the notice as on the wire; false when an equal request id is there already. */
  private boolean send(InFlight item) {
    if (item.sequence == 0) {
      item.sequence = ++sequence;
    }
    InFlight earlier = unanswered.putIfAbsent(item.requestId(), item);
    if (earlier != null) {
      // Two answers with one id could not be told apart, so the later notice waits its turn.
      while (earlier.twin != null) {
        earlier = earlier.twin;
      }
      earlier.twin = item;
      return false;
    }
    if (item.sent) {
      resent++;
    }
    item.sent = true;
    return true;
  }

  private static boolean isMomentary(NoticeAnswer answer) {
    if (!answer.hasRefused() || !answer.getRefused().hasRetryAfter()) {
      return false;
    }
    Refusal refusal = answer.getRefused();
    return refusal.getCode() == Status.Code.RESOURCE_EXHAUSTED.value()
        || refusal.getCode() == Status.Code.UNAVAILABLE.value();
  }

  /**
   * Notices that are answered.
   *
   * @param items the notices
   * @param answers their answers, in the same order
   * @param hold send nothing for this long, because some were refused for the moment
   */
  record Settled(List<InFlight> items, List<NoticeAnswer> answers, Duration hold) {}
}
