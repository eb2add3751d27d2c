package uk.yjx.server.matching;

import java.util.Collection;
import java.util.List;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;

/**
 * Decides by identifiers and whole names first; whom these find nobody for is compared with all who
 * share a date of birth or the sounds of a name. Likeness alone never links: whatever the score, a
 * person decides.
 */
final class LiveIndex implements MatchIndex {

  static final LiveIndex EMPTY = new LiveIndex(ExactMatchIndex.EMPTY, LikenessIndex.EMPTY);

  /** Least score that is worth a person's time, in hundredths of a bit. */
  static final int REVIEW_MIN = 0;

  /** Another candidate so little weaker makes it a matter of several, in hundredths of a bit. */
  static final int MARGIN = 10 * LikenessWeights.BIT;

  private final ExactMatchIndex exact;
  private final LikenessIndex alike;

  private LiveIndex(ExactMatchIndex exact, LikenessIndex alike) {
    this.exact = exact;
    this.alike = alike;
  }

  @Override
  public Match match(Evidence evidence) {
    Match match = exact.match(evidence);
    return switch (match) {
      case Match.Linked linked -> match;
      case Match.Review review -> match;
      case Match.Decided decided -> match;
      case Match.None none -> alike(evidence);
    };
  }

  @Override
  public Waterfall explain(Evidence evidence, PersonDescription child) {
    return alike.explain(evidence.traits(), Traits.of(child));
  }

  @Override
  public MatchIndex with(Collection<Candidate> addedOrChanged, Collection<ChildId> removed) {
    return addedOrChanged.isEmpty() && removed.isEmpty()
        ? this
        : new LiveIndex(exact.with(addedOrChanged, removed), alike.with(addedOrChanged, removed));
  }

  @Override
  public int size() {
    return exact.size();
  }

  private Match alike(Evidence evidence) {
    List<LikenessIndex.Scored> found =
        alike.find(evidence.traits(), evidence.traitKeys(), REVIEW_MIN);
    if (found.isEmpty()) {
      return new Match.None();
    }
    boolean several = found.size() > 1 && found.get(1).score() >= found.getFirst().score() - MARGIN;
    return new Match.Review(
        found.stream().limit(Match.Review.CANDIDATES_MAX).map(LikenessIndex.Scored::child).toList(),
        several ? Rule.SEVERAL_ALIKE : Rule.DESCRIPTION_ALIKE);
  }
}
