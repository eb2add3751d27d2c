package uk.yjx.server.journal;

import java.sql.SQLException;
import java.time.Duration;
import uk.yjx.server.kernel.Failure;

/** What callers are told when a batch was not written. */
final class WriteFailures {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** The database did not take the batch; nothing is wrong with the request. */
  static final Failure WRITE_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "WRITE_FAILED",
          "the database did not take the request; try again with the same request id",
          RETRY_AFTER);

  /** The journal takes nothing more. */
  static final Failure STOPPING =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "SERVER_STOPPING",
          "this server is stopping; try again with the same request id",
          RETRY_AFTER);

  private static final Failure DATA_REJECTED =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT,
          "DATA_REJECTED",
          "the request holds a value that cannot be stored; nothing was changed");

  private static final Failure ROW_NOT_MADE =
      Failure.of(
          Failure.Code.INTERNAL,
          "ROW_NOT_MADE",
          "the exchange could not store the request; nothing was changed");

  private static final String NO_STATE = "";

  private WriteFailures() {}

  /**
   * Whether one entry is the cause: its data (SQLSTATE classes 22 and 23), or the code that makes
   * its rows. Then the batch is split; anything else would only fail again.
   */
  static boolean isOfOneEntry(Throwable e) {
    String state = sqlState(e);
    return state.startsWith("22") || state.startsWith("23") || state.equals(NO_STATE);
  }

  /** Whether the database itself refused data, so that nothing of the transaction is committed. */
  static boolean isRefusedData(Throwable e) {
    return isOfOneEntry(e) && !sqlState(e).equals(NO_STATE);
  }

  /** What the caller of an entry that fails alone is told. */
  static Failure alone(Throwable e) {
    return sqlState(e).equals(NO_STATE) ? ROW_NOT_MADE : DATA_REJECTED;
  }

  /** What happened, without any text that could quote data. */
  static String describe(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getName()
        + " "
        + sqlState(e)
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static String sqlState(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return NO_STATE;
  }
}
