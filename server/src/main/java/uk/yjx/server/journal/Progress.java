package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners how far the journal is, each position once and in order, whether this process
 * committed it or another one. Facts in memory are never older than what listeners have been told.
 */
@Singleton
public final class Progress {
  private static final long NOTHING_RESERVED = Long.MAX_VALUE;
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  private final List<CommitListener> listeners;
  private volatile long told;

  /**
   * First position of the batch this process is committing. Until its outcome is known, the writer
   * alone tells of it, from memory, however early its commit is seen in the table.
   */
  private volatile long reservedFrom = NOTHING_RESERVED;

  Progress(List<CommitListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** The position up to which listeners have been told. */
  public long head() {
    return told;
  }

  synchronized void startAt(long position) {
    told = position;
    listeners.forEach(l -> l.advanced(position));
  }

  /** The writer is about to commit entries from this position on. Never waits. */
  void reserve(long first) {
    reservedFrom = first;
  }

  /** The writer does not tell of what it reserved: it was not committed, or facts lag behind. */
  void release() {
    reservedFrom = NOTHING_RESERVED;
  }

  /** Of a committed head, as much as may be told by others than the writer. */
  long unreserved(long head) {
    return Math.min(head, reservedFrom - 1);
  }

  /** This process committed the batch it had reserved. */
  synchronized void committed(long first, long last, List<Entry> entries) {
    reservedFrom = NOTHING_RESERVED;
    tell(first - 1);
    if (told != first - 1) {
      // Told by others after a release; a position is told once.
      tell(last);
      return;
    }
    told = last;
    for (CommitListener listener : listeners) {
      if (!tell(listener, last, l -> l.committed(first, entries))) {
        // It can still read from the tables what it could not take from memory.
        tell(listener, last, l -> l.advanced(last));
      }
    }
  }

  /** Some process committed up to here, as {@link #unreserved} said. */
  synchronized void advanced(long upTo) {
    tell(unreserved(upTo));
  }

  private void tell(long upTo) {
    if (upTo > told) {
      told = upTo;
      listeners.forEach(listener -> tell(listener, upTo, l -> l.advanced(upTo)));
    }
  }

  private static boolean tell(
      CommitListener listener, long position, Consumer<CommitListener> news) {
    try {
      news.accept(listener);
      return true;
    } catch (RuntimeException e) {
      LOG.error(
          "{} failed at position {}: {}",
          listener.getClass().getSimpleName(),
          position,
          e.getClass().getName());
      return false;
    }
  }
}
