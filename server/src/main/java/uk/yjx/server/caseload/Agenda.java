package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What changes by date, in order of date; never changes itself.
 *
 * <p>A treap (Seidel and Aragon 1996): a search tree by date and subject that is a heap by a hash
 * of both, so that its shape depends on its content alone. A change copies one path, of expected
 * length O(log n); the rest is shared.
 */
final class Agenda<T extends Comparable<T>> {

  /** One subject is due at one instant. */
  record Due<T extends Comparable<T>>(Instant at, T subject) implements Comparable<Due<T>> {
    @Override
    public int compareTo(Due<T> other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : subject.compareTo(other.subject);
    }
  }

  private record Node<T extends Comparable<T>>(
      Due<T> due, int priority, @Nullable Node<T> left, @Nullable Node<T> right) {}

  private final @Nullable Node<T> root;

  private Agenda(@Nullable Node<T> root) {
    this.root = root;
  }

  static <T extends Comparable<T>> Agenda<T> empty() {
    return new Agenda<>(null);
  }

  /** This agenda and one more; the same when it is there already. */
  Agenda<T> with(Instant at, T subject) {
    return new Agenda<>(insert(root, new Due<>(at, subject)));
  }

  /** This agenda without one; the same when it is not there. */
  Agenda<T> without(Instant at, T subject) {
    return new Agenda<>(remove(root, new Due<>(at, subject)));
  }

  /** What is due in (after, upTo], in order. */
  List<Due<T>> within(Instant after, Instant upTo) {
    List<Due<T>> found = new ArrayList<>();
    collect(root, after, upTo, found);
    return found;
  }

  /** The first instant after this one at which something is due. */
  Optional<Instant> nextAfter(Instant after) {
    Instant best = null;
    Node<T> node = root;
    while (node != null) {
      if (node.due.at().isAfter(after)) {
        best = node.due.at();
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return Optional.ofNullable(best);
  }

  private static <T extends Comparable<T>> void collect(
      @Nullable Node<T> node, Instant after, Instant upTo, List<Due<T>> found) {
    if (node == null) {
      return;
    }
    Instant at = node.due.at();
    if (at.isAfter(after)) {
      collect(node.left, after, upTo, found);
      if (!at.isAfter(upTo)) {
        found.add(node.due);
      }
    }
    if (!at.isAfter(upTo)) {
      collect(node.right, after, upTo, found);
    }
  }

  private static <T extends Comparable<T>> Node<T> insert(@Nullable Node<T> node, Due<T> due) {
    if (node == null) {
      return new Node<>(due, priority(due), null, null);
    }
    int order = due.compareTo(node.due);
    if (order == 0) {
      return node;
    }
    if (order < 0) {
      Node<T> left = insert(node.left, due);
      return left.priority > node.priority
          ? copy(left, left.left, copy(node, left.right, node.right))
          : copy(node, left, node.right);
    }
    Node<T> right = insert(node.right, due);
    return right.priority > node.priority
        ? copy(right, copy(node, node.left, right.left), right.right)
        : copy(node, node.left, right);
  }

  private static <T extends Comparable<T>> @Nullable Node<T> remove(
      @Nullable Node<T> node, Due<T> due) {
    if (node == null) {
      return null;
    }
    int order = due.compareTo(node.due);
    if (order == 0) {
      return join(node.left, node.right);
    }
    return order < 0
        ? copy(node, remove(node.left, due), node.right)
        : copy(node, node.left, remove(node.right, due));
  }

  private static <T extends Comparable<T>> @Nullable Node<T> join(
      @Nullable Node<T> left, @Nullable Node<T> right) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    return left.priority > right.priority
        ? copy(left, left.left, join(left.right, right))
        : copy(right, join(left, right.left), right.right);
  }

  private static <T extends Comparable<T>> Node<T> copy(
      Node<T> node, @Nullable Node<T> left, @Nullable Node<T> right) {
    return new Node<>(node.due, node.priority, left, right);
  }

  private static int priority(Due<?> due) {
    int h = due.hashCode() * 0x9E3779B9;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    return h ^ (h >>> 13);
  }
}
