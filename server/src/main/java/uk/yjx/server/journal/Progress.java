package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners how far the journal is, each position once and in order, whether this process
 * committed it or another one.
 */
@Singleton
public final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  private final List<CommitListener> listeners;
  private volatile long told;

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

  /** This process committed a batch. */
  synchronized void committed(long first, long last, List<Entry> entries) {
    if (last <= told) {
      return;
    }
    boolean follows = first == told + 1;
    told = last;
    for (CommitListener listener : listeners) {
      try {
        if (follows) {
          listener.committed(first, entries);
        } else {
          listener.advanced(last);
        }
      } catch (RuntimeException e) {
        LOG.error("a listener failed at position {}", last, e);
      }
    }
  }

  /** Some process committed up to here. */
  synchronized void advanced(long upTo) {
    if (upTo <= told) {
      return;
    }
    told = upTo;
    for (CommitListener listener : listeners) {
      listener.advanced(upTo);
    }
  }
}
