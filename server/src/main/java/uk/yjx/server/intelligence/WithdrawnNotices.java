package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;

/** What is written of a notice that is taken back: that it was, and nothing of what it said. */
@Singleton
final class WithdrawnNotices {
  private final TableWriter<Withdrawn> notices = new Rows();

  private record Withdrawn(long position, Withdrawals.Cause cause, Instant at) {}

  /** Empties the notice, forgets whom it was linked to and every key it could be found under. */
  void withdraw(Entry.Builder entry, long position, Withdrawals.Cause cause, Instant at) {
    entry.row(notices, new Withdrawn(position, cause, at));
  }

  private static final class Rows implements TableWriter<Withdrawn> {
    private static final String EMPTY =
        """
        UPDATE intelligence.notice
        SET sealed = NULL, delete_after = NULL, linked = 0, review = 0, unmatched = 0, alerts = 0,
            notes = 0, withdrawn_at = ?, withdrawn_reason = ?, withdrawn_position = ?, replaced = ?
        WHERE position = ?
        """;

    private static final String FORGET_LINKS =
        """
        DELETE FROM intelligence.link
        WHERE notice_position = ?
        """;

    private static final String FORGET_KEYS =
        """
        DELETE FROM intelligence.match_key
        WHERE notice_position = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Withdrawn>> rows) throws SQLException {
      try (PreparedStatement empty = c.prepareStatement(EMPTY);
          PreparedStatement links = c.prepareStatement(FORGET_LINKS);
          PreparedStatement keys = c.prepareStatement(FORGET_KEYS)) {
        for (Placed<Withdrawn> placed : rows) {
          Withdrawn notice = placed.row();
          empty.setObject(1, notice.at().atOffset(ZoneOffset.UTC));
          empty.setInt(2, notice.cause().reason().getNumber());
          empty.setLong(3, placed.position());
          empty.setBoolean(4, notice.cause().replaced());
          empty.setLong(5, notice.position());
          empty.addBatch();
          links.setLong(1, notice.position());
          links.addBatch();
          keys.setLong(1, notice.position());
          keys.addBatch();
        }
        empty.executeBatch();
        links.executeBatch();
        keys.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 150;
    }
  }
}
