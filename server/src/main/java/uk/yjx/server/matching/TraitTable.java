package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.ChildId;

/**
 * Children with their traits, found by the keys of {@link Traits#keys}; built once, never changed.
 * Which children are in it and how they are described decides every answer, their order none.
 */
final class TraitTable {

  static final TraitTable EMPTY = of(List.of(), List.of());

  /** The tag of a row that has to be read. */
  private static final long READ = -1;

  private final ChildId[] children;
  private final Traits[] traits;
  private final KeyedRows ids;
  private final KeyedRows born;
  private final KeyedRows sounds;
  private final NameCounts counts;
  private final int size;

  private TraitTable(ChildId[] children, Traits[] traits, KeyedRows ids, Keys keys) {
    this.children = children;
    this.traits = traits;
    this.ids = ids;
    this.born = keys.born.sorted();
    this.sounds = keys.sounds.sorted();
    this.counts = keys.counts;
    this.size = keys.counts.children();
    born.tag(row -> nameTag(traits[row]));
    sounds.tag(row -> traits[row].births.length == 1 ? traits[row].births[0] : READ);
  }

  /** What is gathered of each child once it is known which description counts. */
  private static final class Keys {
    final KeyedRows.Gathering born;
    final KeyedRows.Gathering sounds;
    final NameCounts counts = new NameCounts();

    Keys(int rows) {
      born = new KeyedRows.Gathering(rows);
      sounds = new KeyedRows.Gathering(rows);
    }

    void add(int row, Traits of) {
      counts.add(of, 1);
      for (String key : of.keys()) {
        (Traits.isBornKey(key) ? born : sounds).add(KeyedRows.hash(key), row);
      }
    }
  }

  /**
   * A table of children; of two descriptions of one child the later counts.
   *
   * @param kept rows of another table that are taken over, before all others
   * @param added read once, in order
   */
  static TraitTable of(Collection<Row> kept, Collection<Candidate> added) {
    int most = kept.size() + added.size();
    ChildId[] children = new ChildId[most];
    Traits[] traits = new Traits[most];
    Traits.Stock stock = new Traits.Stock();
    KeyedRows.Gathering ids = new KeyedRows.Gathering(most);
    int row = 0;
    for (Row it : kept) {
      children[row] = it.child();
      traits[row] = it.traits();
      ids.add(hash(it.child()), row++);
    }
    for (Candidate candidate : added) {
      children[row] = candidate.child();
      traits[row] = Traits.of(candidate.description(), stock);
      ids.add(hash(candidate.child()), row++);
    }
    KeyedRows byId = ids.sorted();
    Keys keys = new Keys(most);
    for (int i = 0; i < most; i++) {
      if (last(byId, children, children[i]) == i) {
        keys.add(i, traits[i]);
      }
    }
    return new TraitTable(children, traits, byId, keys);
  }

  /** A child and its traits. */
  record Row(ChildId child, Traits traits) {}

  /** The child's row, if there is one. */
  @Nullable Row row(ChildId child) {
    int row = last(ids, children, child);
    return row < 0 ? null : new Row(child, traits[row]);
  }

  /** Every child once, in no order. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>(size);
    for (int i = 0; i < children.length; i++) {
      if (last(ids, children, children[i]) == i) {
        rows.add(new Row(children[i], traits[i]));
      }
    }
    return rows;
  }

  int size() {
    return size;
  }

  NameCounts counts() {
    return counts;
  }

  /** Takes the row of a child that may be alike; the same one may be offered again. */
  interface Offer {
    void take(int row, Traits traits);
  }

  /** The child of a row. */
  ChildId child(int row) {
    return children[row];
  }

  /** Offers every child that shares a key and may be alike enough for a review. */
  void offer(Traits person, Collection<String> keys, Offer to) {
    NameFilter names = NameFilter.of(person);
    for (String key : keys) {
      long hash = KeyedRows.hash(key);
      boolean isBorn = Traits.isBornKey(key);
      KeyedRows rows = isBorn ? born : sounds;
      for (int i = rows.first(hash); rows.has(i, hash); i++) {
        long tag = rows.tag(i);
        if (tag != READ && !(isBorn ? names.mayAgree(tag) : birthsMayAgree(person, tag))) {
          continue;
        }
        int row = rows.row(i);
        if (tag != READ || !isBorn || names.mayAgree(traits[row])) {
          to.take(row, traits[row]);
        }
      }
    }
  }

  private static int last(KeyedRows ids, ChildId[] children, ChildId child) {
    long hash = hash(child);
    int found = -1;
    for (int i = ids.first(hash); ids.has(i, hash); i++) {
      if (children[ids.row(i)].equals(child)) {
        found = Math.max(found, ids.row(i));
      }
    }
    return found;
  }

  private static long hash(ChildId child) {
    long mixed =
        child.value().getMostSignificantBits() * 0x9E3779B97F4A7C15L
            + child.value().getLeastSignificantBits();
    mixed = (mixed ^ mixed >>> 32) * 0xBF58476D1CE4E5B9L;
    return (mixed ^ mixed >>> 29) & Long.MAX_VALUE;
  }

  private static long nameTag(Traits child) {
    return child.nameCount() == 1 && child.word(0, Traits.MIDDLE) == null
        ? NameFilter.tag(child.word(0, Traits.GIVEN), child.word(0, Traits.FAMILY))
        : READ;
  }

  /** Nothing but dates about as near as one slip could make up for another date of birth. */
  private static boolean birthsMayAgree(Traits person, long tag) {
    for (int birth : person.births) {
      switch (BirthLevel.of(birth, (int) tag)) {
        case EXACT, VARIANT, NEAR, PART -> {
          return true;
        }
        case MISSING, CLOSE, DIFFERENT -> {
          // The next one may.
        }
      }
    }
    return person.births.length == 0;
  }
}
