package uk.yjx.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialDateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2010-02-29", "2010-13-01", "2010-00-01", "2010-01-00", "2010-04-31", "1799", "2200",
        "2010-1-1", "10-01-01", "01/02/2010", "", "2010-01-32", "20100101",
            "\u0662\u0660\u0661\u0660"
      })
  void refusesADateThatIsNotInTheCalendar(String text) {
    assertThrows(IllegalArgumentException.class, () -> PartialDate.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2012-02-29", "2010", "2010-12", "1800-01-01", "2199-12-31"})
  void readsWhatItWrites(String text) {
    assertEquals(text, PartialDate.parse(text).text());
  }

  @Test
  void refusesADayWithoutItsMonth() {
    assertThrows(IllegalArgumentException.class, () -> new PartialDate(2010, 0, 3));
  }

  @Test
  void attainsAnAgeAtTheStartOfTheBirthday() {
    PartialDate born = PartialDate.parse("2008-11-22");
    assertEquals(OptionalInt.of(17), born.ageOn(LocalDate.of(2026, 11, 21)));
    assertEquals(OptionalInt.of(18), born.ageOn(LocalDate.of(2026, 11, 22)));
    assertEquals(Optional.of(LocalDate.of(2026, 11, 22)), born.attains(18));
  }

  @Test
  void putsTheBirthdayOfALeapDayOnTheFirstOfMarchInOtherYears() {
    PartialDate born = PartialDate.parse("2008-02-29");
    assertEquals(OptionalInt.of(17), born.ageOn(LocalDate.of(2026, 2, 28)));
    assertEquals(OptionalInt.of(18), born.ageOn(LocalDate.of(2026, 3, 1)));
    assertEquals(Optional.of(LocalDate.of(2026, 3, 1)), born.attains(18));
    assertEquals(OptionalInt.of(19), born.ageOn(LocalDate.of(2028, 2, 28)));
    assertEquals(OptionalInt.of(20), born.ageOn(LocalDate.of(2028, 2, 29)));
    assertEquals(Optional.of(LocalDate.of(2028, 2, 29)), born.attains(20));
  }

  @Test
  void agreesWithItsOwnBirthdays() {
    long seed = 9L;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      LocalDate day = LocalDate.of(1995, 1, 1).plusDays(random.nextInt(365 * 30));
      int age = 1 + random.nextInt(30);
      PartialDate born = PartialDate.of(day);
      LocalDate birthday = born.attains(age).orElseThrow();
      assertEquals(OptionalInt.of(age), born.ageOn(birthday), "seed " + seed);
      assertEquals(OptionalInt.of(age - 1), born.ageOn(birthday.minusDays(1)), "seed " + seed);
    }
  }

  @Test
  void givesNoAgeWhereTheKnownPartAllowsTwo() {
    PartialDate born = PartialDate.parse("2010");
    assertEquals(OptionalInt.empty(), born.ageOn(LocalDate.of(2026, 6, 1)));
    assertEquals(OptionalInt.of(16), born.ageOn(LocalDate.of(2026, 12, 31)));
    assertEquals(OptionalInt.empty(), born.ageOn(LocalDate.of(2010, 6, 1)), "perhaps not born");
    assertEquals(Optional.empty(), born.attains(18));
  }

  @Test
  void knowsWhichDatesMayBeTheSameDay() {
    PartialDate march = PartialDate.parse("2010-03");
    assertTrue(march.mayEqual(PartialDate.parse("2010")));
    assertTrue(march.mayEqual(PartialDate.parse("2010-03-31")));
    assertFalse(march.mayEqual(PartialDate.parse("2010-04-01")));
  }

  @Test
  void namesNoDateInItsText() {
    assertEquals("PartialDate[DAY]", PartialDate.parse("2010-03-04").toString());
  }
}
