package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.server.kernel.ChildId;

/**
 * All children on record, to be searched for those alike to a description: a large base that is
 * never changed, and a small delta that is built anew at each change and laid over it. What it
 * answers depends on its children alone, not on how they came into it.
 */
final class LikenessIndex {

  static final LikenessIndex EMPTY =
      new LikenessIndex(TraitTable.EMPTY, TraitTable.EMPTY, Set.of());

  /** Most children changed since the base was built, before both are merged. */
  static final int DELTA_MAX = 1024;

  private final TraitTable base;
  private final TraitTable delta;

  /** Children of the base that are changed or removed since. */
  private final Set<ChildId> hidden;

  private final Likeness likeness;

  private LikenessIndex(TraitTable base, TraitTable delta, Set<ChildId> hidden) {
    this.base = base;
    this.delta = delta;
    this.hidden = hidden;
    NameCounts gone = NameCounts.NOBODY;
    if (!hidden.isEmpty()) {
      gone = new NameCounts();
      for (ChildId child : hidden) {
        TraitTable.Row row = base.row(child);
        if (row != null) {
          gone.add(row.traits(), 1);
        }
      }
    }
    this.likeness =
        new Likeness(
            LikenessWeights.standard(),
            new NameRarity(LikenessWeights.standard(), base.counts(), delta.counts(), gone));
  }

  /**
   * A child and how likely it is the person asked about.
   *
   * @param score hundredths of a bit
   */
  record Scored(ChildId child, int score) {
    static final Comparator<Scored> BEST_FIRST =
        Comparator.comparingInt(Scored::score)
            .reversed()
            .thenComparing(scored -> scored.child().value());
  }

  /** Children that score at least so much, the best first, then by id. */
  List<Scored> find(Traits person, Collection<String> keys, int least) {
    List<Scored> found = new ArrayList<>();
    search(base, person, keys, least, found);
    if (!hidden.isEmpty()) {
      found.removeIf(scored -> hidden.contains(scored.child()));
    }
    search(delta, person, keys, least, found);
    found.sort(Scored.BEST_FIRST);
    return found;
  }

  /** How the score of two descriptions comes about, by the weights of this index. */
  Waterfall explain(Traits person, Traits child) {
    return likeness.explain(person, child);
  }

  /** As {@link MatchIndex#with}. */
  LikenessIndex with(Collection<Candidate> addedOrChanged, Collection<ChildId> removed) {
    if (addedOrChanged.isEmpty() && removed.isEmpty()) {
      return this;
    }
    if (addedOrChanged.size() > DELTA_MAX) {
      return rebuilt(addedOrChanged, removed);
    }
    Set<ChildId> changed = new HashSet<>(removed);
    addedOrChanged.forEach(candidate -> changed.add(candidate.child()));
    Set<ChildId> newHidden = new HashSet<>(hidden);
    for (ChildId child : changed) {
      if (base.row(child) != null) {
        newHidden.add(child);
      }
    }
    TraitTable newDelta = TraitTable.of(without(delta, changed), addedOrChanged);
    return newDelta.size() + newHidden.size() <= DELTA_MAX
        ? new LikenessIndex(base, newDelta, newHidden)
        : rebuilt(addedOrChanged, removed);
  }

  int size() {
    return base.size() - hidden.size() + delta.size();
  }

  private LikenessIndex rebuilt(Collection<Candidate> added, Collection<ChildId> removed) {
    Set<ChildId> gone = new HashSet<>(removed);
    Map<ChildId, TraitTable.Row> kept = new HashMap<>();
    if (size() > 0) {
      without(base, gone).forEach(row -> kept.put(row.child(), row));
      hidden.forEach(kept::remove);
      without(delta, gone).forEach(row -> kept.put(row.child(), row));
    }
    return new LikenessIndex(
        TraitTable.of(List.copyOf(kept.values()), added), TraitTable.EMPTY, Set.of());
  }

  private static List<TraitTable.Row> without(TraitTable table, Set<ChildId> gone) {
    List<TraitTable.Row> rows = table.rows();
    rows.removeIf(row -> gone.contains(row.child()));
    return rows;
  }

  private void search(
      TraitTable table, Traits person, Collection<String> keys, int least, List<Scored> to) {
    Offered offered = new Offered();
    table.offer(
        person,
        keys,
        (row, traits) -> {
          if (offered.first(row)) {
            int score = likeness.score(person, traits);
            if (score >= least) {
              to.add(new Scored(table.child(row), score));
            }
          }
        });
  }

  /** Which rows were offered already: a set of numbers without objects. */
  private static final class Offered {
    private int[] places = new int[64];
    private int count;

    boolean first(int row) {
      if (2 * count == places.length) {
        int[] old = places;
        places = new int[old.length * 2];
        for (int one : old) {
          if (one != 0) {
            places[place(one)] = one;
          }
        }
      }
      int stored = row + 1; // zero is an empty place
      int place = place(stored);
      if (places[place] == stored) {
        return false;
      }
      places[place] = stored;
      count++;
      return true;
    }

    private int place(int stored) {
      int mask = places.length - 1;
      int place = (stored * 0x9E3779B9 >>> 7) & mask;
      while (places[place] != 0 && places[place] != stored) {
        place = place + 1 & mask;
      }
      return place;
    }
  }
}
