package uk.yjx.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import uk.yjx.server.matching.PersonRow;

/**
 * Invented children in families, as a caseload has them and as agencies report them: twins, some
 * with names one letter apart, siblings at one address, fathers and sons of one name, strangers of
 * one name, a house that was left, and the errors people make. Ids are {@code child.copy}: equal
 * before the point for one child.
 */
final class InventedFamilies {

  /** How many of 100 have an error or lack something; {@code copied}: children who are reported. */
  record Regime(
      int forename,
      int surname,
      int nickname,
      int birth,
      int moved,
      int unaddressed,
      int numbered,
      int borrowed,
      int copied) {}

  private static final int YEAR = 10_000;
  private static final int YEAR_FIRST = 2008;
  private static final int YEARS = 17;
  private static final String LETTERS = "abdefghjlnpqrstuwxyz";
  private static final String[] STREETS = {
    "mill", "high", "abbey", "park", "station", "church", "victoria", "albert", "queens", "kings",
    "york", "london", "chapel", "green", "manor", "north", "south", "west", "school", "grange",
    "oak", "elm", "cedar", "beech", "maple", "willow", "rose", "orchard", "meadow", "field"
  };
  private static final String[] KINDS = {
    "lane", "street", "road", "avenue", "close", "way", "drive", "court", "gardens", "place"
  };
  private static final String[][] SHORT = {
    {"oliver", "ollie"}, {"william", "billy"}, {"thomas", "tom"}, {"joshua", "josh"},
    {"daniel", "danny"}, {"samuel", "sammy"}, {"alexander", "alex"}, {"benjamin", "ben"},
    {"elizabeth", "lizzie"}, {"abigail", "abbie"}, {"jessica", "jess"}, {"charlotte", "lottie"},
    {"matilda", "tilly"}, {"isabella", "bella"}, {"harry", "henry"}, {"katie", "kate"},
    {"muhammad", "mohammed"}, {"mohammed", "muhammad"}, {"fatima", "fatimah"}
  };

  private final SplittableRandom random;
  private final Regime regime;
  private final List<PersonRow> known = new ArrayList<>();
  private final List<PersonRow> reported = new ArrayList<>();
  private final List<FamilyNames> origins = new ArrayList<>();

  private InventedFamilies(Regime regime, long seed) {
    this.regime = regime;
    this.random = new SplittableRandom(seed);
  }

  /** Families with at least so many children; fathers of one name with their sons come on top. */
  static InventedFamilies of(int children, Regime regime, long seed) {
    InventedFamilies families = new InventedFamilies(regime, seed);
    while (families.origins.size() < children) {
      families.family();
    }
    return families;
  }

  /** The rows of the caseload, in the order of birth of the families. */
  List<PersonRow> known() {
    return known;
  }

