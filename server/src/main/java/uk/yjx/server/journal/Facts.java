package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps every room's facts equal to the tables as of one position. A plan reads {@link #position}
 * first and facts after, so its stamp is never newer than what it saw.
 */
@Singleton
public final class Facts {

  private final List<FactSource> sources;
  private volatile long position;

  Facts(List<FactSource> sources) {
    this.sources = sources.stream().sorted(Comparator.comparingInt(FactSource::rank)).toList();
  }

  /** The position the facts in memory reflect: the stamp of a plan decided now. */
  public long position() {
    return position;
  }

  /** Reads everything, at start. */
  synchronized void load(Connection connection, long head) throws SQLException {
    for (FactSource source : sources) {
      source.refresh(connection, 0, head);
    }
    position = head;
  }

  /**
   * Brings the facts to the position after entries of this process, which touched facts or not.
   * Under the lock before them the facts were brought to the position they follow on.
   */
  synchronized void own(Connection connection, long upTo, boolean touched) throws SQLException {
    if (upTo <= position) {
      return;
    }
    if (touched) {
      refresh(connection, upTo);
    }
    position = upTo;
  }

  /** Brings the facts to the position after entries of any process. */
  synchronized void foreign(Connection connection, long upTo) throws SQLException {
    if (upTo <= position) {
      return;
    }
    boolean[] any = {false};
    Touches.read(connection, position, upTo, (keys, at) -> any[0] |= anyInMemory(keys));
    if (any[0]) {
      refresh(connection, upTo);
    }
    position = upTo;
  }

  /** Whether one of the facts is kept in memory. */
  static boolean anyInMemory(long[] keys) {
    for (long key : keys) {
      if (FactKey.isInMemory(key)) {
        return true;
      }
    }
    return false;
  }

  private void refresh(Connection connection, long upTo) throws SQLException {
    for (FactSource source : sources) {
      source.refresh(connection, position, upTo);
    }
  }
}
