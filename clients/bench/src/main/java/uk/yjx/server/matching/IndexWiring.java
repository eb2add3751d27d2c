package uk.yjx.server.matching;

import java.util.Collection;
import java.util.List;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;

/** The index in which children alike to a description are found, for measurements. */
public final class IndexWiring {

  private final LikenessIndex index;

  private IndexWiring(LikenessIndex index) {
    this.index = index;
  }

  /** Builds the index; the children are read once, in order. */
  public static IndexWiring of(Collection<Candidate> children) {
    return new IndexWiring(LikenessIndex.EMPTY.with(children, List.of()));
  }

  /** Equality alone, and what notices are matched with, for measurements. */
  public record Both(ExactMatchIndex exact, MatchIndex live) {

    /** Both upon the same children. */
    public static Both of(Collection<Candidate> children) {
      return new Both(
          ExactMatchIndex.EMPTY.with(children, List.of()),
          MatchIndex.empty().with(children, List.of()));
    }

    /** Everything of one person by equality alone; whether anybody was found. */
    public boolean byEquality(PersonDescription person) {
      Profile profile = new Profile(person);
      return !(exact.match(profile, profile.keys()) instanceof Match.None);
    }

    /** Everything of one person as a notice is matched; whether anybody was found. */
    public boolean asNotices(PersonDescription person) {
      return !(live.match(Evidence.of(person)) instanceof Match.None);
    }
  }

  /** How many children it holds. */
  public int size() {
    return index.size();
  }

  /**
   * Everything of one lookup, from the description as it was sent: children that score enough for a
   * review, the best first.
   */
  public List<ChildId> lookUp(PersonDescription person) {
    Traits traits = Traits.of(person);
    return index.find(traits, traits.keys(), 0).stream().map(LikenessIndex.Scored::child).toList();
  }
}
