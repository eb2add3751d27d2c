package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.server.kernel.ChildId;

/** Home, host and placing relationships as of one moment; never changes. */
public final class RelationshipBook {
  /** No relationships. */
  public static final RelationshipBook EMPTY = new RelationshipBook(Map.of(), Map.of());

  private final Map<UUID, Relationship> byId;
  private final Map<ChildId, List<UUID>> byChild;

  private RelationshipBook(Map<UUID, Relationship> byId, Map<ChildId, List<UUID>> byChild) {
    this.byId = byId;
    this.byChild = byChild;
  }

  /** Those over a child that last, as either service knows it. */
  public List<Relationship> live(ChildId child, Instant at) {
    return byChild.getOrDefault(child, List.of()).stream()
        .map(byId::get)
        .filter(it -> it.isLive(at))
        .toList();
  }

  /** Whether a relationship lasts; not one that is unknown. */
  public boolean isLive(UUID id, Instant at) {
    Relationship it = byId.get(id);
    return it != null && it.isLive(at);
  }

  /**
   * The one child that several on record are: where a relationship that lasts says so of all of
   * them, the child as its home service knows it. Empty when they may be different children.
   */
  public Optional<ChildId> same(List<ChildId> children, Instant at) {
    for (ChildId child : children) {
      List<Relationship> all =
          live(child, at).stream().filter(it -> child.equals(it.homeChild())).toList();
      boolean covered =
          children.stream().allMatch(one -> all.stream().anyMatch(it -> it.isAbout(one)));
      if (covered && !all.isEmpty()) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** This book after changes; a relationship already in it is replaced. */
  public RelationshipBook with(Collection<Relationship> changed) {
    if (changed.isEmpty()) {
      return this;
    }
    Map<UUID, Relationship> ids = new HashMap<>(byId);
    Map<ChildId, List<UUID>> children = new HashMap<>(byChild);
    for (Relationship it : changed) {
      if (ids.put(it.id(), it) == null) {
        add(children, it.hostChild(), it.id());
        ChildId home = it.homeChild();
        if (home != null) {
          add(children, home, it.id());
        }
      }
    }
    return new RelationshipBook(Map.copyOf(ids), Map.copyOf(children));
  }

  private static void add(Map<ChildId, List<UUID>> children, ChildId child, UUID id) {
    List<UUID> all = new ArrayList<>(children.getOrDefault(child, List.of()));
    all.add(id);
    children.put(child, List.copyOf(all));
  }
}
