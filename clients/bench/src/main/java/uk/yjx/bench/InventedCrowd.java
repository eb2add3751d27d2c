package uk.yjx.bench;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.matching.Candidate;

/**
 * Any number of invented children, each made from its number alone, so that none needs to be kept:
 * names of syllables as unevenly spread as names are, births over eighteen years, some 2.2 children
 * to a postcode, a checked number for two of three.
 */
final class InventedCrowd {

  static final int FORENAMES = 5_000;
  static final int SURNAMES = 40_000;

  private static final int YEARS = 18;
  private static final int YEAR_FIRST = 2008;
  private static final double SPREAD = 0.75;
  private static final String[] ONSETS =
      "b br c ch d dr f g gr h j k kh l m n p r s sh st t th v w y z".split(" ");
  private static final String[] NUCLEI = "a ai au e ee i ia o oo u".split(" ");
  private static final String[] CODAS = "n r l s m ck d th sh".split(" ");
  private static final String LETTERS = "ABDEFGHJLNPQRSTUWXYZ";
  private static final int NHS_FIRST = 400_000_000;

  private final int size;
  private final long seed;
  private final String[] forenames;
  private final String[] surnames;

  InventedCrowd(int size, long seed) {
    this.size = size;
    this.seed = seed;
    this.forenames = names(FORENAMES, 2, seed + 1);
    this.surnames = names(SURNAMES, 3, seed + 2);
  }

  int size() {
    return size;
  }

  /** The children in order of number, made as they are read. */
  AbstractCollection<Candidate> children() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<Candidate> iterator() {
        return IntStream.range(0, size).mapToObj(i -> new Candidate(id(i), of(i))).iterator();
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  ChildId id(int number) {
    SplittableRandom random = random(number, 7);
    return new ChildId(new UUID(random.nextLong(), random.nextLong()));
  }

  /** Who a child is. */
  PersonDescription of(int number) {
    SplittableRandom random = random(number, 11);
    return person(
        forenames[rank(random, FORENAMES)],
        surnames[rank(random, SURNAMES)],
        born(random),
        random.nextInt(3) < 2 ? nhs(number) : null,
        random.nextBoolean() ? PersonDescription.Sex.FEMALE : PersonDescription.Sex.MALE,
        postcode(random(number % Math.max(1, (int) (size / 2.2)), 13)));
  }

  /** A child as a tired person writes it: most with one error, some with two, a few with none. */
  PersonDescription misspelt(int number, SplittableRandom random) {
    PersonDescription right = of(number);
    PersonName name = right.names().getFirst();
    String given = name.forenames().getFirst();
    String family = name.surname();
    PartialDate born = right.datesOfBirth().getFirst();
    List<String> postcodes = right.postcodes();
    for (int i = random.nextInt(10) == 0 ? 0 : random.nextInt(5) == 0 ? 2 : 1; i > 0; i--) {
      switch (random.nextInt(8)) {
        case 0, 1 -> given = slip(given, random);
        case 2, 3 -> family = slip(family, random);
        case 4 -> born = swapped(born);
        case 5 -> born = otherDigit(born, random);
        case 6 -> postcodes = List.of(postcode(random));
        default -> {
          String was = given;
          given = family;
          family = was;
        }
      }
    }
    // Half of all notices come without an address.
    return new PersonDescription(
        List.of(PersonName.legal(given, family)),
        List.of(born),
        List.of(),
        right.sex(),
        random.nextBoolean() ? postcodes : List.of());
  }

  private static PersonDescription person(
      String given,
      String family,
      PartialDate born,
      @Nullable Identifier number,
      PersonDescription.Sex sex,
      String postcode) {
    return new PersonDescription(
        List.of(PersonName.legal(given, family)),
        List.of(born),
        number == null ? List.of() : List.of(number),
        sex,
        List.of(postcode));
  }

  private static String slip(String name, SplittableRandom random) {
    int at = 1 + random.nextInt(name.length() - 2);
    String before = name.substring(0, at);
    String after = name.substring(at);
    return switch (random.nextInt(4)) {
      case 0 -> before + after.charAt(1) + after.charAt(0) + after.substring(2);
      case 1 -> before + after.substring(1);
      case 2 -> before + after.charAt(0) + after;
      default -> before + "aeiou".charAt(random.nextInt(5)) + after.substring(1);
    };
  }

  private static PartialDate swapped(PartialDate born) {
    return born.day() > 12 ? born : new PartialDate(born.year(), born.day(), born.month());
  }

  private static PartialDate otherDigit(PartialDate born, SplittableRandom random) {
    return random.nextBoolean()
        ? new PartialDate(born.year() + 1, born.month(), Math.min(28, born.day()))
        : new PartialDate(born.year(), born.month(), 1 + (born.day() + 9) % 28);
  }

  private static PartialDate born(SplittableRandom random) {
    return new PartialDate(
        YEAR_FIRST + random.nextInt(YEARS), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private static String postcode(SplittableRandom random) {
    StringBuilder out = new StringBuilder(8);
    out.append(letter(random)).append(letter(random)).append(1 + random.nextInt(40)).append(' ');
    out.append(random.nextInt(10)).append(letter(random)).append(letter(random));
    return out.toString();
  }

  private static char letter(SplittableRandom random) {
    return LETTERS.charAt(random.nextInt(LETTERS.length()));
  }

  /** The number's own NHS number; null where the scheme has none for it. */
  private static @Nullable Identifier nhs(int number) {
    String digits = Integer.toString(NHS_FIRST + number);
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      sum += (10 - i) * (digits.charAt(i) - '0');
    }
    int check = (11 - sum % 11) % 11;
    return check == 10
        ? null
        : Identifier.parse(IdentifierKind.NHS_NUMBER, "", digits + check, YEAR_FIRST);
  }

  /** A rank by Zipf's law, from the most common on: the inverse of its continuous form. */
  private static int rank(SplittableRandom random, int ranks) {
    double power = 1 - SPREAD;
    double x = Math.pow(random.nextDouble() * (Math.pow(ranks, power) - 1) + 1, 1 / power);
    return Math.min(ranks - 1, (int) x - 1);
  }

  private static String[] names(int count, int syllables, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> names = new ArrayList<>(count);
    Set<String> seen = new HashSet<>();
    while (names.size() < count) {
      StringBuilder name = new StringBuilder();
      for (int i = syllables - random.nextInt(2); i > 0; i--) {
        name.append(ONSETS[random.nextInt(ONSETS.length)])
            .append(NUCLEI[random.nextInt(NUCLEI.length)]);
      }
      name.append(CODAS[random.nextInt(CODAS.length)]);
      if (name.length() >= 4 && seen.add(name.toString())) {
        names.add(name.toString());
      }
    }
    return names.toArray(new String[0]);
  }

  private SplittableRandom random(int number, int part) {
    return new SplittableRandom(seed + number * 31L + part * 0x9E3779B97F4A7C15L);
  }
}
