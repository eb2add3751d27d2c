package uk.yjx.server.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer: two lanes, bounded by entries and bytes. The urgent lane is drained
 * first and has room of its own beyond the bound, so that a flood of ordinary work keeps no urgent
 * notice, acknowledgement or revocation out.
 */
final class CommitQueue {
  /** An eighth of the bound is added for the urgent lane alone. */
  private static final int URGENT_SHARE = 8;

  /**
   * So many waiting when the writer comes back mean a flood: more than come during one batch at any
   * pace at which nobody waits long. A few hundred then cost the database hardly more than a few
   * dozen, and each small batch keeps those who decide from the processor.
   */
  static final int FLOOD_MIN = 24;

  /** A flood is gathered until so many wait. */
  static final int GATHERED = 512;

  /** A flood is gathered for so long at most. */
  static final Duration GATHERING_MAX = Duration.ofMillis(10);

  /**
   * When nothing has come for so long, the flood is over: senders that wait for their answers send
   * nothing more before they have them.
   */
  static final Duration QUIET = Duration.ofMillis(2);

  /** What became of an offer. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final int entriesMax;
  private final long bytesMax;
  private final long gatheringNanos;
  private final long quietNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /** Taken once and put back: first of all, so that nothing can make them wait for ever. */
  private final ArrayDeque<Pending> again = new ArrayDeque<>();

  private final ArrayDeque<Pending> urgent = new ArrayDeque<>();
  private final ArrayDeque<Pending> ordinary = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /** With fewer than these waiting nobody need be woken. */
  private int wanted = 1;

  CommitQueue(int entriesMax, long bytesMax) {
    this(entriesMax, bytesMax, GATHERING_MAX, QUIET);
  }

  /** A queue that gathers a flood for other times. */
  CommitQueue(int entriesMax, long bytesMax, Duration gatheringMax, Duration quiet) {
    this.entriesMax = entriesMax;
    this.bytesMax = bytesMax;
    this.gatheringNanos = gatheringMax.toNanos();
    this.quietNanos = quiet.toNanos();
  }

  /** Adds an entry, if there is room. */
  Offer offer(Pending pending) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      boolean first = pending.entry().lane() == Lane.URGENT;
      if (size() >= entriesMax + (first ? entriesMax / URGENT_SHARE : 0)
          || bytes >= bytesMax + (first ? bytesMax / URGENT_SHARE : 0)) {
        return Offer.FULL;
      }
      (first ? urgent : ordinary).addLast(pending);
      bytes += pending.entry().size();
      if (size() >= wanted || bytes >= bytesMax) {
        arrived.signal();
      }
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Puts entries back, in order: they were taken but must wait for the next batch. */
  void putBack(List<Pending> deferred) {
    lock.lock();
    try {
      for (Pending pending : deferred) {
        again.addLast(pending);
        bytes += pending.entry().size();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what waits: what was put back, then urgent, then ordinary entries; waits for something to
   * come, and of a flood for more of it. Empty once closed and drained.
   */
  List<Pending> take(int batchEntriesMax, long batchBytesMax) throws InterruptedException {
    lock.lock();
    try {
      gather();
      while (size() == 0) {
        if (closed) {
          return List.of();
        }
        arrived.await();
      }
      List<Pending> batch = new ArrayList<>(Math.min(size(), batchEntriesMax));
      long batchBytes = 0;
      while (batch.size() < batchEntriesMax && batchBytes < batchBytesMax && size() > 0) {
        Pending next = lane().removeFirst();
        batchBytes += next.entry().size();
        batch.add(next);
      }
      bytes -= batchBytes;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Takes everything at once without waiting. */
  List<Pending> drain() {
    lock.lock();
    try {
      List<Pending> all = new ArrayList<>(size());
      while (size() > 0) {
        all.add(lane().removeFirst());
      }
      bytes = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Entries waiting. */
  int depth() {
    lock.lock();
    try {
      return size();
    } finally {
      lock.unlock();
    }
  }

  /** No more entries come in; those waiting are still taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    if (size() < FLOOD_MIN) {
      return;
    }
    wanted = GATHERED;
    try {
      long left = gatheringNanos;
      int before = 0;
      while (size() > before && size() < GATHERED && bytes < bytesMax && !closed && left > 0) {
        before = size();
        long step = Math.min(left, quietNanos);
        left -= step - arrived.awaitNanos(step);
      }
    } finally {
      wanted = 1;
    }
  }

  private int size() {
    return again.size() + urgent.size() + ordinary.size();
  }

  private ArrayDeque<Pending> lane() {
    if (!again.isEmpty()) {
      return again;
    }
    return urgent.isEmpty() ? ordinary : urgent;
  }
}
