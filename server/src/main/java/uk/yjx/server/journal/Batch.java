package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import uk.yjx.server.audit.Leaf;

/**
 * One transaction of the writer: gives places to entries under the lock of the head row, answers
 * request ids that are known, and leaves for the next batch what depends on an entry of this one.
 * Callers are told afterwards, never under the lock.
 */
final class Batch {
  /** A request that was committed before. */
  private record Answered(Pending pending, RequestKey asked, KnownRequests.Known before) {}

  /** A request of this batch that repeats the one written at an index. */
  private record Repeat(Pending pending, RequestKey asked, int first) {}

  private final UUID id;
  private final Head head;
  private final Instant now;
  private final Map<String, KnownRequests.Known> known;
  private final RecentTouches touches;
  private final Answers answers;

  private final Map<String, Integer> inBatch = new HashMap<>();
  private final Set<Long> touchedHere = new HashSet<>();
  private final List<EntryTables.PlacedEntry> placed = new ArrayList<>();
  private final List<Pending> written = new ArrayList<>();
  private final List<Pending> deferred = new ArrayList<>();
  private final List<Pending> refused = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private final List<Repeat> repeats = new ArrayList<>();
  private final List<byte[]> leafHashes = new ArrayList<>();

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
  }

  /** Places one entry, or answers, defers or refuses it. */
  void add(Pending pending) {
    if (answeredBefore(pending)) {
      return;
    }
    if (dependsOnThisBatch(pending.entry())) {
      deferred.add(pending);
      return;
    }
    if (!touches.stale(pending.entry())) {
      place(pending);
      return;
    }
    if (pending.mayBeDecidedOutside()) {
      deferred.add(pending);
    } else if (!pending.decideAgain()) {
      refused.add(pending);
    } else if (dependsOnThisBatch(pending.entry())) {
      deferred.add(pending);
    } else {
      place(pending);
    }
  }

  /**
   * Writes everything that has a place, but for the script, which is left to be executed and ends
   * with the new head; the script is empty when nothing has a place.
   */
  Script write(Connection connection) throws SQLException {
    Script script = new Script();
    if (placed.isEmpty()) {
      return script;
    }
    EntryTables.write(connection, script, placed);
    RoomRows rows = new RoomRows();
    for (EntryTables.PlacedEntry e : placed) {
      rows.add(e.position(), e.entry());
    }
    rows.write(connection, script);
    head.advance(script, id, lastPosition(), head.frontier().appendAll(leafHashes), now);
    return script;
  }

  UUID id() {
    return id;
  }

  boolean isEmpty() {
    return placed.isEmpty();
  }

  long firstPosition() {
    return head.position() + 1;
  }

  long lastPosition() {
    return head.position() + placed.size();
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

  /** Tells all callers after the commit, in order of position. */
  void complete() {
    for (int i = 0; i < written.size(); i++) {
      written.get(i).result.complete(committed(i, false));
    }
    for (Repeat repeat : repeats) {
      repeat(repeat);
    }
    completeSettled();
  }

  /** Tells those callers whose outcome does not depend on this batch's commit. */
  void completeSettled() {
    for (Answered a : answered) {
      answers.complete(a.pending(), a.asked(), a.before(), head.epoch());
    }
    refused.forEach(Pending::refuse);
  }

  private boolean answeredBefore(Pending pending) {
    RequestKey request = pending.entry().request();
    if (request == null) {
      return false;
    }
    String name = request.toString();
    KnownRequests.Known before = known.get(name);
    if (before != null) {
      pending.settle();
      answered.add(new Answered(pending, request, before));
      return true;
    }
    Integer twin = inBatch.get(name);
    if (twin == null) {
      return false;
    }
    repeats.add(new Repeat(pending, request, twin));
    return true;
  }

  private boolean dependsOnThisBatch(Entry entry) {
    return !touchedHere.isEmpty() && entry.dependsOnAny(touchedHere);
  }

  private void place(Pending pending) {
    Entry entry = pending.entry();
    RequestKey request = entry.request();
    if (request != null) {
      inBatch.put(request.toString(), placed.size());
    }
    for (long key : entry.touches()) {
      touchedHere.add(key);
    }
    long leafIndex = head.frontier().size() + leafHashes.size();
    placed.add(new EntryTables.PlacedEntry(entry, lastPosition() + 1, leafIndex, now));
    written.add(pending);
    for (Leaf leaf : entry.leaves()) {
      leafHashes.add(leaf.hash());
    }
  }

  private Committed committed(int index, boolean repeated) {
    EntryTables.PlacedEntry e = placed.get(index);
    return new Committed(
        head.epoch(),
        e.position(),
        e.leafIndex(),
        e.entry().firstLeafHash(),
        e.recordedAt(),
        e.entry().answer(),
        repeated);
  }

  private void repeat(Repeat repeat) {
    RequestKey first = placed.get(repeat.first()).entry().request();
    if (first != null && first.sameContent(repeat.asked().digest())) {
      repeat.pending().result.complete(committed(repeat.first(), true));
    } else {
      repeat.pending().fail(Answers.REUSED);
    }
  }
}
