package uk.yjx.server.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.audit.Leaf;
import uk.yjx.server.storage.RecordKey;

/** The rows every entry has, whichever room it comes from. */
final class EntryTables {

  /** An entry with the place it got under the lock. */
  record PlacedEntry(Entry entry, long position, long leafIndex, Instant recordedAt) {}

  private record PlacedLeaf(long leafIndex, long position, Leaf leaf) {}

  private static final BulkInsert<PlacedEntry> ENTRIES =
      BulkInsert.into("journal.entry")
          .int8("position")
          .timestamptz("recorded_at")
          .int8("leaf_index")
          .int2("leaf_count")
          .text("agency_id")
          .text("request_id")
          .bytea("digest")
          .bytea("sealed_answer")
          .bytea("touches")
          .filledBy(EntryTables::fillEntry);

  private static final BulkInsert<PlacedEntry> KEYS =
      BulkInsert.into("storage.record_key")
          .int8("position")
          .bytea("wrapped")
          .bytea("openings")
          .filledBy((e, row) ->
              row.put(e.position()).put(key(e).wrapped()).put(e.entry().sealedOpenings()));

  private static final BulkInsert<PlacedLeaf> LEAVES =
      BulkInsert.into("audit.leaf")
          .int8("leaf_index")
          .int8("position")
          .bytea("leaf")
          .bytea("leaf_hash")
          .filledBy((l, row) ->
              row.put(l.leafIndex()).put(l.position()).put(l.leaf().bytes()).put(l.leaf().hash()));

  private EntryTables() {}

  /** Adds the rows to the script; what there is too much of for that is written at once. */
  static void write(Connection connection, Script script, List<PlacedEntry> entries)
      throws SQLException {
    write(connection, script, ENTRIES, entries);
    write(
        connection,
        script,
        KEYS,
        entries.stream().filter(e -> e.entry().recordKey() != null).toList());
    List<PlacedLeaf> leaves = new ArrayList<>(entries.size());
    for (PlacedEntry e : entries) {
      for (int i = 0; i < e.entry().leaves().size(); i++) {
        leaves.add(new PlacedLeaf(e.leafIndex() + i, e.position(), e.entry().leaves().get(i)));
      }
    }
    write(connection, script, LEAVES, leaves);
  }

  private static <R> void write(
      Connection connection, Script script, BulkInsert<R> table, List<R> rows) throws SQLException {
    if (!table.append(script, rows)) {
      table.execute(connection, rows);
    }
  }

  private static void fillEntry(PlacedEntry e, BulkInsert.Row row) {
    RequestKey request = e.entry().request();
    row.put(e.position())
        .put(e.recordedAt())
        .put(e.leafIndex())
        .put(e.entry().leaves().size())
        .put(request == null ? null : request.agency().value())
        .put(request == null ? null : request.requestId())
        .put(request == null ? null : request.digest())
        .put(e.entry().sealedAnswer())
        .put(encode(e.entry().touches()));
  }

  private static RecordKey key(PlacedEntry e) {
    RecordKey key = e.entry().recordKey();
    if (key == null) {
      throw new IllegalStateException("an entry without a record key has no key row");
    }
    return key;
  }

  static byte @Nullable [] encode(long[] keys) {
    if (keys.length == 0) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(keys.length * Long.BYTES);
    for (long key : keys) {
      buffer.putLong(key);
    }
    return buffer.array();
  }

  static long[] decode(byte[] bytes) {
    long[] keys = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(keys);
    return keys;
  }
}
