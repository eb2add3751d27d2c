package uk.yjx.server.clocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.Year;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {

  private final WorkingDays days = new WorkingDays();

  @ParameterizedTest
  @CsvSource({
    "2025, 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    "2026, 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    "2027, 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    "2028, 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    "2029, 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    "2030, 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"
  })
  void knowsTheBankHolidaysOfEnglandAndWales(int year, String dates) {
    Set<LocalDate> weekdays =
        Arrays.stream(dates.split(" "))
            .map(date -> LocalDate.parse(year + "-" + date))
            .collect(Collectors.toSet());
    Set<LocalDate> known =
        days.bankHolidays(Year.of(year)).stream()
            .filter(date -> date.getDayOfWeek().getValue() <= 5)
            .collect(Collectors.toSet());
    assertEquals(weekdays, known);
  }

  @Test
  void goesPastChristmasAndTheWeekend() {
    assertEquals(
        LocalDate.of(2026, 12, 29),
        days.nextAfter(LocalDate.of(2026, 12, 24)),
        "Boxing Day is a Saturday, so Monday is the substitute");
    assertEquals(LocalDate.of(2027, 12, 29), days.nextAfter(LocalDate.of(2027, 12, 24)));
  }

  @Test
  void goesPastEaster() {
    assertEquals(LocalDate.of(2026, 4, 7), days.nextAfter(LocalDate.of(2026, 4, 2)));
  }

  @Test
  void worksOnALeapDayAndOnScotlandsHolidays() {
    assertTrue(days.isWorkingDay(LocalDate.of(2028, 2, 29)));
    assertTrue(days.isWorkingDay(LocalDate.of(2026, 11, 30)), "St Andrew's day");
    assertFalse(days.isWorkingDay(LocalDate.of(2026, 11, 21)), "a Saturday");
  }
}
