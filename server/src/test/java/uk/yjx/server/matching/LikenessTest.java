package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.matching.People.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonDescription.Sex;
import uk.yjx.server.kernel.PersonName;

class LikenessTest {

  private static final long SEED = 20261121L;
  private static final String PRINTED = "seed " + SEED;
  private static final List<String> POSTCODES =
      List.of("SE5 8AB", "SE5 8AC", "SE5 9ZZ", "M6 5TT", "ZZ99 3VZ", "unknown");

  private final Random random = new Random(SEED);
  private final Likeness likeness =
      new Likeness(
          LikenessWeights.standard(),
          new NameRarity(
              LikenessWeights.standard(), NameCounts.NOBODY, NameCounts.NOBODY, NameCounts.NOBODY));

  @Test
  void showsStepsThatAddUpToTheScoreExactly() {
    for (int i = 0; i < 20_000; i++) {
      Traits a = Traits.of(described());
      Traits b = Traits.of(described());
      Waterfall shown = likeness.explain(a, b);
      assertEquals(likeness.score(a, b), shown.score(), PRINTED);
      assertEquals("prior", shown.steps().getFirst().what());
    }
  }

  @Test
  void scoresTwoDescriptionsTheSameBothWays() {
    for (int i = 0; i < 20_000; i++) {
      Traits a = Traits.of(described());
      Traits b = Traits.of(described());
      assertEquals(likeness.score(a, b), likeness.score(b, a), PRINTED);
    }
  }

  @Test
  void neverScoresLessBecauseOfEvidenceThatAgrees() {
    for (int i = 0; i < 20_000; i++) {
      PersonDescription known = described();
      PersonDescription asked = described();
      PersonDescription surer = withAgreeing(asked, known);
      Traits child = Traits.of(known);
      assertTrue(
          likeness.score(Traits.of(surer), child) >= likeness.score(Traits.of(asked), child),
          PRINTED + ", " + i);
    }
  }

  @Test
  void takesNoPlaceholderForEvidence() {
    PersonDescription nobody =
        new PersonDescription(
            List.of(PersonName.legal("Unknown", "Unknown"), PersonName.legal("Baby", "Infant")),
            List.of(PartialDate.parse("1900-01-01")),
            List.of(People.identifier("NHS_NUMBER:0000000000")),
            Sex.UNKNOWN,
            List.of("ZZ99 3VZ", "unknown"));
    Waterfall shown = likeness.explain(Traits.of(nobody), Traits.of(nobody));
    assertEquals(List.of("prior"), shown.steps().stream().map(Waterfall.Step::what).toList());
    assertTrue(Traits.of(nobody).keys().isEmpty(), "nothing to be found by");
  }

  @Test
  void capsWhatAHouseholdSharesForTwins() {
    PersonDescription known = at("SE5 8AB", person("Mia", "Hartley", "2012-02-09"));
    int twin = score(known, at("SE5 8AB", person("Joshua", "Hartley", "2012-02-09")));
    int moved = score(known, at("M6 5TT", person("Mia", "Hartley", "2012-02-09")));
    assertTrue(twin < 0, "a twin is no candidate: " + twin);
    assertTrue(moved > 0, "a child who moved is: " + moved);
  }

