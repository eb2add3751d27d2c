package uk.yjx.server.matching;

import java.util.List;
import java.util.Set;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.IdentifierKind;

/** The answer to «which child is this person?». */
public sealed interface Match {

  /**
   * The person is this child.
   *
   * @param rule why; one of the linking rules
   * @param agreed the kinds of identifier that agreed, never their values; at least one
   */
  record Linked(ChildId child, Rule rule, Set<IdentifierKind> agreed) implements Match {

    /** Rejects a link without an agreeing identifier: nothing else ever links. */
    public Linked {
      agreed = Set.copyOf(agreed);
      if (agreed.isEmpty()) {
        throw new IllegalArgumentException("a link needs an identifier that agrees");
      }
      if (rule.compareTo(Rule.SEVERAL_CHILDREN) >= 0) {
        throw new IllegalArgumentException("not a linking rule: " + rule);
      }
    }
  }

  /**
   * The person may be one of these children; a person has to decide.
   *
   * @param candidates strongest first, then by id; 1 to {@link #CANDIDATES_MAX}
   * @param why the strongest reason among them
   */
  record Review(List<ChildId> candidates, Rule why) implements Match {

    /** Most candidates a review names; the weakest beyond it are left out. */
    public static final int CANDIDATES_MAX = 50;

    /** Rejects an empty review, one over the limit, and a linking rule. */
    public Review {
      candidates = List.copyOf(candidates);
      if (candidates.isEmpty() || candidates.size() > CANDIDATES_MAX) {
        throw new IllegalArgumentException("a review has 1 to " + CANDIDATES_MAX + " candidates");
      }
      if (why.compareTo(Rule.SEVERAL_CHILDREN) < 0) {
        throw new IllegalArgumentException("not a rule of review: " + why);
      }
    }
  }

  /**
   * The person is this child because a person decided so; the engine never answers this.
   *
   * @param child who it is
   */
  record Decided(ChildId child) implements Match {
    /** What stands for the rule in events and links. */
    public static final String RULE = "DECIDED_BY_A_PERSON";
  }

  /** No child on record has anything that says it is this person. */
  record None() implements Match {}

  /** What is left when somebody has decided that the person is none of these children. */
  default Match without(Set<ChildId> not) {
    return switch (this) {
      case Linked linked -> not.contains(linked.child()) ? new None() : linked;
      case Review review -> {
        List<ChildId> left = review.candidates().stream().filter(it -> !not.contains(it)).toList();
        yield left.isEmpty() ? new None() : new Review(left, review.why());
      }
      case Decided decided -> decided;
      case None none -> none;
    };
  }
}
