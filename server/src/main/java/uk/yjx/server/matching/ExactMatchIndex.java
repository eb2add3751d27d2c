package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.server.kernel.ChildId;

/**
 * Matches by equality of keys and the rules of {@link Verdict}.
 *
 * <p>A large base that is never changed, and a small delta that is copied at each change and laid
 * over it: a change costs the size of the delta, and every {@link #DELTA_MAX} children the two are
 * merged. Lookup is a few hash probes in each.
 */
final class ExactMatchIndex {

  static final ExactMatchIndex EMPTY =
      new ExactMatchIndex(new KeyTable(), new KeyTable(), Set.of());

  /** Most children changed since the base was built, before both are merged. */
  static final int DELTA_MAX = 1024;

  private final KeyTable base;
  private final KeyTable delta;

  /** Children of the base that are changed or removed since. */
  private final Set<ChildId> hidden;

  private ExactMatchIndex(KeyTable base, KeyTable delta, Set<ChildId> hidden) {
    this.base = base;
    this.delta = delta;
    this.hidden = hidden;
  }

  /** Which child the description is of, by the exact rules of {@link Rule}. */
  Match match(Evidence evidence) {
    return match(evidence.profile(), evidence.exactKeys());
  }

  /** The same of a profile and its keys. */
  Match match(Profile person, Collection<String> keys) {
    Map<ChildId, Profile> found = new HashMap<>();
    base.find(keys, found);
    if (!hidden.isEmpty()) {
      found.keySet().removeAll(hidden);
    }
    delta.find(keys, found);
    List<Verdict> verdicts = new ArrayList<>(found.size());
    found.forEach((child, known) -> Verdict.of(child, known, person).ifPresent(verdicts::add));
    verdicts.sort(Verdict.STRONGEST_FIRST);
    return decide(verdicts);
  }

  /** As {@link MatchIndex#with}. */
  ExactMatchIndex with(Collection<Candidate> addedOrChanged, Collection<ChildId> removed) {
    if (addedOrChanged.isEmpty() && removed.isEmpty()) {
      return this;
    }
    KeyTable newDelta = delta.copy();
    Set<ChildId> newHidden = new HashSet<>(hidden);
    for (ChildId child : removed) {
      newDelta.remove(child);
      hideInBase(child, newHidden);
    }
    for (Candidate candidate : addedOrChanged) {
      newDelta.put(candidate.child(), new Profile(candidate.description()));
      hideInBase(candidate.child(), newHidden);
    }
    return newDelta.size() + newHidden.size() <= DELTA_MAX
        ? new ExactMatchIndex(base, newDelta, newHidden)
        : new ExactMatchIndex(merged(newDelta, newHidden), new KeyTable(), Set.of());
  }

  /** How many children the index holds. */
  int size() {
    return base.size() - hidden.size() + delta.size();
  }

  private static Match decide(List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return new Match.None();
    }
    Verdict strongest = verdicts.getFirst();
    long byIdentifier =
        verdicts.stream().filter(verdict -> verdict.rule() != Rule.NAME_AND_BIRTH_DATE).count();
    // A second child with one of the identifiers makes even a perfect first one doubtful: they may
    // be siblings of whom one gave the other's details. A namesake without identifier does not.
    if (strongest.links() && byIdentifier == 1) {
      return new Match.Linked(strongest.child(), strongest.rule(), strongest.agreed());
    }
    List<ChildId> candidates =
        verdicts.stream().limit(Match.Review.CANDIDATES_MAX).map(Verdict::child).toList();
    return new Match.Review(
        candidates, byIdentifier > 1 ? Rule.SEVERAL_CHILDREN : strongest.rule());
  }

  private void hideInBase(ChildId child, Set<ChildId> newHidden) {
    if (base.contains(child)) {
      newHidden.add(child);
    }
  }

  private KeyTable merged(KeyTable newDelta, Set<ChildId> newHidden) {
    KeyTable merged = base.copy();
    newHidden.forEach(merged::remove);
    newDelta.forEach(merged::put);
    return merged;
  }
}
