package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.audit.Frontier;
import uk.yjx.server.audit.Leaf;
import uk.yjx.server.kernel.Failure;

/**
 * One transaction of the writer: gives places to entries under the lock of the head row, answers
 * request ids that are known, and leaves for the next batch what depends on an entry of this one.
 */
final class Batch {
  /** A request of this batch that repeats another one of this batch. */
  private record Repeat(Pending pending, Pending first) {}

  private final UUID id;
  private final Head head;
  private final Instant now;
  private final Map<String, KnownRequests.Known> known;
  private final RecentTouches touches;
  private final Answers answers;

  private final Map<String, Pending> inBatch = new HashMap<>();
  private final Set<Long> touchedHere = new HashSet<>();
  private final List<EntryTables.PlacedEntry> placed = new ArrayList<>();
  private final List<Pending> written = new ArrayList<>();
  private final List<Pending> deferred = new ArrayList<>();
  private final List<Repeat> repeats = new ArrayList<>();
  private long position;
  private Frontier frontier;

  Batch(
      UUID id,
      Head head,
      Instant now,
      Map<String, KnownRequests.Known> known,
      RecentTouches touches,
      Answers answers) {
    this.id = id;
    this.head = head;
    this.now = now;
    this.known = known;
    this.touches = touches;
    this.answers = answers;
    this.position = head.position();
    this.frontier = head.frontier();
  }

  /** Places one entry, or answers, defers or abandons it. */
  void add(Pending pending) {
    if (answeredBefore(pending)) {
      return;
    }
    if (dependsOnThisBatch(pending.entry)) {
      deferred.add(pending);
      return;
    }
    if (touches.stale(pending.entry)
        && (!pending.decideAgain() || dependsOnThisBatchAfterAll(pending))) {
      return;
    }
    place(pending);
  }

  /** Writes everything that has a place; false when nothing has. */
  boolean write(Connection connection) throws SQLException {
    if (placed.isEmpty()) {
      return false;
    }
    EntryTables.write(connection, placed);
    writeRoomTables(connection);
    EntryTables.writeBatch(connection, id, head.position() + 1, position, now);
    Head.advance(connection, position, frontier, id);
    return true;
  }

  UUID id() {
    return id;
  }

  long firstPosition() {
    return head.position() + 1;
  }

  long lastPosition() {
    return position;
  }

  List<Pending> deferred() {
    return deferred;
  }

  List<Entry> entries() {
    return placed.stream().map(EntryTables.PlacedEntry::entry).toList();
  }

  boolean touchesFacts() {
    return placed.stream().anyMatch(e -> Facts.anyInMemory(e.entry().touches()));
  }

  void rememberTouches() {
    for (EntryTables.PlacedEntry e : placed) {
      if (e.entry().touches().length > 0) {
        touches.touched(e.entry().touches(), e.position());
      }
    }
  }

  /** Tells the callers, in order of position. */
  void complete() {
    for (int i = 0; i < written.size(); i++) {
      written.get(i).result.complete(committed(placed.get(i), false));
    }
    for (Repeat repeat : repeats) {
      repeat(repeat);
    }
  }

  /** Tells the callers whose entries have a place that nothing was written. */
  void failAll(Failure failure) {
    written.forEach(p -> p.fail(failure));
    repeats.forEach(r -> r.pending().fail(failure));
  }

  List<Pending> unanswered() {
    List<Pending> all = new ArrayList<>(written);
    repeats.forEach(r -> all.add(r.pending()));
    return all;
  }

  private boolean answeredBefore(Pending pending) {
    RequestKey request = pending.entry.request();
    if (request == null) {
      return false;
    }
    KnownRequests.Known before = known.get(request.toString());
    if (before != null) {
      answers.complete(pending, request, before, head.epoch());
      return true;
    }
    Pending twin = inBatch.get(request.toString());
    if (twin == null) {
      return false;
    }
    repeats.add(new Repeat(pending, twin));
    return true;
  }

  private boolean dependsOnThisBatch(Entry entry) {
    if (touchedHere.isEmpty()) {
      return false;
    }
    for (long key : entry.depends()) {
      if (touchedHere.contains(key)) {
        return true;
      }
    }
    return false;
  }

  private boolean dependsOnThisBatchAfterAll(Pending pending) {
    boolean depends = dependsOnThisBatch(pending.entry);
    if (depends) {
      deferred.add(pending);
    }
    return depends;
  }

  private void place(Pending pending) {
    Entry entry = pending.entry;
    RequestKey request = entry.request();
    if (request != null) {
      inBatch.put(request.toString(), pending);
    }
    for (long key : entry.touches()) {
      touchedHere.add(key);
    }
    position++;
    placed.add(new EntryTables.PlacedEntry(entry, position, frontier.size(), now));
    written.add(pending);
    List<byte[]> hashes = new ArrayList<>(entry.leaves().size());
    for (Leaf leaf : entry.leaves()) {
      hashes.add(leaf.hash());
    }
    frontier = frontier.appendAll(hashes);
  }

  private void writeRoomTables(Connection connection) throws SQLException {
    Map<TableWriter<?>, List<TableWriter.Placed<?>>> byTable = new IdentityHashMap<>();
    for (EntryTables.PlacedEntry e : placed) {
      Map<TableWriter<?>, Integer> ordinals = new IdentityHashMap<>();
      for (Entry.Row<?> row : e.entry().rows()) {
        int ordinal = ordinals.merge(row.table(), 1, Integer::sum) - 1;
        byTable
            .computeIfAbsent(row.table(), t -> new ArrayList<>())
            .add(new TableWriter.Placed<>(e.position(), ordinal, row.row()));
      }
    }
    List<TableWriter<?>> tables = new ArrayList<>(byTable.keySet());
    tables.sort(java.util.Comparator.comparingInt(TableWriter::rank));
    for (TableWriter<?> table : tables) {
      writeTable(connection, table, byTable.get(table));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // rows are grouped by the table they were made for
  private static void writeTable(
      Connection connection, TableWriter table, @Nullable List<TableWriter.Placed<?>> rows)
      throws SQLException {
    table.write(connection, rows == null ? List.of() : rows);
  }

  private Committed committed(EntryTables.PlacedEntry e, boolean repeated) {
    return new Committed(
        head.epoch(),
        e.position(),
        e.leafIndex(),
        e.entry().leaves().getFirst().hash(),
        e.recordedAt(),
        e.entry().answer(),
        repeated);
  }

  private void repeat(Repeat repeat) {
    RequestKey asked = repeat.pending().entry.request();
    RequestKey first = repeat.first().entry.request();
    if (asked == null || first == null || !first.sameContent(asked.digest())) {
      repeat.pending().fail(Answers.REUSED);
      return;
    }
    int index = written.indexOf(repeat.first());
    repeat.pending().result.complete(committed(placed.get(index), true));
  }
}
