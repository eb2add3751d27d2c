package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/** What is written of notices. */
@Singleton
final class NoticeTables {
  static final String NOTICE_PURPOSE = "intelligence.notice";

  private final TableWriter<StoredNotice> notices = new Notices();
  private final TableWriter<Key> keys = new Keys();
  private final TableWriter<Findable> findable = new FindableRows();
  private final TableWriter<ChildId> lookBacks = new LookBacks();
  private final TableWriter<LookedBack> lookedBack = new LookedBackRows();

  /** A notice; the content null where it may not be kept. */
  record StoredNotice(
      UUID id,
      AgencyId from,
      int kind,
      int linked,
      int review,
      int unmatched,
      int alerts,
      int notes,
      byte @Nullable [] sealed,
      @Nullable Instant deleteAfter) {}

  /** A key under which a kept notice can be found again. */
  record Key(long fingerprint, int person) {}

  /**
   * A person of an earlier notice who is linked to nobody any more.
   *
   * @param keys under which the person can be found again; none where that may not be
   * @param until when the notice is emptied, unless it is kept for somebody else in it
   */
  record Findable(long notice, int person, List<Long> keys, Instant until) {}

  /** A look-back that is done. */
  record LookedBack(ChildId child, long position) {}

  void add(Entry.Builder entry, StoredNotice notice) {
    entry.row(notices, notice);
    byte[] sealed = notice.sealed();
    if (sealed != null) {
      entry.weighing(sealed.length);
    }
  }

  void key(Entry.Builder entry, Key key) {
    entry.row(keys, key);
  }

  void findable(Entry.Builder entry, Findable person) {
    entry.row(findable, person);
  }

  void lookBack(Entry.Builder entry, ChildId child) {
    entry.row(lookBacks, child);
  }

  void lookedBack(Entry.Builder entry, LookedBack done) {
    entry.row(lookedBack, done);
  }

  /** Whether an entry asks for a look-back. */
  boolean asksForLookBack(Entry entry) {
    return !entry.rowsOf(lookBacks).isEmpty();
  }

  private static final class Notices implements TableWriter<StoredNotice> {
    private static final BulkInsert<Placed<StoredNotice>> INSERT =
        BulkInsert.into("intelligence.notice")
            .int8("position")
            .uuid("notice_id")
            .text("agency_id")
            .int2("kind")
            .int2("linked")
            .int2("review")
            .int2("unmatched")
            .int2("alerts")
            .int2("notes")
            .bytea("sealed")
            .timestamptz("delete_after")
            .filledBy((placed, row) -> {
              StoredNotice n = placed.row();
              row.put(placed.position())
                  .put(n.id())
                  .put(n.from().value())
                  .put(n.kind())
                  .put(n.linked())
                  .put(n.review())
                  .put(n.unmatched())
                  .put(n.alerts())
                  .put(n.notes())
                  .put(n.sealed())
                  .put(n.deleteAfter());
            });

    @Override
    public void write(Connection c, List<Placed<StoredNotice>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<StoredNotice>> rows) {
      return INSERT.append(script, rows);
    }
  }

  private static final class Keys implements TableWriter<Key> {
    private static final BulkInsert<Placed<Key>> INSERT =
        BulkInsert.into("intelligence.match_key")
            .int8("fingerprint")
            .int8("notice_position")
            .int2("person")
            .filledBy((placed, row) ->
                row.put(placed.row().fingerprint())
                    .put(placed.position())
                    .put(placed.row().person()));

    @Override
    public void write(Connection c, List<Placed<Key>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<Key>> rows) {
      return INSERT.append(script, rows);
    }
  }

  private static final class FindableRows implements TableWriter<Findable> {
    private static final String KEEP_UNTIL =
        """
        UPDATE intelligence.notice
        SET delete_after = greatest(delete_after, ?)
        WHERE position = ? AND sealed IS NOT NULL
        """;

    private static final String KEY =
        """
        INSERT INTO intelligence.match_key (fingerprint, notice_position, person)
        SELECT k, ?, ? FROM unnest(?::bigint[]) k
        ON CONFLICT DO NOTHING
        """;

    @Override
    public void write(Connection c, List<Placed<Findable>> rows) throws SQLException {
      try (PreparedStatement until = c.prepareStatement(KEEP_UNTIL);
          PreparedStatement keys = c.prepareStatement(KEY)) {
        for (Placed<Findable> placed : rows) {
          Findable person = placed.row();
          until.setObject(1, person.until().atOffset(ZoneOffset.UTC));
          until.setLong(2, person.notice());
          until.addBatch();
          keys.setLong(1, person.notice());
          keys.setInt(2, person.person());
          keys.setArray(3, c.createArrayOf("bigint", person.keys().toArray()));
          keys.addBatch();
        }
        until.executeBatch();
        keys.executeBatch();
      }
    }
  }

  private static final class LookBacks implements TableWriter<ChildId> {
    private static final BulkInsert<Placed<ChildId>> INSERT =
        BulkInsert.into("intelligence.look_back")
            .uuid("child_id")
            .int8("position")
            .filledBy((placed, row) -> row.put(placed.row().value()).put(placed.position()));

    @Override
    public void write(Connection c, List<Placed<ChildId>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<ChildId>> rows) {
      return INSERT.append(script, rows);
    }
  }

  private static final class LookedBackRows implements TableWriter<LookedBack> {
    private static final String DONE =
        """
        UPDATE intelligence.look_back
        SET done_position = ?
        WHERE child_id = ? AND position = ?
        """;

    @Override
    public void write(Connection c, List<Placed<LookedBack>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(DONE)) {
        for (Placed<LookedBack> placed : rows) {
          s.setLong(1, placed.position());
          s.setObject(2, placed.row().child().value());
          s.setLong(3, placed.row().position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
