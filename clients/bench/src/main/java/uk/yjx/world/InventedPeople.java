package uk.yjx.world;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Sex;

/**
 * Invents children aged 10 to 17, household by household: only children, brothers and sisters,
 * twins, and strangers who bear the name of somebody else. No two have the same name and date of
 * birth unless they are asked for.
 */
public final class InventedPeople {

  /** Most people one generator invents: its NHS numbers are used up then. */
  public static final int PEOPLE_MAX = NumberSeries.NHS_HALF;

  /** A child stays 10 to 17 for this many days after the day it is invented for. */
  private static final int DAYS_STABLE = 30;

  private static final double BOYS = 0.8;
  private static final double TWINS = 0.03;
  private static final double SIBLINGS = 0.12;
  private static final double NAMESAKE = 0.02;
  private static final double PREFERRED_NAME = 0.06;
  private static final double NO_IDENTIFIER = 0.05;
  private static final double PNC = 0.7;
  private static final double CRO = 0.1;
  private static final double NHS = 0.8;
  private static final double UPN = 0.6;
  private static final double PROTECTED = 0.01;
  private static final int NAMES_REMEMBERED = 1_000;
  private static final int TRIES_MAX = 1_000;
  private static final int SCHOOLS = 1_000;
  private static final int PUPILS = 999;

  private static final String INWARD = "ABDEFGHJLNPQRSTUXYZ";
  private static final List<String> STREETS =
      List.of(
          "Larkspur Row",
          "Pepperpot Lane",
          "Nowhere Street",
          "Quince Walk",
          "Tinderbox Close",
          "Marigold Parade",
          "Heol Ddychmygol",
          "Cobbler’s Yard");

  private final RandomGenerator random;
  private final NumberSeries numbers;
  private final LocalDate asOf;
  private final Set<String> taken = new HashSet<>();

  /**
   * Dates of birth of others by forename and surname: whoever is nobody has to look like nobody.
   */
  private final Map<String, List<LocalDate>> others = new HashMap<>();

  private final List<PersonName> recent = new ArrayList<>();
  private int count;

  private InventedPeople(RandomGenerator random, NumberSeries numbers, LocalDate asOf) {
    this.random = random;
    this.numbers = numbers;
    this.asOf = asOf;
  }

  /** Children of a caseload, aged 10 to 17 on {@code asOf} and for a month after it. */
  static InventedPeople onCaseload(long seed, LocalDate asOf) {
    return new InventedPeople(Seeds.of(seed, "people"), NumberSeries.onCaseload(seed), asOf);
  }

  /** Children on no caseload: numbers, and names with dates of birth, that {@code others} lack. */
  static InventedPeople offCaseload(long seed, LocalDate asOf, Iterable<InventedPerson> others) {
    InventedPeople people =
        new InventedPeople(Seeds.of(seed, "strangers"), NumberSeries.offCaseload(seed), asOf);
    for (InventedPerson other : others) {
      other.names().forEach(name -> people.taken.add(key(name, other.born())));
      other
          .names()
          .forEach(name ->
              people
                  .others
                  .computeIfAbsent(called(name), none -> new ArrayList<>())
                  .add(other.born()));
      people.remember(other.name());
    }
    return people;
  }

  /** One household's children, 1 or 2, with an address at {@code town}. */
  List<InventedPerson> household(String town, int educationAuthority) {
    double kind = random.nextDouble();
    Address address = address(town);
    InventedPerson first = one(null, null, address, educationAuthority);
    if (kind >= TWINS + SIBLINGS || first.name().getForenamesCount() == 0) {
      return List.of(first);
    }
    LocalDate born = kind < TWINS ? first.born() : null;
    return List.of(first, one(first.name().getSurname(), born, address, educationAuthority));
  }

  /** One child without brothers or sisters. */
  InventedPerson person(String town, int educationAuthority) {
    return one(null, null, address(town), educationAuthority);
  }

  /**
   * One child of a given sex, or of either when it is not recorded.
   *
   * @param sex as recorded
   */
  InventedPerson person(String town, int educationAuthority, Sex sex) {
    return one(sex, null, null, address(town), educationAuthority);
  }

  private InventedPerson one(
      @Nullable String surname,
      @Nullable LocalDate bornOn,
      Address address,
      int educationAuthority) {
    Sex sex = random.nextDouble() < BOYS ? Sex.SEX_MALE : Sex.SEX_FEMALE;
    return one(sex, surname, bornOn, address, educationAuthority);
  }