  @ParameterizedTest
  @CsvSource({
    "Łucja, Brzezińska, 2011-02-20, Lucja, Brzezinski, 2011-02-20",
    "Cabdiraxmaan, Warsame, 2010-03-12, Abdirahman, Warsame, 2010-03-12",
    "Maxamed, Xuseen, 2010-12-02, Mohammed, Hussein, 2010-12-02",
    "Мария, Тарасенко, 2012-03-03, Maria, Tarasenko, 2012-03-03",
    "Jack, Penrose-Tull, 2010-06-18, Jack, Penrose, 2010-06-18",
    "William, Stokoe, 2011-08-14, Billy, Stokoe, 2011-08-14",
    "Imogen, Larkfield, 2010-04-11, Imogen, Larkfield, 2010-11-04",
    "Imogen, Larkfield, 2010-04-11, Larkfield, Imogen, 2010-04-11",
    "Imogen, Larkfield, 2010-04-11, Imogen, Larkfeild, 2010-04-11",
    "Imogen, Larkfield, 2010-04-11, Imogen, Larkfield, 2010-04-17",
    "Alexander James, Marlow, 2010-04-11, James, Marlow, 2010-04-11"
  })
  void findsAChildWrittenInAnotherWay(
      String given, String family, String born, String given2, String family2, String born2) {
    PersonDescription known = person(given, family, born);
    PersonDescription asked = person(given2, family2, born2);
    assertTrue(score(known, asked) >= 0, "score " + score(known, asked));
    List<String> keys = new ArrayList<>(Traits.of(known).keys());
    keys.retainAll(Traits.of(asked).keys());
    assertTrue(!keys.isEmpty(), "they share a key");
  }

  @ParameterizedTest
  @CsvSource({
    "Ellie, Norcross, 2009-01-15, Erin, Norcross, 2011-04-27",
    "Sophie, Jones, 2010-07-07, Carys, Jones, 2010-07-07",
    "Peter, Ashdown, 1984-06-02, Peter, Ashdown, 2011-06-09",
    "Omar, Saleh, 2010-06-06, Ali, Nasser, 2010-06-06"
  })
  void doesNotTakeRelativesAndStrangersForTheChild(
      String given, String family, String born, String given2, String family2, String born2) {
    int score = score(person(given, family, born), person(given2, family2, born2));
    assertTrue(score < 0, "score " + score);
  }

  @Test
  void comparesDatesInNumbersAsInDigits() {
    for (int i = 0; i < 200_000; i++) {
      int a = date();
      int b = random.nextInt(3) == 0 ? date() : slipped(a);
      assertEquals(
          BirthText.compare(BirthText.of(a), BirthText.of(b)), BirthLevel.of(a, b), a + " " + b);
    }
  }

  private int score(PersonDescription a, PersonDescription b) {
    return likeness.score(Traits.of(a), Traits.of(b));
  }

  private int date() {
    int month = random.nextInt(13);
    return (2008 + random.nextInt(6)) * 10_000
        + month * 100
        + (month == 0 ? 0 : random.nextInt(29));
  }

  private int slipped(int date) {
    int place = (int) Math.pow(10, random.nextInt(6));
    int digit = date / place % 10;
    int other = date - digit * place + random.nextInt(10) * place;
    return random.nextBoolean()
        ? other
        : date / 10_000 * 10_000 + date % 100 * 100 + date / 100 % 100;
  }

  private PersonDescription described() {
    PersonDescription plain = People.random(random);
    List<String> postcodes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      postcodes.add(People.pick(POSTCODES, random));
    }
    return new PersonDescription(
        plain.names(),
        plain.datesOfBirth(),
        plain.identifiers(),
        People.pick(List.of(Sex.values()), random),
        postcodes);
  }

  private static PersonDescription at(String postcode, PersonDescription who) {
    return new PersonDescription(
        who.names(), who.datesOfBirth(), who.identifiers(), who.sex(), List.of(postcode));
  }

  private PersonDescription withAgreeing(PersonDescription asked, PersonDescription known) {
    List<PersonName> names = new ArrayList<>(asked.names());
    List<PartialDate> births = new ArrayList<>(asked.datesOfBirth());
    List<Identifier> numbers = new ArrayList<>(asked.identifiers());
    List<String> postcodes = new ArrayList<>(asked.postcodes());
    switch (random.nextInt(4)) {
      case 0 -> names.addAll(known.names());
      case 1 -> births.addAll(known.datesOfBirth());
      case 2 -> numbers.addAll(known.identifiers());
      default -> postcodes.addAll(known.postcodes());
    }
    return new PersonDescription(names, births, numbers, asked.sex(), postcodes);
  }
}
