package uk.yjx.server.matching;

import org.jspecify.annotations.Nullable;

/**
 * Rules out most children born on a day by the letters of their names, read from a number that
 * stands beside the key where the name is a plain one: one slip changes two letters at most.
 * Spellings of one name may be further apart; they are found by the other name, or by their sounds.
 */
final class NameFilter {

  /** Names with more letters that only one of them has are taken for two names. */
  private static final int LETTERS_APART_MAX = 2;

  private static final int LETTERS = 26;
  private static final long LETTER_MASK = (1L << LETTERS) - 1;

  /**
   * The letters of every name asked about, {@value Traits#NAME_WORDS} numbers each; none when every
   * child is to be read.
   */
  private final long[] asked;

  private NameFilter(long[] asked) {
    this.asked = asked;
  }

  /** The filter for a person. Several middle names let everybody pass: each may be a forename. */
  static NameFilter of(Traits person) {
    long[] asked = new long[person.nameCount() * Traits.NAME_WORDS];
    for (int name = 0; name < person.nameCount(); name++) {
      if (severalMiddle(person, name)) {
        return new NameFilter(new long[0]);
      }
      for (int which = 0; which < Traits.NAME_WORDS; which++) {
        asked[name * Traits.NAME_WORDS + which] = letters(person.word(name, which));
      }
    }
    return new NameFilter(asked);
  }

  /** What stands beside the key of a child of one name without middle names; 0 or more. */
  static long tag(@Nullable Word given, @Nullable Word family) {
    return letters(given) | letters(family) << LETTERS;
  }

  /**
   * Whether a name has about the letters of the child's in its own place, or both in each other's:
   * one in the other's place alone proves too little.
   */
  boolean mayAgree(long tag) {
    long given = tag & LETTER_MASK;
    long family = tag >>> LETTERS;
    for (int name = 0; name < asked.length; name += Traits.NAME_WORDS) {
      long askedGiven = asked[name + Traits.GIVEN];
      long askedFamily = asked[name + Traits.FAMILY];
      if (near(askedGiven, given)
          || near(askedFamily, family)
          || near(asked[name + Traits.MIDDLE], given)
          || unsaidOrNear(askedGiven, family) && unsaidOrNear(askedFamily, given)) {
        return true;
      }
    }
    return asked.length == 0;
  }

  /** Whether a name has about the letters of some name of the child. */
  boolean mayAgree(Traits child) {
    if (asked.length == 0) {
      return true;
    }
    for (int name = 0; name < child.nameCount(); name++) {
      if (severalMiddle(child, name)
          || nearAny(letters(child.word(name, Traits.GIVEN)))
          || nearAny(letters(child.word(name, Traits.MIDDLE)))
          || nearAny(letters(child.word(name, Traits.FAMILY)))) {
        return true;
      }
    }
    return false;
  }

  private boolean nearAny(long letters) {
    for (long one : asked) {
      if (near(one, letters)) {
        return true;
      }
    }
    return false;
  }

  /** A name without letters is none, and near to none. */
  private static boolean near(long one, long other) {
    return one != 0 && Long.bitCount(one ^ other) <= LETTERS_APART_MAX;
  }

  /** People with one name have it now here, now there. */
  private static boolean unsaidOrNear(long one, long other) {
    return one == 0 || other == 0 || near(one, other);
  }

  private static boolean severalMiddle(Traits person, int name) {
    Word middle = person.word(name, Traits.MIDDLE);
    return middle != null && middle.tokens().length > 1;
  }

  private static long letters(@Nullable Word word) {
    return word == null ? 0 : word.letters();
  }
}
