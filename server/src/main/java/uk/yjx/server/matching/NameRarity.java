package uk.yjx.server.matching;

/** What an equal name is worth among the children of an index: the rarer, the more. */
final class NameRarity implements Likeness.Commonness {

  private static final double LOG2 = Math.log(2);

  private final NameCounts base;
  private final NameCounts delta;

  /** Counted in the base and no longer there. */
  private final NameCounts hidden;

  private final Table given;
  private final Table family;

  NameRarity(LikenessWeights weights, NameCounts base, NameCounts delta, NameCounts hidden) {
    this.base = base;
    this.delta = delta;
    this.hidden = hidden;
    this.given = Table.of(weights, "given");
    this.family = Table.of(weights, "family");
  }

  @Override
  public int given(String word) {
    return given.worth(base.given(word) + delta.given(word) - hidden.given(word), children());
  }

  @Override
  public int family(String word) {
    return family.worth(base.family(word) + delta.family(word) - hidden.family(word), children());
  }

  private int children() {
    return base.children() + delta.children() - hidden.children();
  }

  /** How the share of a name among few children is smoothed and bounded. */
  private record Table(double m, double usual, double unseen, int least, int most) {

    static Table of(LikenessWeights weights, String name) {
      return new Table(
          weights.number(name + ".exact.m"),
          weights.number(name + ".usual"),
          weights.number(name + ".unseen"),
          weights.bits(name + ".least"),
          weights.bits(name + ".most"));
    }

    // Of all who bear the name one is the child itself, which says nothing about strangers.
    int worth(int bearers, int children) {
      double share =
          (Math.max(bearers - 1, 0) + usual * unseen) / (Math.max(children - 1, 0) + unseen);
      long hundredths = Math.round(LikenessWeights.BIT * Math.log(m / share) / LOG2);
      return (int) Math.clamp(hundredths, least, most);
    }
  }
}
