package uk.yjx.server.evidence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Lets one process sign at a time. Whoever takes the lease over raises its fence; what the former
 * holder still tries to store then finds no row. One thread uses an instance.
 */
final class SigningLease {
  /** How long a process that stops keeps others from signing. */
  static final Duration LENGTH = Duration.ofSeconds(10);

  /** A held lease is renewed when less than this is left of it. */
  private static final Duration RENEW_BELOW = Duration.ofSeconds(7);

  /** A process without the lease looks this often. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private static final String TAKE =
      """
      INSERT INTO audit.signer AS s (origin, holder, fence, lease_until)
      VALUES (?, ?, 1, ?)
      ON CONFLICT (origin) DO UPDATE
      SET holder = EXCLUDED.holder, fence = s.fence + 1, lease_until = EXCLUDED.lease_until
      WHERE s.lease_until <= ?
      RETURNING fence
      """;

  private static final String RENEW =
      """
      UPDATE audit.signer
      SET lease_until = ?
      WHERE origin = ? AND holder = ? AND fence = ?
      """;

  private final LogStore store;
  private final UUID holder;
  private String origin = "";
  private long fence;
  private Instant until = Instant.MIN;
  private Instant lookAgain = Instant.MIN;

  SigningLease(LogStore store, UUID holder) {
    this.store = store;
    this.holder = holder;
  }

  /** Whether this process holds the lease now; takes or renews it where that is due. */
  boolean hold(String log, Instant now) {
    if (!log.equals(origin)) {
      origin = log;
      lost(Instant.MIN);
    }
    if (fence > 0 && now.plus(RENEW_BELOW).isBefore(until)) {
      return true;
    }
    if (fence > 0 && store.borrow(c -> renew(c, now))) {
      return true;
    }
    return !now.isBefore(lookAgain) && store.borrow(c -> take(c, now));
  }

  /** The fence of the lease held, raised whenever it changes hands; 0 while it is not held. */
  long fence() {
    return fence;
  }

  /** Renews the lease; false when another process has it, which then is lost for this one. */
  boolean renew(Connection connection, Instant now) throws SQLException {
    if (fence > 0 && moveEnd(connection, now.plus(LENGTH))) {
      return true;
    }
    lost(now);
    return false;
  }

  /** Lets another process sign at once. */
  void release(Instant now) {
    if (fence > 0) {
      store.borrow(c -> moveEnd(c, now));
      lost(now.plus(LENGTH));
    }
  }

  private boolean moveEnd(Connection connection, Instant end) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(RENEW)) {
      s.setObject(1, end.atOffset(ZoneOffset.UTC));
      s.setString(2, origin);
      s.setObject(3, holder);
      s.setLong(4, fence);
      boolean held = s.executeUpdate() == 1;
      until = held ? end : until;
      return held;
    }
  }

  private boolean take(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(TAKE)) {
      Instant end = now.plus(LENGTH);
      s.setString(1, origin);
      s.setObject(2, holder);
      s.setObject(3, end.atOffset(ZoneOffset.UTC));
      s.setObject(4, now.atOffset(ZoneOffset.UTC));
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          lost(now.plus(LOOK_INTERVAL));
          return false;
        }
        fence = r.getLong(1);
        until = end;
        return true;
      }
    }
  }

  private void lost(Instant lookFrom) {
    fence = 0;
    until = Instant.MIN;
    lookAgain = lookFrom;
  }
}
