package uk.yjx.server.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the writer: two lanes, bounded together by entries and bytes. */
final class CommitQueue {
  private final int entriesMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Pending> urgent = new ArrayDeque<>();
  private final ArrayDeque<Pending> ordinary = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  CommitQueue(int entriesMax, long bytesMax) {
    this.entriesMax = entriesMax;
    this.bytesMax = bytesMax;
  }

  /** Adds an entry; false when the queue is full or closed. */
  boolean offer(Pending pending) {
    lock.lock();
    try {
      if (closed || urgent.size() + ordinary.size() >= entriesMax || bytes >= bytesMax) {
        return false;
      }
      lane(pending).addLast(pending);
      bytes += pending.entry.size();
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Puts entries back in front, in order: they were taken but must wait for the next batch. */
  void putBack(List<Pending> deferred) {
    lock.lock();
    try {
      for (Pending pending : deferred.reversed()) {
        lane(pending).addFirst(pending);
        bytes += pending.entry.size();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes what waits, urgent first; waits for something to come. Empty once closed and drained. */
  List<Pending> take(int batchEntriesMax, long batchBytesMax) throws InterruptedException {
    lock.lock();
    try {
      while (urgent.isEmpty() && ordinary.isEmpty()) {
        if (closed) {
          return List.of();
        }
        arrived.await();
      }
      List<Pending> batch = new ArrayList<>();
      long batchBytes = 0;
      while (batch.size() < batchEntriesMax && batchBytes < batchBytesMax) {
        Pending next = urgent.isEmpty() ? ordinary.pollFirst() : urgent.pollFirst();
        if (next == null) {
          break;
        }
        batchBytes += next.entry.size();
        batch.add(next);
      }
      bytes -= batchBytes;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Entries waiting. */
  int depth() {
    lock.lock();
    try {
      return urgent.size() + ordinary.size();
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

  private ArrayDeque<Pending> lane(Pending pending) {
    return switch (pending.entry.lane()) {
      case URGENT -> urgent;
      case ORDINARY -> ordinary;
    };
  }
}
