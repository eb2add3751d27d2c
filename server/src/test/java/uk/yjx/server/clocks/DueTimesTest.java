package uk.yjx.server.clocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uk.yjx.server.kernel.Urgency;

class DueTimesTest {

  private final WorkingDays workingDays = new WorkingDays();
  private final DueTimes dueTimes = new DueTimes(Timescales.DEFAULT, workingDays);

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T22:15:00Z, 2026-11-20T22:45:00Z, an evening in winter",
    "2026-03-29T00:45:00Z, 2026-03-29T01:15:00Z, over the missing hour",
    "2026-10-25T00:45:00Z, 2026-10-25T01:15:00Z, into the repeated hour"
  })
  void givesThirtyMinutesOfRealTimeForAnImmediateAlert(Instant from, Instant due, String why) {
    assertEquals(Optional.of(due), dueTimes.acknowledgeBy(Urgency.IMMEDIATE, from), why);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T10:00:00Z, 2026-11-20T23:59:59Z, a winter morning",
    "2026-07-01T10:00:00Z, 2026-07-01T22:59:59Z, a summer morning",
    "2026-07-01T23:30:00Z, 2026-07-02T22:59:59Z, past midnight in London though not in UTC",
    "2026-11-20T20:00:00Z, 2026-11-20T23:59:59Z, exactly four hours left",
    "2026-11-20T20:00:01Z, 2026-11-21T13:00:00Z, less than four hours left",
    "2026-03-28T21:00:00Z, 2026-03-29T12:00:00Z, the night before the clocks go forward",
    "2026-03-29T00:30:00Z, 2026-03-29T22:59:59Z, a day of 23 hours",
    "2026-10-24T20:00:00Z, 2026-10-25T13:00:00Z, the night before the clocks go back",
    "2026-10-25T00:30:00Z, 2026-10-25T23:59:59Z, a day of 25 hours",
    "2028-02-28T21:00:00Z, 2028-02-29T13:00:00Z, into a leap day",
    "2026-12-31T23:00:00Z, 2027-01-01T13:00:00Z, into the new year"
  })
  void givesTheRestOfTheLocalDayButAtLeastFourHours(Instant from, Instant due, String why) {
    assertEquals(Optional.of(due), dueTimes.acknowledgeBy(Urgency.SAME_DAY, from), why);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T10:00:00Z, 2026-11-23T17:00:00Z, Friday to Monday",
    "2026-11-21T10:00:00Z, 2026-11-23T17:00:00Z, Saturday to Monday",
    "2026-11-22T23:59:59Z, 2026-11-23T17:00:00Z, the last second of a Sunday",
    "2026-11-23T00:00:00Z, 2026-11-24T17:00:00Z, Monday to Tuesday",
    "2026-07-05T23:30:00Z, 2026-07-07T16:00:00Z, already Monday in London",
    "2026-03-27T10:00:00Z, 2026-03-30T16:00:00Z, over the clocks going forward",
    "2026-10-23T10:00:00Z, 2026-10-26T17:00:00Z, over the clocks going back",
    "2026-12-24T10:00:00Z, 2026-12-29T17:00:00Z, over Christmas with its substitute day",
    "2026-04-02T10:00:00Z, 2026-04-07T16:00:00Z, over Easter",
    "2028-02-28T10:00:00Z, 2028-02-29T17:00:00Z, to a leap day"
  })
  void givesUntilFiveOnTheNextWorkingDayForARoutineAlert(Instant from, Instant due, String why) {
    assertEquals(Optional.of(due), dueTimes.acknowledgeBy(Urgency.ROUTINE, from), why);
  }

  @Test
  void asksForNoAcknowledgementOfANote() {
    assertEquals(Optional.empty(), dueTimes.acknowledgeBy(Urgency.NOTE, Instant.EPOCH));
  }

  @ParameterizedTest
  @EnumSource(
      value = Urgency.class,
      names = {"IMMEDIATE", "SAME_DAY", "ROUTINE"})
  void isNeverEarlierForALaterStartNorBeforeAnyoneCouldAct(Urgency urgency) {
    long seed = 2026L;
    Random random = new Random(seed);
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2031-01-01T00:00:00Z");
    Instant before = Instant.MIN;
    while (from.isBefore(end)) {
      Instant due = dueTimes.acknowledgeBy(urgency, from).orElseThrow();
      assertFalse(due.isBefore(before), "seed " + seed + " from " + from);
      Duration least =
          urgency == Urgency.IMMEDIATE ? Duration.ofMinutes(30) : Duration.ofSeconds(4 * 3600 - 1);
      assertTrue(Duration.between(from, due).compareTo(least) >= 0, "seed " + seed + " " + from);
      before = due;
      from = from.plusSeconds(random.nextInt(7200));
    }
  }

  @Test
  void isDueAtFiveOnAWorkingDayOfEveryYear() {
    for (LocalDate day = LocalDate.of(2026, 1, 1); day.getYear() < 2031; day = day.plusDays(1)) {
      Instant noon = day.atTime(12, 0).atZone(DueTimes.LONDON).toInstant();
      ZonedDateTime due =
          dueTimes.acknowledgeBy(Urgency.ROUTINE, noon).orElseThrow().atZone(DueTimes.LONDON);
      assertEquals(LocalTime.of(17, 0), due.toLocalTime());
      assertTrue(workingDays.isWorkingDay(due.toLocalDate()), due.toString());
      assertTrue(due.toLocalDate().isAfter(day));
    }
  }

  @Test
  void refusesTimescalesThatCannotBeKept() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Timescales(
                Duration.ZERO, Duration.ofHours(4), LocalTime.of(9, 0), LocalTime.of(17, 0)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Timescales(
                Duration.ofMinutes(30),
                Duration.ofHours(16),
                LocalTime.of(9, 0),
                LocalTime.of(17, 0)));
  }
}
