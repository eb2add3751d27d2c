package uk.yjx.server.matching;

import org.jspecify.annotations.Nullable;

/** How two names agree. */
record NameLikeness(
    Level given, int givenBits, Level family, int familyBits, Level order, int orderBits) {

  /** Letters of a surname that one slip changes beyond recognition. */
  private static final int SHORT_MIN = 2;

  private static final int SHORT_MAX = 3;

  static final NameLikeness NONE =
      new NameLikeness(Level.MISSING, 0, Level.MISSING, 0, Level.MISSING, 0);

  int bits() {
    return givenBits + familyBits + orderBits;
  }

  static NameLikeness of(
      Traits a, int i, Traits b, int j, LikenessWeights weights, Likeness.Commonness commonness) {
    Word givenA = a.word(i, Traits.GIVEN);
    Word givenB = b.word(j, Traits.GIVEN);
    Word familyA = a.word(i, Traits.FAMILY);
    Word familyB = b.word(j, Traits.FAMILY);
    Level given = given(givenA, a.word(i, Traits.MIDDLE), givenB, b.word(j, Traits.MIDDLE));
    Level family = family(familyA, familyB);
    NameLikeness straight =
        new NameLikeness(
            given,
            worth(LikenessPart.GIVEN, given, givenA, weights, commonness),
            family,
            worth(LikenessPart.FAMILY, family, familyA, weights, commonness),
            Level.MISSING,
            0);
    if (same(given) && same(family)) {
      return straight;
    }
    Level crossed = level(givenA, familyB, false);
    Level back = level(familyA, givenB, false);
    // Which of the two is the forename nobody can say: the better one stands for it.
    int crossedWorth = worth(LikenessPart.FAMILY, crossed, givenA, weights, commonness);
    int backWorth = worth(LikenessPart.FAMILY, back, familyA, weights, commonness);
    int order = weights.of(LikenessPart.ORDER, Level.VARIANT);
    NameLikeness swapped =
        crossedWorth >= backWorth
            ? new NameLikeness(crossed, crossedWorth, back, backWorth, Level.VARIANT, order)
            : new NameLikeness(back, backWorth, crossed, crossedWorth, Level.VARIANT, order);
    return swapped.bits() > straight.bits() ? swapped : straight;
  }

  private static boolean same(Level level) {
    return level == Level.EXACT || level == Level.VARIANT;
  }

  private static Level given(
      @Nullable Word a, @Nullable Word middleA, @Nullable Word b, @Nullable Word middleB) {
    Level level = level(a, b, true);
    boolean middle = level == Level.DIFFERENT && (among(a, middleB) || among(b, middleA));
    return middle ? Level.PART : level;
  }

  /**
   * A slip in a surname of two or three letters leaves a part of it, and nothing that sounds alike.
   */
  private static Level family(@Nullable Word a, @Nullable Word b) {
    Level level = level(a, b, false);
    boolean slip =
        level == Level.DIFFERENT && a != null && b != null && oneSlip(a.text(), b.text());
    return slip ? Level.PART : level;
  }

  private static boolean oneSlip(String a, String b) {
    return isShort(a) && isShort(b) && TextDistance.atMostOneEdit(a, b);
  }

  private static boolean isShort(String surname) {
    return surname.length() >= SHORT_MIN && surname.length() <= SHORT_MAX;
  }

  private static boolean among(@Nullable Word word, @Nullable Word words) {
    return word != null && words != null && words.hasToken(word.text());
  }

  private static Level level(@Nullable Word a, @Nullable Word b, boolean given) {
    return a == null || b == null ? Level.MISSING : NameLevel.of(a, b, given);
  }

  private static int worth(
      LikenessPart part,
      Level level,
      @Nullable Word word,
      LikenessWeights weights,
      Likeness.Commonness commonness) {
    if (level != Level.EXACT || word == null) {
      return weights.of(part, level);
    }
    return part == LikenessPart.GIVEN
        ? commonness.given(word.text())
        : commonness.family(word.text());
  }
}
