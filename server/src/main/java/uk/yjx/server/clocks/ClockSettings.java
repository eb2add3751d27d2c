package uk.yjx.server.clocks;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import uk.yjx.server.journal.FactSource;

/** Calendars and ladders in memory, kept equal to their tables. */
@Singleton
public final class ClockSettings implements FactSource {
  private static final int RANK = 25;

  private volatile ClockBook current = ClockBook.empty(new WorkingDays());

  /**
   * The book now; a plan reads the journal's stamp first and depends on {@code clockRules(agency)}.
   */
  public ClockBook now() {
    return current;
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    current = ClockSettingsTable.changed(connection, current, after, upTo);
  }

  @Override
  public int rank() {
    return RANK;
  }
}
