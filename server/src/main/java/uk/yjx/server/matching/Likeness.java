package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How likely two descriptions are of one person, in hundredths of a bit (Fellegi and Sunter 1969):
 * the prior, what each part that both sides know is worth, less what one household would explain as
 * well. Of several names, dates or postcodes the best pair counts once. Symmetric, and the same on
 * every machine.
 */
final class Likeness {

  private static final LikenessPart[] PARTS = LikenessPart.values();
  private static final int STEPS = PARTS.length;

  private final LikenessWeights weights;
  private final Commonness commonness;
  private final int prior;
  private final int newYear;
  private final int householdPrior;
  private final int householdBirth;
  private final int householdNewYear;
  private final int householdGiven;

  Likeness(LikenessWeights weights, Commonness commonness) {
    this.weights = weights;
    this.commonness = commonness;
    this.prior = weights.bits("prior");
    this.newYear = weights.bits("birth.new-year");
    this.householdPrior = weights.bits("household.prior");
    this.householdBirth = weights.bits("household.birth");
    this.householdNewYear = weights.bits("household.new-year");
    this.householdGiven = weights.bits("household.given");
  }

  /** The score of two descriptions, in hundredths of a bit. */
  int score(Traits a, Traits b) {
    return new Comparison(a, b).total;
  }

  /** The same step by step. */
  Waterfall explain(Traits a, Traits b) {
    Comparison made = new Comparison(a, b);
    List<Waterfall.Step> steps = new ArrayList<>(STEPS);
    for (LikenessPart part : PARTS) {
      Level level = made.levels[part.ordinal()];
      int bits = made.bits[part.ordinal()];
      if (level != Level.MISSING) {
        steps.add(new Waterfall.Step(part.shown(), level.name().toLowerCase(Locale.ROOT), bits));
      } else if (bits != 0) {
        steps.add(new Waterfall.Step(part.shown(), "", bits));
      }
    }
    return new Waterfall(steps);
  }

  private final class Comparison {
    final int[] bits = new int[STEPS];
    final Level[] levels = new Level[STEPS];
    int total = Integer.MIN_VALUE;

    Comparison(Traits a, Traits b) {
      java.util.Arrays.fill(levels, Level.MISSING);
      bits[LikenessPart.PRIOR.ordinal()] = prior;
      birth(a.births, b.births);
      postcode(a.postcodes, b.postcodes);
      sex(a, b);
      numbers(a.numbers, b.numbers);
      int others = 0;
      for (int part : bits) {
        others += part;
      }
      int home = householdPrior + bits[LikenessPart.POSTCODE.ordinal()];
      if (levels[LikenessPart.BIRTH.ordinal()] == Level.EXACT) {
        home += bits[LikenessPart.BIRTH.ordinal()] == newYear ? householdNewYear : householdBirth;
      }
      if (a.nameCount() == 0 || b.nameCount() == 0) {
        consider(NameLikeness.NONE, others, home);
      }
      for (int i = 0; i < a.nameCount(); i++) {
        for (int j = 0; j < b.nameCount(); j++) {
          consider(NameLikeness.of(a, i, b, j, weights, commonness), others, home);
        }
      }
    }

    private void consider(NameLikeness name, int others, int home) {
      int household = home + name.familyBits();
      if (name.given() == Level.EXACT || name.given() == Level.VARIANT) {
        household += householdGiven;
      }
      int explained = explained(household);
      int sum = others + name.bits() - explained;
      if (sum <= total) {
        return;
      }
      total = sum;
      set(LikenessPart.GIVEN, name.given(), name.givenBits());
      set(LikenessPart.FAMILY, name.family(), name.familyBits());
      set(LikenessPart.ORDER, name.order(), name.orderBits());
      set(LikenessPart.HOUSEHOLD, Level.MISSING, -explained);
    }

    private void set(LikenessPart part, Level level, int worth) {
      levels[part.ordinal()] = level;
      bits[part.ordinal()] = worth;
    }

    private void better(LikenessPart part, Level level, int worth) {
      if (levels[part.ordinal()] == Level.MISSING || worth > bits[part.ordinal()]) {
        set(part, level, worth);
      }
    }

    private void birth(int[] as, int[] bs) {
      for (int a : as) {
        for (int b : bs) {
          Level level = BirthLevel.of(a, b);
          boolean estimated = level == Level.EXACT && BirthLevel.isNewYear(a);
          better(
              LikenessPart.BIRTH,
              level,
              estimated ? newYear : weights.of(LikenessPart.BIRTH, level));
        }
      }
    }

    private void postcode(long[] as, long[] bs) {
      for (long a : as) {
        for (long b : bs) {
          Level level = PostcodeCode.compare(a, b);
          better(LikenessPart.POSTCODE, level, weights.of(LikenessPart.POSTCODE, level));
        }
      }
    }

    private void sex(Traits a, Traits b) {
      boolean said =
          switch (a.sex) {
            case UNKNOWN, OTHER -> false;
            case FEMALE, MALE ->
                switch (b.sex) {
                  case UNKNOWN, OTHER -> false;
                  case FEMALE, MALE -> true;
                };
          };
      if (said) {
        Level level = a.sex == b.sex ? Level.EXACT : Level.DIFFERENT;
        set(LikenessPart.SEX, level, weights.of(LikenessPart.SEX, level));
      }
    }

    private void numbers(long[] as, long[] bs) {
      boolean agree = false;
      boolean conflict = false;
      for (int i = 0; i < as.length; i += 2) {
        boolean known = false;
        boolean equal = false;
        for (int j = 0; j < bs.length; j += 2) {
          if (as[i] == bs[j]) {
            known = true;
            equal |= as[i + 1] == bs[j + 1];
          }
        }
        agree |= equal;
        conflict |= known && !equal && !agreesIn(as, bs, as[i]);
      }
      if (agree || conflict) {
        Level level = !conflict ? Level.EXACT : agree ? Level.PART : Level.DIFFERENT;
        set(LikenessPart.IDENTIFIERS, level, weights.of(LikenessPart.IDENTIFIERS, level));
      }
    }
  }

  /** Whether some number of a scheme agrees: a child may have had several. */
  private static boolean agreesIn(long[] as, long[] bs, long scheme) {
    for (int i = 0; i < as.length; i += 2) {
      for (int j = 0; as[i] == scheme && j < bs.length; j += 2) {
        if (bs[j] == scheme && as[i + 1] == bs[j + 1]) {
          return true;
        }
      }
    }
    return false;
  }

  private int explained(int household) {
    double bits = (double) household / LikenessWeights.BIT;
    return (int) Math.round(LikenessWeights.BIT * HouseholdHypothesis.explained(1, bits));
  }

  /** What equal names are worth. */
  interface Commonness {

    /** Hundredths of a bit of an equal forename. */
    int given(String word);

    /** Hundredths of a bit of an equal surname. */
    int family(String word);
  }
}
