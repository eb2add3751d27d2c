package uk.yjx.server.matching;

import java.util.Arrays;
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

  /** The letters of every name asked about; none when every child is to be read. */
  private final long[] asked;

  private NameFilter(long[] asked) {
    this.asked = asked;
  }

  /** The filter for a person. Several middle names let everybody pass: each may be a forename. */
  static NameFilter of(Traits person) {
    long[] asked = new long[person.names.length];
    int count = 0;
    for (int name = 0; name < person.nameCount(); name++) {
      if (severalMiddle(person, name)) {
        return new NameFilter(new long[0]);
      }
      for (int which = 0; which < Traits.NAME_WORDS; which++) {
        Word word = person.word(name, which);
        if (word != null) {
          asked[count++] = word.letters();
        }
      }
    }
    return new NameFilter(Arrays.copyOf(asked, count));
  }

  /** What stands beside the key of a child of one name without middle names; 0 or more. */
  static long tag(@Nullable Word given, @Nullable Word family) {
    return letters(given) | letters(family) << LETTERS;
  }

  /** Whether a name has about the letters of the forename or surname of the child. */
  boolean mayAgree(long tag) {
    return asked.length == 0 || near(tag & LETTER_MASK) || near(tag >>> LETTERS);
  }

  /** Whether a name has about the letters of some name of the child. */
  boolean mayAgree(Traits child) {
    if (asked.length == 0) {
      return true;
    }
    for (int name = 0; name < child.nameCount(); name++) {
      if (severalMiddle(child, name)
          || near(letters(child.word(name, Traits.GIVEN)))
          || near(letters(child.word(name, Traits.MIDDLE)))
          || near(letters(child.word(name, Traits.FAMILY)))) {
        return true;
      }
    }
    return false;
  }

  private boolean near(long letters) {
    for (long one : asked) {
      if (Long.bitCount(one ^ letters) <= LETTERS_APART_MAX) {
        return true;
      }
    }
    return false;
  }

  private static boolean severalMiddle(Traits person, int name) {
    Word middle = person.word(name, Traits.MIDDLE);
    return middle != null && middle.tokens().length > 1;
  }

  private static long letters(@Nullable Word word) {
    return word == null ? 0 : word.letters();
  }
}
