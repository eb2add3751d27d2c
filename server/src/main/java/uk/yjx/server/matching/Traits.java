package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;

/**
 * A description in the form in which likeness is judged: every name, date of birth, postcode and
 * number ever given, without placeholders. Some 110 bytes for a child, words and days of birth
 * aside, which children share.
 */
final class Traits {

  /** Words of one name: forename, middle names together, surname. */
  static final int NAME_WORDS = 3;

  static final int GIVEN = 0;
  static final int MIDDLE = 1;
  static final int FAMILY = 2;

  private static final String[] NONE = {};
  private static final long[] NOTHING = {};
  private static final int NO_DATE = 1900_01_01;

  private static final @Nullable Word[] NO_MORE = {};

  // The words of the first name stand here: most have no other, and one place of memory less is
  // read of each child that is compared.
  private final @Nullable Word given;
  private final @Nullable Word middle;
  private final @Nullable Word family;

  /** The {@value #NAME_WORDS} words of every further name; null where there is none. */
  private final @Nullable Word[] more;

  private final int nameCount;

  /** Digits {@code yyyymmdd}, zeros where not known. */
  final int[] births;

  /** Packed by {@link PostcodeCode}. */
  final long[] postcodes;

  /** Pairs of a scheme's and a value's hash, by scheme. */
  final long[] numbers;

  final PersonDescription.Sex sex;

  private Traits(
      @Nullable Word[] names,
      int[] births,
      long[] postcodes,
      long[] numbers,
      PersonDescription.Sex sex) {
    this.nameCount = names.length / NAME_WORDS;
    this.given = nameCount == 0 ? null : names[GIVEN];
    this.middle = nameCount == 0 ? null : names[MIDDLE];
    this.family = nameCount == 0 ? null : names[FAMILY];
    this.more = nameCount <= 1 ? NO_MORE : Arrays.copyOfRange(names, NAME_WORDS, names.length);
    this.births = births;
    this.postcodes = postcodes;
    this.numbers = numbers;
    this.sex = sex;
  }

  /** What many children share, kept once; filled while a table is built. */
  static final class Stock {
    private final Map<String, Word> words = new HashMap<>();
    private final Map<Integer, int[]> days = new HashMap<>();

    private Word word(Word word) {
      Word known = words.putIfAbsent(word.text(), word);
      return known == null ? word : known;
    }

    private int[] births(int[] births) {
      return births.length == 1 ? days.computeIfAbsent(births[0], day -> births) : births;
    }
  }

  /** The traits of a person who is asked about. */
  static Traits of(PersonDescription person) {
    return of(person, word -> word, births(person.datesOfBirth()));
  }

  /** The same with what children share taken from a common stock. */
  static Traits of(PersonDescription person, Stock stock) {
    return of(person, stock::word, stock.births(births(person.datesOfBirth())));
  }

  private static Traits of(PersonDescription person, UnaryOperator<Word> words, int[] births) {
    return new Traits(
        names(person.names(), words),
        births,
        postcodes(person.postcodes()),
        numbers(person.identifiers()),
        person.sex());
  }

  int nameCount() {
    return nameCount;
  }

  @Nullable Word word(int name, int which) {
    if (name > 0) {
      return more[(name - 1) * NAME_WORDS + which];
    }
    return switch (which) {
      case GIVEN -> given;
      case MIDDLE -> middle;
      default -> family;
    };
  }

  /**
   * The keys of which two descriptions share one whenever they may be alike enough for a review,
   * sorted and distinct: each whole date of birth, where day and month may have changed places, and
   * the sounds of each forename and surname, which may have done so too. They are personal data.
   */
  List<String> keys() {
    List<String> keys = new ArrayList<>(2);
    for (int birth : births) {
      if (BirthLevel.isWhole(birth)) {
        keys.add(bornKey(birth));
      }
    }
    for (int name = 0; name < nameCount(); name++) {
      Word given = word(name, GIVEN);
      Word family = word(name, FAMILY);
      if (given != null && family != null) {
        keys.add(soundsKey(given.sound(), family.sound()));
      }
    }
    return births.length <= 1 && nameCount() <= 1
        ? keys
        : keys.stream().sorted().distinct().toList();
  }

  /** Whether a key is a date of birth; else it is the sounds of a name. */
  static boolean isBornKey(String key) {
    return key.charAt(0) == 'b';
  }

  private static String bornKey(int birth) {
    int month = birth / 100 % 100;
    int day = birth % 100;
    int year = birth / 10_000;
    return "born|" + year + "|" + Math.min(month, day) + "|" + Math.max(month, day);
  }

  private static String soundsKey(String one, String two) {
    return one.compareTo(two) <= 0 ? "sounds|" + one + "|" + two : "sounds|" + two + "|" + one;
  }

  private static @Nullable Word[] names(List<PersonName> names, UnaryOperator<Word> stock) {
    List<@Nullable Word> all = new ArrayList<>(NAME_WORDS);
    Set<String> seen = names.size() > 1 ? new HashSet<>() : Set.of();
    for (PersonName name : names) {
      List<String> given =
          name.forenames().isEmpty()
              ? List.of()
              : NameTokens.of(
                  name.forenames().size() == 1
                      ? name.forenames().getFirst()
                      : String.join(" ", name.forenames()));
      List<String> family = NameTokens.of(name.surname());
      if (given.isEmpty() && family.isEmpty()
          || names.size() > 1 && !seen.add(given + "|" + family)) {
        continue;
      }
      all.add(given.isEmpty() ? null : stock.apply(new Word(given.getFirst())));
      all.add(
          given.size() < 2 ? null : stock.apply(new Word(joined(given.subList(1, given.size())))));
      all.add(family.isEmpty() ? null : stock.apply(new Word(joined(family))));
    }
    return all.toArray(new Word[0]);
  }

  private static String joined(List<String> words) {
    return words.size() == 1 ? words.getFirst() : String.join(" ", words);
  }

  private static int[] births(List<PartialDate> dates) {
    if (dates.size() == 1 && digits(dates.getFirst()) != NO_DATE) {
      return new int[] {digits(dates.getFirst())};
    }
    return dates.stream()
        .mapToInt(Traits::digits)
        .filter(date -> date != NO_DATE)
        .distinct()
        .toArray();
  }

  private static int digits(PartialDate date) {
    return date.year() * 10_000 + date.month() * 100 + date.day();
  }

  private static long[] postcodes(List<String> postcodes) {
    return postcodes.isEmpty()
        ? NOTHING
        : postcodes.stream()
            .map(ValueText::postcode)
            .filter(text -> !text.isEmpty())
            .mapToLong(PostcodeCode::of)
            .distinct()
            .toArray();
  }

  private static long[] numbers(List<Identifier> identifiers) {
    String[] texts =
        identifiers.isEmpty()
            ? NONE
            : identifiers.stream()
                .filter(Identifier::identifiesPerson)
                .map(id -> id.kind() + "|" + id.issuer() + "\n" + id.canonical())
                .sorted()
                .distinct()
                .toArray(String[]::new);
    if (texts.length == 0) {
      return NOTHING;
    }
    long[] numbers = new long[texts.length * 2];
    for (int i = 0; i < texts.length; i++) {
      numbers[2 * i] = KeyedRows.hash(texts[i].substring(0, texts[i].indexOf('\n')));
      numbers[2 * i + 1] = KeyedRows.hash(texts[i]);
    }
    return numbers;
  }

  /** Names nothing: the content is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "Traits";
  }
}
