package uk.yjx.server.matching;

/**
 * Compares rows of one roster field by field into levels packed {@value Level#WIDTH} bits each. It
 * remembers the last comparisons of values: one for each thread.
 */
final class RowComparer {

  private static final int REMEMBERED = 1 << 17;
  private static final long MASK = (1L << Level.WIDTH) - 1;

  private final Roster roster;
  private final long[][] asked;
  private final byte[][] answers;

  RowComparer(Roster roster) {
    this.roster = roster;
    this.asked = new long[roster.fields().size()][];
    this.answers = new byte[roster.fields().size()][];
  }

  /** The level of one field in a packed comparison. */
  static Level level(long packed, int field) {
    return Level.of((int) (packed >>> field * Level.WIDTH & MASK));
  }

  static long with(long packed, int field, Level level) {
    return packed & ~(MASK << field * Level.WIDTH) | (long) level.ordinal() << field * Level.WIDTH;
  }

  /** The levels of every field; the same for both orders of the rows. */
  long compare(int a, int b) {
    long packed = names(a, b);
    for (int field = Roster.MIDDLE; field < roster.fields().size(); field++) {
      packed = with(packed, field, level(field, a, b));
    }
    return packed;
  }

  /** The level of one field from the middle names on; the same for both orders of the rows. */
  Level level(int field, int a, int b) {
    return field == Roster.REST ? rest(a, b) : level(field, field, a, b);
  }

  /** The levels of forename, surname and their order, packed. */
  long names(int a, int b) {
    Level given = level(Roster.GIVEN, Roster.GIVEN, a, b);
    Level family = level(Roster.FAMILY, Roster.FAMILY, a, b);
    long straight = packed(given, family, Level.EXACT);
    if (good(given) && good(family)) {
      return straight;
    }
    Level crossed = level(Roster.GIVEN, Roster.FAMILY, a, b);
    Level back = level(Roster.FAMILY, Roster.GIVEN, a, b);
    if (worth(crossed) + worth(back) > worth(given) + worth(family) + 1) {
      return packed(crossed, back, Level.VARIANT);
    }
    if (family == Level.DIFFERENT && surnameAmongWords(a, b)) {
      return packed(given, Level.PART, Level.EXACT);
    }
    return straight;
  }

  private static boolean good(Level level) {
    return level == Level.EXACT || level == Level.VARIANT;
  }

  private static int worth(Level level) {
    return switch (level) {
      case EXACT -> 5;
      case VARIANT -> 4;
      case NEAR -> 3;
      case PART, CLOSE -> 1;
      case MISSING, DIFFERENT -> 0;
    };
  }

  private static long packed(Level given, Level family, Level order) {
    Level said = given == Level.MISSING && family == Level.MISSING ? Level.MISSING : order;
    return with(with(with(0, Roster.GIVEN, given), Roster.FAMILY, family), Roster.ORDER, said);
  }

  private boolean surnameAmongWords(int a, int b) {
    return among(a, b) || among(b, a);
  }

  private boolean among(int a, int b) {
    int code = roster.code(Roster.FAMILY, a);
    if (code == Dictionary.NONE) {
      return false;
    }
    String family = roster.dictionary(Roster.FAMILY).word(code).text();
    for (int word : roster.nameWords(b)) {
      if (roster.words().word(word).text().equals(family)) {
        return true;
      }
    }
    return false;
  }

  /** Words of the full names beyond those that forename and surname already agree in. */
  private Level rest(int a, int b) {
    boolean noneA = roster.code(Roster.REST, a) == Dictionary.NONE;
    boolean noneB = roster.code(Roster.REST, b) == Dictionary.NONE;
    if (noneA && noneB) {
      return Level.MISSING;
    }
    int extra = Math.min(extra(a, b), extra(b, a));
    int shared = Math.max(sharedExtra(a, b), sharedExtra(b, a));
    if (shared >= 2) {
      return extra == 0 ? Level.EXACT : Level.VARIANT;
    }
    if (shared == 1) {
      return extra == 0 ? Level.NEAR : Level.PART;
    }
    return noneA || noneB ? Level.MISSING : Level.DIFFERENT;
  }

  // Words of a's rest that b has in no place.
  private int extra(int a, int b) {
    return restWords(a, b, false);
  }

  private int sharedExtra(int a, int b) {
    return restWords(a, b, true);
  }

  private int restWords(int a, int b, boolean shared) {
    int code = roster.code(Roster.REST, a);
    if (code == Dictionary.NONE) {
      return 0;
    }
    int count = 0;
    for (String word : roster.dictionary(Roster.REST).word(code).tokens()) {
      boolean has = false;
      for (int other : roster.nameWords(b)) {
        has |= roster.words().word(other).text().equals(word);
      }
      if (has == shared) {
        count++;
      }
    }
    return count;
  }

  private Level level(int fieldA, int fieldB, int a, int b) {
    int one = roster.code(fieldA, a);
    int two = roster.code(fieldB, b);
    if (one == Dictionary.NONE || two == Dictionary.NONE) {
      return Level.MISSING;
    }
    if (one == two && fieldA != Roster.BIRTH) {
      return Level.EXACT;
    }
    return remembered(
        fieldA == fieldB ? fieldA : Roster.ORDER, Math.min(one, two), Math.max(one, two));
  }

  private Level remembered(int field, int one, int two) {
    if (asked[field] == null) {
      asked[field] = new long[REMEMBERED];
      answers[field] = new byte[REMEMBERED];
    }
    long key = ((long) one << 32 | two) + 1;
    int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 47);
    if (asked[field][slot] == key) {
      return Level.of(answers[field][slot]);
    }
    Dictionary dictionary = roster.dictionary(field == Roster.ORDER ? Roster.GIVEN : field);
    Level level =
        ValueLevel.of(
            roster.fields().get(field).kind(), dictionary.word(one), dictionary.word(two));
    asked[field][slot] = key;
    answers[field][slot] = (byte) level.ordinal();
    return level;
  }
}