  private InventedPerson one(
      Sex sex,
      @Nullable String surname,
      @Nullable LocalDate bornOn,
      Address address,
      int educationAuthority) {
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
      LocalDate born = bornOn == null ? birthday() : bornOn;
      List<PersonName> names = names(sex, surname);
      if (names.stream()
          .noneMatch(name -> taken.contains(key(name, born)) || doubles(name, born))) {
        names.forEach(name -> taken.add(key(name, born)));
        remember(names.getFirst());
        return new InventedPerson(names, born, sex, identifiers(educationAuthority), address);
      }
    }
    throw new IllegalStateException("no name is left after " + TRIES_MAX + " tries");
  }

  /**
   * Whether somebody else's forename, surname and, but for one part of it, date of birth are these:
   * whether that is a namesake or a slip of the pen only a person could find out.
   */
  private boolean doubles(PersonName name, LocalDate born) {
    for (LocalDate other : others.getOrDefault(called(name), List.of())) {
      boolean month = other.getMonthValue() == born.getMonthValue();
      boolean day = other.getDayOfMonth() == born.getDayOfMonth();
      boolean swapped =
          other.getMonthValue() == born.getDayOfMonth()
              && other.getDayOfMonth() == born.getMonthValue();
      if (other.getYear() == born.getYear() ? month || day || swapped : month && day) {
        return true;
      }
    }
    return false;
  }

  private static String called(PersonName name) {
    String forename = name.getForenamesCount() == 0 ? "" : name.getForenames(0);
    return InventedNames.folded(forename) + "|" + InventedNames.folded(name.getSurname());
  }

  private List<PersonName> names(Sex sex, @Nullable String surname) {
    if (surname != null) {
      return List.of(InventedNames.sibling(random, sex, surname));
    }
    if (!recent.isEmpty() && random.nextDouble() < NAMESAKE) {
      return List.of(InventedNames.pick(random, recent));
    }
    PersonName legal = InventedNames.name(random, sex);
    return random.nextDouble() < PREFERRED_NAME && legal.getForenamesCount() > 0
        ? List.of(legal, InventedNames.preferred(random, legal, sex))
        : List.of(legal);
  }

  private LocalDate birthday() {
    LocalDate oldest = asOf.minusYears(18).plusDays(DAYS_STABLE);
    LocalDate youngest = asOf.minusYears(10);
    int days = (int) ChronoUnit.DAYS.between(oldest, youngest);
    // The older of two draws: most children in contact with the police are 15 to 17.
    return oldest.plusDays(Math.min(random.nextInt(days + 1), random.nextInt(days + 1)));
  }

  private List<PersonIdentifier> identifiers(int educationAuthority) {
    int index = count++;
    if (index >= PEOPLE_MAX) {
      throw new IllegalStateException("at most " + PEOPLE_MAX + " people");
    }
    List<PersonIdentifier> identifiers = new ArrayList<>();
    boolean any = random.nextDouble() >= NO_IDENTIFIER;
    if (any && random.nextDouble() < PNC) {
      identifiers.add(numbers.pnc(index));
    }
    if (any && random.nextDouble() < NHS) {
      numbers.nhs(index).ifPresent(identifiers::add);
    }
    if (any && random.nextDouble() < CRO) {
      identifiers.add(numbers.cro(index));
    }
    if (any && random.nextDouble() < UPN) {
      identifiers.add(pupilNumber(index, educationAuthority));
    }
    return identifiers;
  }

  private PersonIdentifier pupilNumber(int index, int educationAuthority) {
    int school = 9_000 + index / PUPILS % SCHOOLS;
    int year = asOf.getYear() - 6;
    return NumberSeries.identifier(
        IdentifierKind.IDENTIFIER_KIND_UNIQUE_PUPIL_NUMBER,
        CheckedNumbers.upn(educationAuthority, school, year, 1 + index % PUPILS));
  }

  private Address address(String town) {
    char first = INWARD.charAt(random.nextInt(INWARD.length()));
    char second = INWARD.charAt(random.nextInt(INWARD.length()));
    return Address.newBuilder()
        .addLines(1 + random.nextInt(199) + " " + InventedNames.pick(random, STREETS))
        .addLines(town)
        .setPostcode("ZZ99 3" + first + second)
        .setProtected(random.nextDouble() < PROTECTED)
        .build();
  }

  private void remember(PersonName name) {
    if (recent.size() < NAMES_REMEMBERED) {
      recent.add(name);
    }
  }

  private static String key(PersonName name, LocalDate born) {
    return InventedNames.foldedWhole(name) + "|" + born;
  }
}
