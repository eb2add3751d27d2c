package uk.yjx.server.matching;

import org.jspecify.annotations.Nullable;

/**
 * Rules out most children born on a day by the letters of their names, read from a number that
 * stands beside the key: one slip changes two letters at most. Spellings of one name may be further
 * apart; they are found by the other name, or by their sounds.
 */
final class NameFilter {

  /** Names with more letters that only one of them has are taken for two names. */
  private static final int LETTERS_APART_MAX = 2;

  private static final int LETTERS = 26;
  private static final long LETTER_MASK = (1L << LETTERS) - 1;

  /** The letters of the forenames and surnames asked about; none when every child is to be read. */
  private final long[] asked;

  private NameFilter(long[] asked) {
    this.asked = asked;
  }

  /** The filter for a person. Middle names may stand for forenames, so they let everybody pass. */
  static NameFilter of(Traits person) {
    long[] asked = new long[person.nameCount() * 2];
    for (int name = 0; name < person.nameCount(); name++) {
      if (person.word(name, Traits.MIDDLE) != null) {
        return new NameFilter(new long[0]);
      }
      asked[2 * name] = letters(person.word(name, Traits.GIVEN));
      asked[2 * name + 1] = letters(person.word(name, Traits.FAMILY));
    }
    return new NameFilter(asked);
  }

  /** What stands beside the key of a child of one name without middle names; 0 or more. */
  static long tag(@Nullable Word given, @Nullable Word family) {
    return letters(given) | letters(family) << LETTERS;
  }

  /** Whether a forename or surname has about the letters of a forename or surname of the child. */
  boolean mayAgree(long tag) {
    long given = tag & LETTER_MASK;
    long family = tag >>> LETTERS;
    for (long letters : asked) {
      if (Long.bitCount(letters ^ given) <= LETTERS_APART_MAX
          || Long.bitCount(letters ^ family) <= LETTERS_APART_MAX) {
        return true;
      }
    }
    return asked.length == 0;
  }

  private static long letters(@Nullable Word word) {
    long letters = 0;
    for (int i = 0; word != null && i < word.text().length(); i++) {
      int letter = word.text().charAt(i) - 'a';
      letters |= letter >= 0 && letter < LETTERS ? 1L << letter : 0;
    }
    return letters;
  }
}
