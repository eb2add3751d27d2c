package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Invented families: siblings share surname and address, some of them the day they were born. */
final class Crowd {

  /** Forenames by the part of the world they come from. */
  static final List<List<String>> GIVEN =
      List.of(
          List.of("oliver", "george", "amelia", "isla", "harry", "freya", "thomas", "grace"),
          List.of("mohammed", "ibrahim", "aisha", "fatima", "bilal", "zainab", "yusuf", "omar"),
          List.of("jakub", "kacper", "zofia", "maja", "oliwia", "szymon", "wiktoria", "filip"),
          List.of("abdirahman", "hodan", "ayaan", "warsame", "sahra", "liban", "ifrah", "guled"),
          List.of("rhys", "carys", "dylan", "seren", "gethin", "ffion", "owain", "nia"));

  private static final List<List<String>> FAMILY =
      List.of(
          List.of("smith", "taylor", "walker", "wright", "cooper", "marsh", "harper", "holt"),
          List.of("khan", "hussain", "ahmed", "begum", "iqbal", "malik", "rashid", "akhtar"),
          List.of("kowalski", "nowak", "wisniewski", "lewandowski", "zielinski", "wojcik"),
          List.of("abdi", "farah", "jama", "nur", "hersi", "guled", "samatar", "egal"),
          List.of("jones", "davies", "evans", "llewellyn", "pritchard", "gwynne", "vaughan"));

  private static final String[] STREETS = {
    "mill lane", "high street", "abbey road", "park avenue", "station road", "church walk"
  };

  private Crowd() {}

  /** Families of one to four children; the id says from which group of names, then a number. */
  static List<PersonRow> families(long seed, int count) {
    Random random = new Random(seed);
    List<PersonRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int group = random.nextInt(GIVEN.size());
      String family = FAMILY.get(group).get(random.nextInt(FAMILY.get(group).size()));
      String address = (1 + random.nextInt(400)) + " " + STREETS[random.nextInt(STREETS.length)];
      String postcode =
          "%c%c%d %d%c%c"
              .formatted(
                  letter(random),
                  letter(random),
                  1 + random.nextInt(20),
                  random.nextInt(10),
                  letter(random),
                  letter(random));
      int birth = birth(random);
      List<String> given = new ArrayList<>(GIVEN.get(group));
      for (int child = random.nextInt(4); child >= 0; child--) {
        // One family in some thirty has twins: the date of birth stays.
        birth = random.nextInt(30) == 0 ? birth : birth(random);
        rows.add(
            new PersonRow(
                group + "-" + rows.size(),
                given.remove(random.nextInt(given.size())),
                "",
                family,
                "",
                birth,
                postcode,
                List.of(address),
                random.nextBoolean() ? "m" : "f",
                "",
                "",
                List.of(),
                List.of(random.nextInt(3) == 0 ? "" : number(random))));
      }
    }
    return rows;
  }

  static PersonRow renamed(PersonRow row, String prefix) {
    return new PersonRow(
        prefix + row.id(),
        row.forename(),
        row.middle(),
        row.surname(),
        row.fullName(),
        row.birth(),
        row.postcode(),
        row.address(),
        row.sex(),
        row.email(),
        row.phone(),
        row.other(),
        row.identifiers());
  }

  /** The row as a tired person writes it: every fourth has a slip, every third lacks its number. */
  static PersonRow misspelt(PersonRow row) {
    int draw = Math.floorMod(row.id().hashCode() * 0x9E3779B1, 1200);
    String given = draw % 8 == 0 ? swapped(row.forename()) : row.forename();
    String family = draw % 8 == 1 ? swapped(row.surname()) : row.surname();
    int birth = draw % 16 == 2 ? row.birth() / 100 * 100 + 1 + draw % 28 : row.birth();
    List<String> number = draw % 3 == 0 ? List.of("") : row.identifiers();
    return new PersonRow(
        row.id(),
        given,
        "",
        family,
        "",
        birth,
        draw % 8 == 3 ? "" : row.postcode(),
        row.address(),
        row.sex(),
        "",
        "",
        List.of(),
        number);
  }

  private static String swapped(String name) {
    return name.length() < 3
        ? name + "e"
        : name.substring(0, 1) + name.charAt(2) + name.charAt(1) + name.substring(3);
  }

  private static int birth(Random random) {
    return (2008 + random.nextInt(8)) * 10_000
        + (1 + random.nextInt(12)) * 100
        + 1
        + random.nextInt(28);
  }

  private static char letter(Random random) {
    return (char) ('a' + random.nextInt(20));
  }

  private static String number(Random random) {
    return String.valueOf(1_000_000_000L + Math.abs(random.nextLong() % 8_999_999_999L));
  }
}
