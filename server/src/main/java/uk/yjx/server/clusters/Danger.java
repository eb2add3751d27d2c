package uk.yjx.server.clusters;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import uk.yjx.server.kernel.ChildId;

/**
 * What must become of the warnings of a cluster, decided from nothing but the children of its
 * standing events and those who are warned.
 *
 * @param warn children whose workers are to be warned
 * @param recall children who were warned and have nothing to do with it
 * @param tooFew nobody is in danger from anybody: the cluster ends, and nobody else is warned
 */
record Danger(Set<ChildId> warn, Set<ChildId> recall, boolean tooFew) {
  /** Children it takes to make a cluster of one service alone. */
  static final int CHILDREN_MIN = 2;

  Danger {
    warn = Set.copyOf(warn);
    recall = Set.copyOf(recall);
  }

  /**
   * Decides.
   *
   * @param inDanger children of standing events, each as often as it has events
   * @param warned children whose workers have a standing warning
   * @param withOthers another service is asked or joined: the other children are there
   */
  static Danger of(Collection<ChildId> inDanger, Collection<ChildId> warned, boolean withOthers) {
    Set<ChildId> children = new LinkedHashSet<>(inDanger);
    boolean tooFew = children.size() < (withOthers ? 1 : CHILDREN_MIN);
    Set<ChildId> recall = new LinkedHashSet<>(warned);
    recall.removeAll(children);
    Set<ChildId> warn = new LinkedHashSet<>();
    if (!tooFew) {
      warn.addAll(children);
      warn.removeAll(new LinkedHashSet<>(warned));
    }
    return new Danger(warn, recall, tooFew);
  }

  /** Whether everything is as it should be. */
  boolean isSettled() {
    return warn.isEmpty() && recall.isEmpty() && !tooFew;
  }
}
