package uk.yjx.server.alerts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Holds the head of the journal, so that what is decided meanwhile waits to be written. */
public final class HeadLock implements AutoCloseable {
  private final Connection holder;
  private final Connection observer;

  private HeadLock(Connection holder, Connection observer) {
    this.holder = holder;
    this.observer = observer;
  }

  /** Takes the head row; close it within a second or two. */
  public static HeadLock hold(AlertsExchange exchange) throws SQLException {
    Connection holder = exchange.database().superuser();
    holder.setAutoCommit(false);
    try (Statement s = holder.createStatement()) {
      s.execute("SELECT FROM journal.head FOR UPDATE");
    }
    return new HeadLock(holder, exchange.database().superuser());
  }

  /** Returns when the journal's writer has taken a batch and waits for the head. */
  public void untilSomeoneWaits() throws SQLException {
    try (Statement s = observer.createStatement()) {
      boolean waits = false;
      while (!waits) {
        try (ResultSet r =
            s.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'")) {
          r.next();
          waits = r.getLong(1) > 0;
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    holder.rollback();
    holder.close();
    observer.close();
  }
}
