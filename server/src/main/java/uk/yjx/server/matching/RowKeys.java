package uk.yjx.server.matching;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocking keys of a row: single values, and pairs of weaker ones. A hash of the sounds of both
 * names does not depend on their order, so a swap finds its way; so do day and month.
 */
final class RowKeys {

  private static final int PREFIX = 3;

  private final Roster roster;
  private long[] keys = new long[64];
  private int count;

  RowKeys(Roster roster) {
    this.roster = roster;
  }

  /** The keys, sorted and distinct. */
  long[] keys(int row) {
    count = 0;
    Word given = word(Roster.GIVEN, row);
    Word family = word(Roster.FAMILY, row);
    String birth = text(Roster.BIRTH, row);
    String postcode = text(Roster.POSTCODE, row);
    names(given, family, birth, postcode);
    birth(birth, postcode);
    values(row, given, family, birth);
    rest(row, birth);
    long[] distinct = Arrays.copyOf(keys, count);
    Arrays.sort(distinct);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || distinct[i] != distinct[i - 1]) {
        distinct[kept++] = distinct[i];
      }
    }
    return Arrays.copyOf(distinct, kept);
  }

  private void names(
      @Nullable Word given, @Nullable Word family, @Nullable String birth, @Nullable String post) {
    String year = birth == null ? null : birth.substring(0, 4);
    String monthDay = birth == null ? null : sortedMonthDay(birth);
    for (Word name : new Word[] {given, family}) {
      if (name == null) {
        continue;
      }
      boolean isGiven = name == given;
      String sound = name.sound();
      add(1, name.text());
      add(2, sound, birth);
      add(3, sound, post);
      add(4, sound, year, isGiven ? "g" : "f");
      add(5, sound, monthDay);
      add(6, prefix(name), year, monthDay == null ? null : monthDay.substring(0, 2));
      add(7, prefix(name), post);
      add(8, sound, birth == null ? null : birth.substring(0, 6));
    }
    if (given != null && family != null) {
      both(9, given.sound(), family.sound(), null);
      both(10, given.sound(), family.sound(), year);
      both(11, prefix(given), prefix(family), year);
      both(12, prefix(given), prefix(family), null);
      both(13, given.text(), family.text(), null);
      both(14, given.text(), family.text(), year);
      both(15, given.sound(), family.text().substring(0, 1), birth);
      both(16, given.text().substring(0, 1), family.sound(), year);
    }
    if (given != null) {
      for (String formal : NameVariants.standard().related(given.joined())) {
        add(17, formal, birth);
        if (family != null) {
          add(18, formal, family.sound());
        }
      }
      add(17, given.joined(), birth);
      if (family != null) {
        add(18, given.joined(), family.sound());
      }
    }
  }

  private void birth(@Nullable String birth, @Nullable String postcode) {
    if (birth == null) {
      return;
    }
    add(20, birth);
    add(20, birth.substring(0, 4) + sortedMonthDay(birth));
    add(21, birth.substring(0, 4), postcode);
    add(22, sortedMonthDay(birth), postcode);
    add(23, birth, postcode);
  }

  private void values(
      int row, @Nullable Word given, @Nullable Word family, @Nullable String birth) {
    for (int field = Roster.POSTCODE; field < roster.fields().size(); field++) {
      Word word = word(field, row);
      if (word == null) {
        continue;
      }
      int kind = 100 + 8 * field;
      add(kind, word.text());
      if (given != null) {
        add(kind + 1, word.text(), given.sound());
      }
      if (family != null) {
        add(kind + 2, word.text(), family.sound());
      }
      add(kind + 3, word.text(), birth == null ? null : birth.substring(0, 4));
      add(kind + 4, word.text(), birth == null ? null : sortedMonthDay(birth));
      if (roster.fields().get(field).kind() == Field.Kind.EMAIL) {
        add(kind + 5, ValueLevel.local(word.text()));
      }
      if (roster.fields().get(field).kind() == Field.Kind.IDENTIFIER) {
        String text = word.text();
        int half = text.length() / 2;
        add(kind + 6, text.substring(0, half), birth);
        add(kind + 7, text.substring(half), birth);
      }
    }
  }

  private void rest(int row, @Nullable String birth) {
    int[] words = roster.nameWords(row);
    for (int word : words) {
      String text = roster.words().word(word).text();
      add(40, text, birth);
      add(41, text, birth == null ? null : birth.substring(0, 4));
      for (int other : words) {
        if (other > word) {
          both(42, text, roster.words().word(other).text(), null);
        }
      }
    }
  }

  private static String sortedMonthDay(String birth) {
    String month = birth.substring(4, 6);
    String day = birth.substring(6, 8);
    return month.compareTo(day) <= 0 ? month + day : day + month;
  }

  private static String prefix(Word name) {
    return name.joined().substring(0, Math.min(PREFIX, name.joined().length()));
  }

  private void both(int kind, String a, String b, @Nullable String third) {
    boolean inOrder = a.compareTo(b) <= 0;
    add(kind, inOrder ? a : b, inOrder ? b : a, third == null ? "" : third);
  }

  private void add(int kind, @Nullable String... parts) {
    long hash = kind;
    for (String part : parts) {
      if (part == null) {
        return;
      }
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ 0x1f) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
    }
    keys[count++] = hash * 0xBF58476D1CE4E5B9L;
  }

  private @Nullable Word word(int field, int row) {
    int code = roster.code(field, row);
    return code == Dictionary.NONE ? null : roster.dictionary(field).word(code);
  }

  private @Nullable String text(int field, int row) {
    Word word = word(field, row);
    return word == null ? null : word.text();
  }
}
