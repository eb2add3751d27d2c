package uk.yjx.server.matching;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.ChildId;

/** Children by the keys of their profiles; mutable only until it is published in an index. */
final class KeyTable {

  private final Map<ChildId, Profile> profiles;
  private final Map<String, Set<ChildId>> byKey;

  KeyTable() {
    this(new HashMap<>(), new HashMap<>());
  }

  private KeyTable(Map<ChildId, Profile> profiles, Map<String, Set<ChildId>> byKey) {
    this.profiles = profiles;
    this.byKey = byKey;
  }

  /**
   * A copy that may be changed without changing this one; the sets of children are never changed.
   */
  KeyTable copy() {
    return new KeyTable(new HashMap<>(profiles), new HashMap<>(byKey));
  }

  void put(ChildId child, Profile profile) {
    remove(child);
    profiles.put(child, profile);
    profile.keys().forEach(key -> byKey.merge(key, Set.of(child), KeyTable::union));
  }

  void remove(ChildId child) {
    Profile old = profiles.remove(child);
    if (old != null) {
      old.keys().forEach(key -> byKey.computeIfPresent(key, (k, all) -> without(all, child)));
    }
  }

  void find(Collection<String> keys, Map<ChildId, Profile> found) {
    for (String key : keys) {
      Set<ChildId> children = byKey.get(key);
      if (children == null) {
        continue;
      }
      for (ChildId child : children) {
        Profile profile = profiles.get(child);
        if (profile != null) {
          found.put(child, profile);
        }
      }
    }
  }

  boolean contains(ChildId child) {
    return profiles.containsKey(child);
  }

  void forEach(BiConsumer<ChildId, Profile> action) {
    profiles.forEach(action);
  }

  int size() {
    return profiles.size();
  }

  private static Set<ChildId> union(Set<ChildId> some, Set<ChildId> more) {
    Set<ChildId> all = new HashSet<>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }

  private static @Nullable Set<ChildId> without(Set<ChildId> all, ChildId child) {
    Set<ChildId> rest = new HashSet<>(all);
    rest.remove(child);
    return rest.isEmpty() ? null : Set.copyOf(rest);
  }
}
