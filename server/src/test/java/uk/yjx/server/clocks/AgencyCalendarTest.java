package uk.yjx.server.clocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Working days and hours over bank holidays, closures, clock changes and years ahead. */
final class AgencyCalendarTest {
  private static final WorkingDays BANK_HOLIDAYS = new WorkingDays();
  private static final AgencyCalendar STANDARD = new AgencyCalendar(BANK_HOLIDAYS, List.of());

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T10:00:00Z, 1, 2026-11-23T10:00:00Z, Friday morning to Monday morning",
    "2026-11-20T18:00:00Z, 1, 2026-11-24T09:00:00Z, Friday evening begins on Monday",
    "2026-11-21T12:00:00Z, 1, 2026-11-24T09:00:00Z, a Saturday begins on Monday",
    "2026-11-23T06:00:00Z, 1, 2026-11-24T09:00:00Z, before opening begins at opening",
    "2026-12-24T10:00:00Z, 1, 2026-12-29T10:00:00Z, over Christmas with its substitute day",
    "2027-03-25T10:00:00Z, 1, 2027-03-30T09:00:00Z, over Easter and the clocks going forward",
    "2026-10-23T09:00:00Z, 1, 2026-10-26T10:00:00Z, over the clocks going back",
    "2031-12-24T10:00:00Z, 3, 2031-12-31T10:00:00Z, years ahead",
    "2026-11-20T10:00:00Z, 0, 2026-11-20T10:00:00Z, none is now",
    "2026-11-20T18:00:00Z, 0, 2026-11-23T09:00:00Z, none is the next opening"
  })
  void countsWorkingDays(Instant from, int days, Instant due, String why) {
    assertEquals(due, STANDARD.plusWorkingDays(from, days), why);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T10:00:00Z, PT4H, 2026-11-20T14:00:00Z, within a day",
    "2026-11-20T15:00:00Z, PT4H, 2026-11-23T11:00:00Z, over a weekend",
    "2026-11-20T15:00:00Z, PT2H, 2026-11-20T17:00:00Z, to the end of the day",
    "2026-12-24T16:00:00Z, PT2H, 2026-12-29T10:00:00Z, over Christmas",
    "2026-03-27T16:00:00Z, PT2H, 2026-03-30T09:00:00Z, over the missing hour",
    "2026-10-23T15:00:00Z, PT2H, 2026-10-26T10:00:00Z, over the repeated hour",
    "2026-11-21T10:00:00Z, PT0S, 2026-11-23T09:00:00Z, none waits for opening"
  })
  void countsWorkingHours(Instant from, Duration time, Instant due, String why) {
    assertEquals(due, STANDARD.plusWorkingTime(from, time), why);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T10:00:00Z, 2026-11-20T17:00:00Z, in the shift",
    "2026-11-20T17:00:00Z, 2026-11-23T17:00:00Z, at its very end the next one counts",
    "2026-11-20T07:00:00Z, 2026-11-20T17:00:00Z, before it",
    "2026-07-03T10:00:00Z, 2026-07-03T16:00:00Z, in summer time",
    "2026-12-25T10:00:00Z, 2026-12-29T17:00:00Z, on Christmas Day"
  })
  void knowsWhenTheShiftEnds(Instant from, Instant ends, String why) {
    assertEquals(ends, STANDARD.endOfShift(from), why);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-19T22:00:00Z, 2026-11-20T08:30:00Z, a night in the week",
    "2026-11-20T02:00:00Z, 2026-11-20T08:30:00Z, before dawn of a school day",
    "2026-11-20T08:30:00Z, 2026-11-23T08:30:00Z, once school has begun",
    "2026-12-18T20:00:00Z, 2027-01-05T08:30:00Z, over the holidays",
    "2027-03-27T20:00:00Z, 2027-03-30T07:30:00Z, over Easter into summer time"
  })
  void findsTheStartOfTheNextSchoolDay(Instant from, Instant before, String why) {
    AgencyCalendar calendar = calendar(Set.of(), List.of(span("2026-12-19", "2027-01-04")));
    assertEquals(before, calendar.beforeNextSchoolDay(from), why);
  }

  @Test
  void leavesOutClosuresOfTheAgencyAlone() {
    AgencyCalendar calendar = calendar(Set.of(LocalDate.parse("2026-11-23")), List.of());
    Instant friday = Instant.parse("2026-11-20T10:00:00Z");
    assertEquals(Instant.parse("2026-11-24T10:00:00Z"), calendar.plusWorkingDays(friday, 1));
    assertEquals(Instant.parse("2026-11-23T10:00:00Z"), STANDARD.plusWorkingDays(friday, 1));
    assertFalse(calendar.isOpen(Instant.parse("2026-11-23T10:00:00Z")));
  }

  @Test
  void worksEachDayByTheVersionInForceOnIt() {
    CalendarVersion early = week(1, "2026-11-01", LocalTime.of(8, 0), LocalTime.of(12, 0));
    CalendarVersion late = week(2, "2026-11-23", LocalTime.of(12, 0), LocalTime.of(20, 0));
    AgencyCalendar calendar = new AgencyCalendar(BANK_HOLIDAYS, List.of(late, early));
    Instant friday = Instant.parse("2026-11-20T11:00:00Z");
    assertEquals(Instant.parse("2026-11-23T13:00:00Z"), calendar.plusWorkingTime(friday, hours(2)));
    assertEquals(Instant.parse("2026-11-23T12:00:00Z"), calendar.plusWorkingDays(friday, 1));
    Instant october = Instant.parse("2026-10-30T16:30:00Z");
    assertTrue(calendar.isOpen(october), "what holds before the first version is the default");
  }

  @Test
  void resumesWithAsMuchOpenTimeAsWasLeft() {
    Instant due = Instant.parse("2026-11-20T15:00:00Z");
    Instant paused = Instant.parse("2026-11-20T12:00:00Z");
    Instant resumed = Instant.parse("2026-11-24T16:00:00Z");
    assertEquals(Instant.parse("2026-11-25T11:00:00Z"), STANDARD.resumed(due, paused, resumed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsItsLawsForTenYears(long seed) {
    Random random = new Random(seed);
    AgencyCalendar calendar =
        calendar(
            Set.of(LocalDate.parse("2027-03-29"), LocalDate.parse("2030-05-02")),
            List.of(span("2028-07-20", "2028-09-03")));
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2036-01-01T00:00:00Z");
    Instant lastDays = Instant.MIN;
    Instant lastShift = Instant.MIN;
    Instant lastSchool = Instant.MIN;
    while (from.isBefore(end)) {
      String why = "seed " + seed + " from " + from;
      int days = 1 + random.nextInt(4);
      Duration time = Duration.ofMinutes(random.nextInt(3000));
      Instant due = calendar.plusWorkingTime(from, time);
      assertEquals(time, calendar.workingTime(from, due), why);
      Instant shift = calendar.endOfShift(from);
      assertTrue(shift.isAfter(from) && !shift.isBefore(lastShift), why);
      Instant inDays = calendar.plusWorkingDays(from, 2);
      assertFalse(inDays.isBefore(lastDays), why);
      LocalDate day = LocalDate.ofInstant(calendar.plusWorkingDays(from, days), DueTimes.LONDON);
      assertTrue(calendar.isWorkingDay(day), why);
      Instant school = calendar.beforeNextSchoolDay(from);
      assertTrue(school.isAfter(from) && !school.isBefore(lastSchool), why);
      Instant paused = calendar.plusWorkingTime(from, time.dividedBy(2));
      assertEquals(due, calendar.resumed(due, paused, paused), why);
      lastDays = inDays;
      lastShift = shift;
      lastSchool = school;
      from = from.plusSeconds(random.nextInt(400_000));
    }
  }

  @Test
  void refusesACalendarThatIsNeverOpen() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CalendarVersion(
                1,
                LocalDate.parse("2026-11-20"),
                Map.of(),
                Set.of(),
                LocalTime.of(8, 30),
                List.of(),
                null));
    LocalTime noon = LocalTime.NOON;
    assertThrows(IllegalArgumentException.class, () -> new OpeningHours(noon, noon));
  }

  private static AgencyCalendar calendar(
      Set<LocalDate> closures, List<CalendarVersion.Span> holidays) {
    CalendarVersion standard = CalendarVersion.DEFAULT;
    return new AgencyCalendar(
        BANK_HOLIDAYS,
        List.of(
            new CalendarVersion(
                1,
                LocalDate.parse("2026-01-01"),
                standard.week(),
                closures,
                standard.schoolStarts(),
                holidays,
                null)));
  }

  private static CalendarVersion week(int version, String from, LocalTime opens, LocalTime closes) {
    Map<DayOfWeek, OpeningHours> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.compareTo(DayOfWeek.FRIDAY) <= 0) {
        week.put(day, new OpeningHours(opens, closes));
      }
    }
    return new CalendarVersion(
        version, LocalDate.parse(from), week, Set.of(), LocalTime.of(8, 30), List.of(), null);
  }

  private static CalendarVersion.Span span(String first, String last) {
    return new CalendarVersion.Span(LocalDate.parse(first), LocalDate.parse(last));
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }
}
