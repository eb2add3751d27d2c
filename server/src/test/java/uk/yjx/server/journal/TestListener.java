package uk.yjx.server.journal;

import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told, and whether that was every position once and in order. */
final class TestListener implements CommitListener {
  private final List<Long> fromMemory = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private long reached = -1;

  /** Whether the next commit is not taken. */
  volatile boolean failing;

  @Override
  public synchronized void committed(long first, List<Entry> entries) {
    if (first != reached + 1) {
      breaches.add("committed from " + first + " after " + reached);
    }
    if (failing) {
      failing = false;
      throw new IllegalStateException("this listener does not take it");
    }
    for (long position = first; position < first + entries.size(); position++) {
      fromMemory.add(position);
    }
    reached = first + entries.size() - 1;
  }

  @Override
  public synchronized void advanced(long upTo) {
    if (upTo <= reached) {
      breaches.add("advanced to " + upTo + " after " + reached);
    }
    reached = upTo;
  }

  /** Everything up to here has been told. */
  synchronized long reached() {
    return reached;
  }

  /** Positions told from memory. */
  synchronized List<Long> fromMemory() {
    return List.copyOf(fromMemory);
  }

  /** What was told twice, out of order, or with a gap before it. */
  synchronized List<String> breaches() {
    return List.copyOf(breaches);
  }
}
