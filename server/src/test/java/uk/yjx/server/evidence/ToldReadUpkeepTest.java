package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Told reads are kept as long as request ids, and no longer. */
class ToldReadUpkeepTest extends AuditEndpointCase {

  @Test
  void forgetsReadsOlderThanTheirRetentionAndNoOthers() throws Exception {
    long old = head();
    Instant between = Instant.now();
    append(1);
    long young = head();
    tell(old - 1);
    tell(old);
    tell(young);
    prune(between.minus(Duration.ofMinutes(10)));
    assertEquals(3, told());
    prune(between);
    assertEquals(1, told(), "only the read after that time is left");
    prune(Instant.now().plusSeconds(1));
    assertEquals(0, told());
  }

  /** As if the retention of what was recorded before this instant had just ended. */
  private static void prune(Instant before) {
    new ToldReadUpkeep(exchange.bean(LogStore.class), () -> before.plus(ToldReadUpkeep.RETENTION))
        .run();
  }

  private static void tell(long position) throws Exception {
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(
          "INSERT INTO evidence.told_read VALUES ('police-test', %d, 0, 1, 'one', 'north-yjs', 1)"
              .formatted(position));
    }
  }

  private static long told() throws Exception {
    return asked("SELECT count(*) FROM evidence.told_read");
  }

  private static long head() throws Exception {
    return asked("SELECT position FROM journal.head");
  }

  private static long asked(String query) throws Exception {
    try (Connection c = database.superuser();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(query)) {
      r.next();
      return r.getLong(1);
    }
  }
}
