package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the head row from a process that stopped in the middle of a statement. The database's own
 * timeouts end a session that is idle in a transaction, but none reaches one that waits for its
 * client in the middle of COPY or of a message, and a stopped process's kernel keeps its connection
 * alive for ever. So whoever waits for the row looks twice at who holds it, and ends a session that
 * has waited for its client through both looks.
 */
@Singleton
final class StoppedHolders {
  /** A wait for the head row that is worth a look, and the time between two looks. */
  static final Duration LOOK_AFTER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(StoppedHolders.class);

  /** Who the waiting session waits for, if that one itself waits for its client. */
  private static final String SILENT_HOLDERS =
      """
      SELECT a.pid, a.state_change::text
      FROM unnest(pg_blocking_pids(?)) AS holder (pid)
      JOIN pg_stat_activity a ON a.pid = holder.pid
      WHERE a.wait_event_type = 'Client' AND a.wait_event = 'ClientRead'
      ORDER BY a.pid
      LIMIT 100
      """;

  private static final String END =
      """
      SELECT pg_terminate_backend(?)
      """;

  private record Wait(int session, long since) {}

  private volatile Wait wait = new Wait(0, 0);

  /** What the last look saw; used by the thread that looks alone. */
  private Map<Integer, String> seen = Map.of();

  private Wait seenIn = wait;
  private long seenAt;

  /** This process's writer begins to wait for the head row. */
  void waiting(int session) {
    wait = new Wait(session, System.nanoTime());
  }

  /** It has the row, or has given up. */
  void arrived() {
    wait = new Wait(0, 0);
  }

  /** Looks, if it is time to; on a connection that is not the writer's. */
  void look(Connection connection) throws SQLException {
    Wait current = wait;
    long now = System.nanoTime();
    long last = current.equals(seenIn) ? seenAt : current.since();
    if (current.session() == 0 || now - last < LOOK_AFTER.toNanos()) {
      return;
    }
    Map<Integer, String> silent = silentHolders(connection, current.session());
    if (current.equals(seenIn)) {
      for (Map.Entry<Integer, String> holder : silent.entrySet()) {
        if (holder.getValue().equals(seen.get(holder.getKey()))) {
          end(connection, holder.getKey());
        }
      }
    }
    seen = silent;
    seenIn = current;
    seenAt = now;
  }

  private static Map<Integer, String> silentHolders(Connection connection, int session)
      throws SQLException {
    Map<Integer, String> silent = new HashMap<>();
    try (PreparedStatement s = connection.prepareStatement(SILENT_HOLDERS)) {
      s.setInt(1, session);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          silent.put(r.getInt(1), r.getString(2));
        }
      }
    }
    return silent;
  }

  private static void end(Connection connection, int session) throws SQLException {
    LOG.warn("a process that holds the journal's head has stopped; its session {} ends", session);
    try (PreparedStatement s = connection.prepareStatement(END)) {
      s.setInt(1, session);
      s.execute();
    }
  }
}
