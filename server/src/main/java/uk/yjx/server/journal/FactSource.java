package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** A room's facts in memory, kept equal to its tables. */
public interface FactSource {

  /** Reads rows that changed at positions in (after, upTo] and makes them the facts. */
  void refresh(Connection connection, long after, long upTo) throws SQLException;

  /** Sources of lower rank are refreshed first. */
  int rank();
}
