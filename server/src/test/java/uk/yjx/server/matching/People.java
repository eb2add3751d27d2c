package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;

/**
 * Invented people for tests: by hand, and at random from so few names, dates and numbers that they
 * often resemble each other.
 */
final class People {

  static final List<String> PNC_IDS =
      List.of("2009/0456789W", "2010/1234567X", "2011/0000001T", "2012/0000007P");
  static final List<String> NHS_NUMBERS = List.of("9990000018", "9990000026", "9990000034");

  private static final List<String> FORENAMES =
      List.of("Ada", "Bo", "Łukasz", "Anna-Maria", "Baby", "Ada Bo");
  private static final List<String> SURNAMES = List.of("O'Neill", "Reed", "Unknown", "Nguyễn", "");
  private static final List<String> DATES =
      List.of("2010-03-04", "2010-04-03", "1900-01-01", "2010", "2010-03", "2011-12-31");

  private People() {}

  static ChildId child(int number) {
    return new ChildId(new UUID(0, number));
  }

  static PersonDescription person(String forenames, String surname, String born, String... ids) {
    List<Identifier> identifiers = new ArrayList<>();
    for (String id : ids) {
      identifiers.add(identifier(id));
    }
    return new PersonDescription(
        List.of(PersonName.legal(forenames, surname)),
        born.isEmpty() ? List.of() : List.of(PartialDate.parse(born)),
        identifiers,
        PersonDescription.Sex.UNKNOWN,
        List.of());
  }

  /** Reads {@code KIND:value} or {@code LOCAL@issuer:value}. */
  static Identifier identifier(String text) {
    String kind = text.substring(0, text.indexOf(':'));
    String issuer = kind.contains("@") ? kind.substring(kind.indexOf('@') + 1) : "";
    return Identifier.parse(
        IdentifierKind.valueOf(kind.replaceFirst("@.*", "")),
        issuer,
        text.substring(text.indexOf(':') + 1),
        2026);
  }

  static PersonDescription random(Random random) {
    List<PersonName> names = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      names.add(PersonName.legal(pick(FORENAMES, random), pick(SURNAMES, random)));
    }
    List<PartialDate> dates = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      dates.add(PartialDate.parse(pick(DATES, random)));
    }
    List<Identifier> identifiers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      identifiers.add(randomIdentifier(random));
    }
    return new PersonDescription(
        names, dates, identifiers, PersonDescription.Sex.UNKNOWN, List.of());
  }

  static Identifier randomIdentifier(Random random) {
    return identifier(
        switch (random.nextInt(6)) {
          case 0, 1 -> "PNC_ID:" + pick(PNC_IDS, random);
          case 2 -> "NHS_NUMBER:" + pick(NHS_NUMBERS, random);
          case 3 ->
              "LOCAL@" + (random.nextBoolean() ? "swindon" : "salford") + ":C" + random.nextInt(3);
          case 4 -> "PNC_ID:2003/0012345L";
          default -> "CASE_URN:01ZD0012324";
        });
  }

  static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
