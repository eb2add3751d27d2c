package uk.yjx.server.matching;

/**
 * The score of a pair in bits: rarity of a true pair plus, for each field, how much likelier its
 * level is for one person than for two (Fellegi and Sunter 1969), less what one household would
 * explain as well. An exact agreement is weighed by how common the value is.
 */
final class PairScore {

  /** Least years between parent and child, with room for a slip. */
  private static final int GENERATION_MIN = 10;

  private static final double LOG2 = Math.log(2);

  private final Roster roster;
  private final Weights weights;
  private final double prior;
  private final double[][] bits;
  private final double[][] exact;
  private final double[] shares;
  private final double householdOdds;
  private final double bornTogether;

  PairScore(Roster roster, Weights weights) {
    this.roster = roster;
    this.weights = weights;
    this.prior = log2(weights.rarity());
    this.householdOdds = weights.household() / (1 - weights.household());
    this.bornTogether = weights.u(roster.fields().get(Roster.BIRTH), Level.EXACT);
    int n = roster.fields().size();
    this.bits = new double[n][Level.values().length];
    this.exact = new double[n][];
    this.shares = new double[n];
    for (int i = 0; i < n; i++) {
      Field field = roster.fields().get(i);
      shares[i] = HouseholdHypothesis.share(field.kind());
      for (Level level : Level.values()) {
        bits[i][level.ordinal()] =
            level == Level.MISSING ? 0 : log2(weights.m(field, level) / weights.u(field, level));
      }
      exact[i] = exact(i, log2(weights.m(field, Level.EXACT)));
    }
  }

  // Worked out once for each value: pairs are many times more.
  private double[] exact(int field, double ofOne) {
    if (field == Roster.ORDER || field == Roster.REST || field == Roster.SEX) {
      return new double[0];
    }
    Dictionary dictionary = roster.dictionary(field);
    double[] values = new double[dictionary.size()];
    for (int code = 0; code < values.length; code++) {
      values[code] = ofOne - log2(others(dictionary, field, code));
    }
    return values;
  }

  /** What the scores are made of. */
  Weights weights() {
    return weights;
  }

  /** The bits before any evidence. */
  double prior() {
    return prior;
  }

  /** The score of a compared pair; the same for both orders of the rows. */
  double of(long packed, int a, int b) {
    double sum = prior;
    double household =
        HouseholdHypothesis.birth(RowComparer.level(packed, Roster.BIRTH), bornTogether)
            + HouseholdHypothesis.given(RowComparer.level(packed, Roster.GIVEN));
    for (int field = 0; field < bits.length; field++) {
      double weight = weight(packed, field, a, b);
      sum += weight;
      household += weight * shares[field];
    }
    return sum - HouseholdHypothesis.explained(householdOdds, household);
  }

  /** The score against strangers alone, as if nobody shared a household. */
  double againstStrangers(long packed, int a, int b) {
    double sum = prior;
    for (int field = 0; field < bits.length; field++) {
      sum += weight(packed, field, a, b);
    }
    return sum;
  }

  /** What one field says, in bits, before any cap. */
  double weight(long packed, int field, int a, int b) {
    Level level = RowComparer.level(packed, field);
    double plain = bits[field][level.ordinal()];
    return switch (level) {
      case MISSING -> 0;
      case EXACT -> {
        int code = exact[field].length == 0 ? Dictionary.NONE : roster.code(field, a);
        yield code == Dictionary.NONE ? plain : exact[field][code];
      }
      case VARIANT, NEAR, PART, CLOSE, DIFFERENT -> plain;
    };
  }

  /** What an equal value of a field says in bits. */
  double equal(int field, int code) {
    return exact[field][code];
  }

  /** What a level of a field says in bits, however common the value. */
  double plain(int field, Level level) {
    return bits[field][level.ordinal()];
  }

  /** Everything that a rule of linking looks at. */
  PairEvidence evidence(long packed, int a, int b, double score) {
    double line = 0;
    for (int field = Roster.PHONE + 1; field < bits.length; field++) {
      if (roster.fields().get(field).kind() == Field.Kind.ADDRESS
          && RowComparer.level(packed, field) == Level.EXACT) {
        line = Math.max(line, weight(packed, field, a, b));
      }
    }
    return new PairEvidence(
        packed, score, againstStrangers(packed, a, b), line, slip(a, b), generation(a, b));
  }

  private boolean generation(int a, int b) {
    int one = roster.code(Roster.BIRTH, a);
    int two = roster.code(Roster.BIRTH, b);
    if (one == Dictionary.NONE || two == Dictionary.NONE) {
      return false;
    }
    Dictionary births = roster.dictionary(Roster.BIRTH);
    int years = BirthText.year(births.word(one).text()) - BirthText.year(births.word(two).text());
    return Math.abs(years) >= GENERATION_MIN;
  }

  private boolean slip(int a, int b) {
    int one = roster.code(Roster.GIVEN, a);
    int two = roster.code(Roster.GIVEN, b);
    if (one == Dictionary.NONE || two == Dictionary.NONE) {
      return false;
    }
    Dictionary names = roster.dictionary(Roster.GIVEN);
    return NameSlip.is(
        names.word(one).text(), names.count(one), names.word(two).text(), names.count(two));
  }

  // Of all who have the value one is the row itself, which says nothing about strangers.
  private static double others(Dictionary dictionary, int field, int code) {
    double share = Math.max(dictionary.count(code) - 1, 0.5) / dictionary.total();
    // Forenames and surnames are counted together.
    return Math.min(1, field == Roster.GIVEN || field == Roster.FAMILY ? share * 2 : share);
  }

  static double log2(double x) {
    return Math.log(x) / LOG2;
  }
}
