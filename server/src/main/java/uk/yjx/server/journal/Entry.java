package uk.yjx.server.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.audit.Leaf;
import uk.yjx.server.audit.Openings;
import uk.yjx.server.storage.RecordKey;

/**
 * What one request writes, all or nothing: business rows, mailbox rows, audit leaves, and the
 * answer kept under its request id. Everything that can be made before the lock is made: leaves are
 * final bytes, answer and openings are sealed under the record's own key.
 */
public final class Entry {
  private static final int LEAF_HASH_BYTES = 32;

  private final Lane lane;
  private final long stamp;
  private final @Nullable RequestKey request;
  private final @Nullable RecordKey recordKey;
  private final byte @Nullable [] answer;
  private final byte @Nullable [] sealedAnswer;
  private final List<Leaf> leaves;
  private final byte @Nullable [] sealedOpenings;
  private final List<Row<?>> rows;
  private final long[] touches;
  private final Dependencies depends;
  private final int size;

  private Entry(Builder b) {
    lane = b.lane;
    stamp = b.stamp;
    request = b.request;
    recordKey = b.recordKey;
    answer = b.answer;
    sealedAnswer = b.sealedAnswer;
    leaves = List.copyOf(b.leaves);
    rows = b.rows;
    touches = b.touches.toArray();
    depends = b.depends;
    size = b.size;
    if (leaves.isEmpty() && !b.unaudited) {
      throw new IllegalStateException("every entry has an audit event");
    }
    UnaryOperator<byte[]> sealing = b.sealing;
    sealedOpenings = sealing == null ? null : sealing.apply(Openings.together(leaves));
  }

  /** Begins an entry decided upon facts as of a position; read the stamp before the facts. */
  public static Builder decidedAt(long stamp) {
    return new Builder(stamp);
  }

  /** A row of a room's table. */
  public record Row<R>(TableWriter<R> table, R row) {}

  /** Rows of one table in this entry, in order. */
  public <R> List<R> rowsOf(TableWriter<R> table) {
    List<R> found = new ArrayList<>();
    for (Row<?> row : rows) {
      if (row.table() == table) {
        @SuppressWarnings("unchecked") // a row is made with its own table's type
        R typed = (R) row.row();
        found.add(typed);
      }
    }
    return found;
  }

  Lane lane() {
    return lane;
  }

  long stamp() {
    return stamp;
  }

  @Nullable RequestKey request() {
    return request;
  }

  @Nullable RecordKey recordKey() {
    return recordKey;
  }

  byte[] answer() {
    return answer == null ? new byte[0] : answer;
  }

  byte @Nullable [] sealedAnswer() {
    return sealedAnswer;
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** Hash of the first leaf; zeros where a measurement left the log out. */
  byte[] firstLeafHash() {
    return leaves.isEmpty() ? new byte[LEAF_HASH_BYTES] : leaves.getFirst().hash();
  }

  /** What opens the leaves' personal members, sealed under the record key; null without one. */
  byte @Nullable [] sealedOpenings() {
    return sealedOpenings;
  }

  List<Row<?>> rows() {
    return rows;
  }

  long[] touches() {
    return touches;
  }

  Dependencies depends() {
    return depends;
  }

  /** Whether it was decided upon one of the facts. */
  boolean dependsOnAny(Set<Long> facts) {
    return depends.anyOf(facts);
  }

  /** Rough size in bytes, for the limit of a batch. */
  int size() {
    return size;
  }

  /** Collects what an entry writes. Not for use by several threads. */
  public static final class Builder {
    private final long stamp;
    private Lane lane = Lane.ORDINARY;
    private @Nullable RequestKey request;
    private @Nullable RecordKey recordKey;
    private byte @Nullable [] answer;
    private byte @Nullable [] sealedAnswer;
    private final List<Leaf> leaves = new ArrayList<>(2);
    private @Nullable UnaryOperator<byte[]> sealing;
    private final List<Row<?>> rows = new ArrayList<>(4);
    private final LongSet touches = new LongSet();
    private final Dependencies depends = new Dependencies();
    private boolean unaudited;
    private int size = 256;

    private Builder(long stamp) {
      this.stamp = stamp;
    }

    /** Puts the entry in the lane that is drained first. */
    public Builder urgent() {
      lane = Lane.URGENT;
      return this;
    }

    /** The key under which this entry's payload, answer and openings are sealed, the last so. */
    Builder sealedUnder(RecordKey key, UnaryOperator<byte[]> openings) {
      recordKey = key;
      sealing = openings;
      return this;
    }

    /**
     * The key of an entry without a leaf, for measurements of what the log costs. Nothing in the
     * exchange calls this (a test of the architecture says so), and the database refuses such rows.
     */
    Builder unaudited(RecordKey key) {
      recordKey = key;
      unaudited = true;
      return this;
    }

    /** Whether a measurement left the log out of this entry. */
    boolean isUnaudited() {
      return unaudited;
    }

    /**
     * The request this entry answers, and its answer in plain and sealed form; an empty one as
     * null.
     */
    public Builder answers(RequestKey key, byte[] plain, byte @Nullable [] sealed) {
      request = key;
      answer = plain;
      sealedAnswer = sealed;
      size += (sealed == null ? 0 : sealed.length) + 64;
      return this;
    }

    /** Adds an audit leaf, whose openings are sealed under the entry's own key. */
    Builder leaf(RecordKey key, Leaf leaf) {
      if (key != recordKey) {
        throw new IllegalStateException("the openings of an entry are sealed under its own key");
      }
      leaves.add(leaf);
      size += leaf.bytes().length + leaf.openings().length;
      return this;
    }

    /** Adds a row of a room's table. */
    public <R> Builder row(TableWriter<R> table, R row) {
      rows.add(new Row<>(table, row));
      size += 128;
      return this;
    }

    /** Counts bytes that a row carries, for the limit of a batch. */
    public Builder weighing(int bytes) {
      size += bytes;
      return this;
    }

    /** The entry changes this fact. */
    public Builder touches(long factKey) {
      touches.add(factKey);
      return this;
    }

    /** The entry was decided upon this fact. */
    public Builder depends(long factKey) {
      return depends(factKey, stamp);
    }

    /** The entry was decided upon this fact, which was known as of another position. */
    public Builder depends(long factKey, long asOf) {
      depends.add(factKey, asOf);
      return this;
    }

    /** The entry. */
    public Entry build() {
      return new Entry(this);
    }
  }
}
