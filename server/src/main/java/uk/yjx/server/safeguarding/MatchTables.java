package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.ChildId;

/** What is written so that notices can be matched later, and so that a match can be undone. */
@Singleton
final class MatchTables {
  private final TableWriter<Key> keys = new Keys();
  private final TableWriter<Long> matched = new Matched();
  private final TableWriter<Unlinked> unlinked = new UnlinkedRows();

  private record Key(@Nullable Long notice, long fingerprint) {}

  private record Unlinked(long notice, ChildId child, Instant deleteAfter) {}

  /** Keys under which a notice is found later; the notice null where it is the entry's own. */
  void keys(Entry.Builder entry, @Nullable Long notice, Collection<Long> fingerprints) {
    fingerprints.forEach(fingerprint -> entry.row(keys, new Key(notice, fingerprint)));
  }

  /** Somebody's notice: it is kept as long as others of the child, and looked for no more. */
  void matched(Entry.Builder entry, long notice) {
    entry.row(matched, notice);
  }

  /** Undoes a link; the notice is kept until then, for whom else it may be about. */
  void unlink(Entry.Builder entry, long notice, ChildId child, Instant deleteAfter) {
    entry.row(unlinked, new Unlinked(notice, child, deleteAfter));
  }

  private static final class Keys implements TableWriter<Key> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.match_key (fingerprint, notice_position)
        SELECT * FROM unnest(?::bigint[], ?::bigint[])
        ON CONFLICT DO NOTHING
        """;

    @Override
    public void write(Connection c, List<Placed<Key>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        s.setArray(
            1, c.createArrayOf("bigint", rows.stream().map(r -> r.row().fingerprint()).toArray()));
        s.setArray(2, c.createArrayOf("bigint", rows.stream().map(Keys::notice).toArray()));
        s.executeUpdate();
      }
    }

    private static Long notice(Placed<Key> placed) {
      Long notice = placed.row().notice();
      return notice == null ? placed.position() : notice;
    }
  }

  private static final class Matched implements TableWriter<Long> {
    private static final String KEEP =
        """
        UPDATE safeguarding.notice
        SET delete_after = NULL
        WHERE position = ANY (?)
        """;

    private static final String FORGET =
        """
        DELETE FROM safeguarding.match_key
        WHERE notice_position = ANY (?)
        """;

    @Override
    public void write(Connection c, List<Placed<Long>> rows) throws SQLException {
      try (PreparedStatement keep = c.prepareStatement(KEEP);
          PreparedStatement forget = c.prepareStatement(FORGET)) {
        Object[] notices = rows.stream().map(Placed::row).toArray();
        keep.setArray(1, c.createArrayOf("bigint", notices));
        keep.executeUpdate();
        forget.setArray(1, c.createArrayOf("bigint", notices));
        forget.executeUpdate();
      }
    }

    /** After the notices and keys of the same batch. */
    @Override
    public int rank() {
      return 150;
    }
  }

  private static final class UnlinkedRows implements TableWriter<Unlinked> {
    private static final String FORGET =
        """
        DELETE FROM safeguarding.link
        WHERE notice_position = ? AND child_id = ? AND outcome = 1
        """;

    private static final String KEEP_UNTIL =
        """
        UPDATE safeguarding.notice
        SET delete_after = ?
        WHERE position = ? AND sealed IS NOT NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Unlinked>> rows) throws SQLException {
      try (PreparedStatement forget = c.prepareStatement(FORGET);
          PreparedStatement keep = c.prepareStatement(KEEP_UNTIL)) {
        for (Placed<Unlinked> placed : rows) {
          Unlinked link = placed.row();
          forget.setLong(1, link.notice());
          forget.setObject(2, link.child().value());
          forget.addBatch();
          keep.setObject(1, link.deleteAfter().atOffset(ZoneOffset.UTC));
          keep.setLong(2, link.notice());
          keep.addBatch();
        }
        forget.executeBatch();
        keep.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 150;
    }
  }
}
