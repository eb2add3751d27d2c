package uk.yjx.server.caseload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map that never changes and is cheap to change a copy of: entries lie in {@value #SHARDS} small
 * maps by hash, and an edit copies the list of them once and each small map it touches once.
 */
final class Shards<K, V> {
  /** Small maps; a power of two. At a million entries each holds about 250. */
  static final int SHARDS = 4096;

  private final List<Map<K, V>> shards;
  private final int size;

  private Shards(List<Map<K, V>> shards, int size) {
    this.shards = shards;
    this.size = size;
  }

  /** A map without entries. */
  static <K, V> Shards<K, V> empty() {
    return new Shards<>(Collections.nCopies(SHARDS, Map.of()), 0);
  }

  @Nullable V get(K key) {
    return shards.get(shard(key)).get(key);
  }

  int size() {
    return size;
  }

  void forEach(BiConsumer<K, V> action) {
    shards.forEach(shard -> shard.forEach(action));
  }

  /** Begins a changed copy. */
  Edit<K, V> edit() {
    return new Edit<>(this);
  }

  private static int shard(Object key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (SHARDS - 1);
  }

  /** A copy being changed; for one thread, and done with once built. */
  static final class Edit<K, V> {
    private final List<Map<K, V>> shards;
    private final Set<Integer> copied = new java.util.HashSet<>();
    private int size;

    private Edit(Shards<K, V> from) {
      this.shards = new ArrayList<>(from.shards);
      this.size = from.size;
    }

    @Nullable V get(K key) {
      return shards.get(shard(key)).get(key);
    }

    void put(K key, V value) {
      if (own(key).put(key, value) == null) {
        size++;
      }
    }

    void remove(K key) {
      if (own(key).remove(key) != null) {
        size--;
      }
    }

    Shards<K, V> build() {
      return new Shards<>(shards, size);
    }

    private Map<K, V> own(K key) {
      int index = shard(key);
      if (copied.add(index)) {
        shards.set(index, new HashMap<>(shards.get(index)));
      }
      return shards.get(index);
    }
  }
}
