package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;

/** Keeps the windows of leaves that were counted, and what was counted in them. Rows only grow. */
@Singleton
final class CountTables {
  private static final String COVERED =
      """
      SELECT coalesce(max(to_index), 0)
      FROM audit.summary
      WHERE epoch = ?
      """;

  private static final String NEWEST =
      """
      SELECT DISTINCT ON (subject) subject, events
      FROM audit.subject_count
      WHERE epoch = ? AND subject = ANY(?)
      ORDER BY subject, from_index DESC
      """;

  private static final String NEWEST_OF_ONE =
      """
      SELECT c.from_index, c.ordinal, e.leaf_index
      FROM audit.subject_count c
      JOIN audit.summary s USING (epoch, from_index)
      JOIN journal.entry e ON e.position = s.position
      WHERE c.epoch = ? AND c.subject = ?
      ORDER BY c.from_index DESC
      LIMIT 1
      """;

  private static final String OF_WINDOW =
      """
      SELECT subject, salt, events
      FROM audit.subject_count
      WHERE epoch = ? AND from_index = ?
      ORDER BY ordinal
      """;

  private static final TableWriter<Window> WINDOWS =
      new Rows<>(
          0,
          BulkInsert.into("audit.summary")
              .int8("epoch")
              .int8("from_index")
              .int8("to_index")
              .int8("position")
              .filledBy((placed, row) ->
                  row.put(placed.row().epoch())
                      .put(placed.row().from())
                      .put(placed.row().to())
                      .put(placed.position())));

  private static final TableWriter<CountRow> COUNTS =
      new Rows<>(
          1,
          BulkInsert.into("audit.subject_count")
              .int8("epoch")
              .int8("from_index")
              .int4("ordinal")
              .text("subject")
              .text("salt")
              .int8("events")
              .filledBy((placed, row) ->
                  row.put(placed.row().window().epoch())
                      .put(placed.row().window().from())
                      .put(placed.ordinal())
                      .put(placed.row().count().subject())
                      .put(placed.row().count().salt())
                      .put(placed.row().count().events())));

  private final LogStore store;

  CountTables(LogStore store) {
    this.store = store;
  }

  /** Leaves that one summary counts: of one epoch, from an index to before another. */
  record Window(long epoch, long from, long to) {}

  /**
   * Where the newest count of a child stands.
   *
   * @param from first leaf of its window
   * @param ordinal its index among the window's counts
   * @param summaryLeaf index of the leaf that commits to them
   */
  record Place(long from, int ordinal, long summaryLeaf) {}

  private record CountRow(Window window, SubjectCount count) {}

  /** Adds a window with its counts, in their order, to an entry; a window is added but once. */
  static void add(Entry.Builder entry, Window window, List<SubjectCount> counts) {
    entry.row(WINDOWS, window);
    for (SubjectCount count : counts) {
      entry.row(COUNTS, new CountRow(window, count));
    }
  }

  /** Leaves of the epoch below this index are counted. */
  long covered(long epoch) {
    return store.borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(COVERED)) {
        s.setLong(1, epoch);
        try (ResultSet r = s.executeQuery()) {
          r.next();
          return r.getLong(1);
        }
      }
    });
  }

  /** How many events were counted about each of these so far; nothing for the new. */
  Map<String, Long> newest(long epoch, Collection<String> subjects) {
    return store.borrow(c -> {
      Map<String, Long> events = new HashMap<>();
      try (PreparedStatement s = c.prepareStatement(NEWEST)) {
        s.setLong(1, epoch);
        s.setArray(2, c.createArrayOf("text", subjects.toArray()));
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            events.put(r.getString(1), r.getLong(2));
          }
        }
      }
      return events;
    });
  }

  /** Where the newest count of one child stands. */
  Optional<Place> place(long epoch, String subject) {
    return store.borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(NEWEST_OF_ONE)) {
        s.setLong(1, epoch);
        s.setString(2, subject);
        try (ResultSet r = s.executeQuery()) {
          return r.next()
              ? Optional.of(new Place(r.getLong(1), r.getInt(2), r.getLong(3)))
              : Optional.empty();
        }
      }
    });
  }

  /** All counts of the window that begins at an index, in their order. */
  List<SubjectCount> counts(long epoch, long from) {
    return store.borrow(c -> {
      List<SubjectCount> counts = new ArrayList<>();
      try (PreparedStatement s = c.prepareStatement(OF_WINDOW)) {
        s.setLong(1, epoch);
        s.setLong(2, from);
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            counts.add(new SubjectCount(r.getString(1), r.getString(2), r.getLong(3)));
          }
        }
      }
      return counts;
    });
  }

  private record Rows<R>(int rank, BulkInsert<TableWriter.Placed<R>> insert)
      implements TableWriter<R> {
    @Override
    public void write(Connection c, List<Placed<R>> rows) throws SQLException {
      insert.execute(c, rows);
    }
  }
}
