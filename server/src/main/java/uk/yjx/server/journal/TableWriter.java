package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How a room writes one kind of row. It is called inside the journal's transaction with the rows of
 * a whole batch, in order of position; it must not wait for anything but the database.
 *
 * @param <R> what the room writes
 */
public interface TableWriter<R> {

  /** Writes all rows in as few round trips as possible. */
  void write(Connection connection, List<Placed<R>> rows) throws SQLException;

  /**
   * Adds what {@link #write} would do to a script, so that all of a batch's tables take one round
   * trip; false, and nothing added, when the rows have to be written by themselves.
   */
  default boolean append(Script script, List<Placed<R>> rows) {
    return false;
  }

  /** Tables of lower rank are written first. */
  default int rank() {
    return 100;
  }

  /**
   * A row with its place in the order.
   *
   * @param position position of its entry
   * @param ordinal index among the rows of the same kind in the same entry, from 0
   */
  record Placed<R>(long position, int ordinal, R row) {}
}