  /** The rows as they are reported, shuffled. */
  List<PersonRow> reported() {
    List<PersonRow> shuffled = new ArrayList<>(reported);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      shuffled.set(i, shuffled.set(j, shuffled.get(i)));
    }
    return shuffled;
  }

  /** The origin of the names of a row's child. */
  FamilyNames origin(String id) {
    return origins.get(Integer.parseInt(id, 0, id.indexOf('.'), 10));
  }

  private void family() {
    FamilyNames names = FamilyNames.drawn(random);
    String surname = names.surname(random);
    if (of100(4)) {
      surname = surname + "-" + FamilyNames.ENGLISH.surname(random);
    }
    String[] home = home();
    int birth = birth();
    boolean girl = random.nextBoolean();
    List<PersonRow> siblings = new ArrayList<>();
    for (int child = of100(45) ? 1 : 2 + random.nextInt(3); child > 0; child--) {
      boolean twin = !siblings.isEmpty() && random.nextInt(1000) < 25;
      birth = twin ? birth : sibling(birth);
      girl = twin && of100(65) ? girl : random.nextBoolean();
      String forename = names.forename(girl, random);
      if (twin && of100(15)) {
        forename = near(siblings.getLast().forename());
      }
      String unused = forename;
      if (siblings.stream().anyMatch(sibling -> sibling.forename().equals(unused))) {
        continue;
      }
      siblings.add(child(names, forename, girl, surname, birth, home));
    }
    if (of100(2) && !siblings.isEmpty() && siblings.getFirst().sex().equals("m")) {
      int father = siblings.getFirst().birth() - (20 + random.nextInt(20)) * YEAR;
      siblings.add(child(names, siblings.getFirst().forename(), false, surname, father, home));
    }
    for (PersonRow sibling : siblings) {
      known.add(sibling);
      if (of100(regime.copied())) {
        reported.add(copy(sibling, siblings));
      }
    }
  }

  private PersonRow child(
      FamilyNames names, String forename, boolean girl, String surname, int birth, String[] home) {
    String id = origins.size() + ".0";
    origins.add(names);
    return row(
        id,
        forename,
        surname,
        birth,
        home,
        girl ? "f" : "m",
        of100(regime.numbered()) ? nhs() : "");
  }

  private static PersonRow row(
      String id, String given, String family, int birth, String[] home, String sex, String nhs) {
    return new PersonRow(
        id,
        given,
        "",
        family,
        "",
        birth,
        home[1],
        List.of(home[0]),
        sex,
        "",
        "",
        List.of(),
        List.of(nhs));
  }

  private PersonRow copy(PersonRow row, List<PersonRow> siblings) {
    String given = row.forename();
    if (of100(regime.forename())) {
      given = slip(given);
    } else if (of100(regime.nickname())) {
      given = nickname(given);
    }
    String family = of100(regime.surname()) ? slip(row.surname()) : row.surname();
    int hyphen = family.indexOf('-');
    if (hyphen > 0 && of100(25)) {
      family = family.substring(0, hyphen);
    }
    int birth = of100(regime.birth()) ? otherBirth(row.birth()) : row.birth();
    String[] home = {row.address().getFirst(), row.postcode()};
    if (of100(regime.moved())) {
      home = home();
    } else if (of100(regime.unaddressed())) {
      home = of100(50) ? new String[] {"", ""} : new String[] {home[0], ""};
    } else if (of100(4)) {
      home[1] = slip(home[1]);
    } else if (of100(8)) {
      home[0] = slip(home[0]);
    }
    String nhs = of100(regime.numbered()) ? row.identifiers().getFirst() : "";
    if (of100(regime.borrowed())) {
      nhs = siblings.get(random.nextInt(siblings.size())).identifiers().getFirst();
    }
    String id = row.id().substring(0, row.id().indexOf('.')) + ".1";
    if (of100(1)) {
      String was = given;
      given = family;
      family = was;
    }
    return row(id, given, family, birth, home, of100(5) ? "" : row.sex(), nhs);
  }

  private boolean of100(int share) {
    return random.nextInt(100) < share;
  }

  private String[] home() {
    String street =
        STREETS[random.nextInt(STREETS.length)] + " " + KINDS[random.nextInt(KINDS.length)];
    String area = LETTERS.charAt(random.nextInt(8)) + "" + LETTERS.charAt(random.nextInt(8));
    String postcode =
        area
            + (1 + random.nextInt(20))
            + " "
            + random.nextInt(10)
            + LETTERS.charAt(random.nextInt(5))
            + LETTERS.charAt(random.nextInt(5));
    return new String[] {(1 + random.nextInt(150)) + " " + street, postcode};
  }

  private int birth() {
    if (of100(1)) {
      return (YEAR_FIRST + random.nextInt(YEARS)) * YEAR + 101;
    }
    return date(YEAR_FIRST + random.nextInt(YEARS));
  }

  private int sibling(int birth) {
    int year = birth / YEAR + (random.nextBoolean() ? 1 : -1) * (1 + random.nextInt(5));
    return date(Math.clamp(year, YEAR_FIRST, YEAR_FIRST + YEARS));
  }

  private int date(int year) {
    return year * YEAR + (1 + random.nextInt(12)) * 100 + 1 + random.nextInt(28);
  }

  private int otherBirth(int birth) {
    int month = birth / 100 % 100;
    int day = birth % 100;
    return switch (random.nextInt(5)) {
      case 0 -> day <= 12 ? birth / YEAR * YEAR + day * 100 + month : birth;
      case 1 -> birth + (random.nextBoolean() ? YEAR : -YEAR);
      case 2 -> birth / 100 * 100 + 1 + random.nextInt(28);
      case 3 -> 0;
      default -> birth - day + 1 + (day + 9) % 28;
    };
  }

  private String nickname(String name) {
    for (String[] pair : SHORT) {
      if (pair[0].equals(name)) {
        return pair[1];
      }
    }
    return name;
  }

  /** A name as parents of twins choose it: another first letter, or another ending. */
  private String near(String name) {
    return of100(50)
        ? LETTERS.charAt(random.nextInt(LETTERS.length())) + name.substring(1)
        : name.substring(0, name.length() - 1) + "aeiny".charAt(random.nextInt(5));
  }

  private String slip(String text) {
    if (text.length() < 3) {
      return text;
    }
    int at = 1 + random.nextInt(text.length() - 2);
    String before = text.substring(0, at);
    String after = text.substring(at);
    return switch (random.nextInt(5)) {
      case 0 -> before + after.charAt(1) + after.charAt(0) + after.substring(2);
      case 1 -> before + after.substring(1);
      case 2 -> before + after.charAt(0) + after;
      case 3 -> before + LETTERS.charAt(random.nextInt(LETTERS.length())) + after;
      default -> before + "aeiourstn".charAt(random.nextInt(9)) + after.substring(1);
    };
  }

  private String nhs() {
    while (true) {
      String digits = Integer.toString(400_000_000 + random.nextInt(100_000_000));
      int sum = 0;
      for (int i = 0; i < digits.length(); i++) {
        sum += (10 - i) * (digits.charAt(i) - '0');
      }
      int check = (11 - sum % 11) % 11;
      if (check != 10) {
        return digits + check;
      }
    }
  }
}
