package uk.yjx.server.matching;

/**
 * Compares candidates and gives those up early that cannot reach a score: what a field could say at
 * best is known from whether its values are equal, without comparing texts. Nothing is given up
 * that would reach it. One for each thread.
 */
final class PairScreen {

  /** Says that a pair does not reach the score. */
  static final long GIVEN_UP = -1;

  private static final Level[] UNEQUAL = {
    Level.VARIANT, Level.NEAR, Level.PART, Level.CLOSE, Level.DIFFERENT
  };

  private final Roster roster;
  private final PairScore scores;
  private final RowComparer comparer;
  private final double floor;
  private final int fields;
  private final double[] unequal;
  private final double order;
  private final double rest;
  private final double[] best;

  PairScreen(Roster roster, PairScore scores, double floor) {
    this.roster = roster;
    this.scores = scores;
    this.comparer = new RowComparer(roster);
    this.floor = floor;
    this.fields = roster.fields().size();
    this.unequal = new double[fields];
    for (int field = 0; field < fields; field++) {
      unequal[field] = unequal(field);
    }
    this.order = Math.max(0, Math.max(exact(Roster.ORDER), unequal[Roster.ORDER]));
    this.rest = Math.max(0, Math.max(exact(Roster.REST), unequal[Roster.REST]));
    this.best = new double[fields];
  }

  private double exact(int field) {
    return scores.plain(field, Level.EXACT);
  }

  private double unequal(int field) {
    double most = Double.NEGATIVE_INFINITY;
    for (Level level : UNEQUAL) {
      most = Math.max(most, scores.plain(field, level));
    }
    return most;
  }

  /** The levels of a pair; {@link #GIVEN_UP} if its score is surely below the floor. */
  long compare(int a, int b) {
    double sum = scores.prior() + order + names(a, b);
    for (int field = Roster.MIDDLE; field < fields; field++) {
      best[field] = field == Roster.REST ? rest(a, b) : atBest(field, a, b);
      sum += best[field];
    }
    if (sum < floor) {
      return GIVEN_UP;
    }
    long packed = 0;
    // Dates and numbers are compared faster than names and tell more.
    for (int field = Roster.BIRTH; field < fields; field++) {
      packed = RowComparer.with(packed, field, comparer.level(field, a, b));
      sum += scores.weight(packed, field, a, b) - best[field];
      if (sum < floor) {
        return GIVEN_UP;
      }
    }
    for (int field = Roster.MIDDLE; field < Roster.BIRTH; field++) {
      packed = RowComparer.with(packed, field, comparer.level(field, a, b));
    }
    return packed | comparer.names(a, b);
  }

  private double atBest(int field, int a, int b) {
    int one = roster.code(field, a);
    int two = roster.code(field, b);
    if (one == Dictionary.NONE || two == Dictionary.NONE) {
      return 0;
    }
    if (one != two) {
      return field == Roster.SEX ? scores.plain(field, Level.DIFFERENT) : unequal[field];
    }
    double equal = field == Roster.SEX ? exact(field) : scores.equal(field, one);
    // Equal dates of which a part is not known agree in part.
    return field == Roster.BIRTH ? Math.max(equal, unequal[field]) : equal;
  }

  private double rest(int a, int b) {
    boolean none =
        roster.code(Roster.REST, a) == Dictionary.NONE
            && roster.code(Roster.REST, b) == Dictionary.NONE;
    return none ? 0 : rest;
  }

  // Forename and surname may stand in each other's place.
  private double names(int a, int b) {
    int givenA = roster.code(Roster.GIVEN, a);
    int familyA = roster.code(Roster.FAMILY, a);
    int givenB = roster.code(Roster.GIVEN, b);
    int familyB = roster.code(Roster.FAMILY, b);
    boolean given = givenA == givenB || givenA == familyB || givenB == familyA;
    boolean family = familyA == familyB || givenA == familyB || givenB == familyA;
    return name(Roster.GIVEN, given, givenA, givenB)
        + name(Roster.FAMILY, family, familyA, familyB);
  }

  private double name(int field, boolean equal, int a, int b) {
    double most = Math.max(0, unequal[field]);
    if (!equal) {
      return most;
    }
    double one = a == Dictionary.NONE ? exact(field) : scores.equal(field, a);
    double two = b == Dictionary.NONE ? exact(field) : scores.equal(field, b);
    return Math.max(most, Math.max(one, two));
  }
}
