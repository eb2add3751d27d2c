package uk.yjx.server.clocks;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Working days of England and Wales: Monday to Friday without the bank holidays, substitute days
 * included. Safe for any number of threads.
 */
public final class WorkingDays {

  // England and Wales have the same bank holidays; the library files them under each.
  private static final String DIVISION = "eng";

  private final HolidayManager holidays =
      HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.UNITED_KINGDOM));

  // One entry for each year that the exchange lives through.
  private final Map<Year, Set<LocalDate>> byYear = new ConcurrentHashMap<>();

  /** Whether offices are open on this day. */
  public boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY
        && !isBankHoliday(day);
  }

  /** Whether it is a bank holiday or its substitute day. */
  boolean isBankHoliday(LocalDate day) {
    return bankHolidays(Year.from(day)).contains(day);
  }

  /** The first working day after this day. */
  public LocalDate nextAfter(LocalDate day) {
    LocalDate next = day.plusDays(1);
    while (!isWorkingDay(next)) {
      next = next.plusDays(1);
    }
    return next;
  }

  /** The bank holidays of a year, substitute days included. */
  Set<LocalDate> bankHolidays(Year year) {
    return byYear.computeIfAbsent(
        year,
        y ->
            holidays.getHolidays(y, DIVISION).stream()
                .map(Holiday::getDate)
                .collect(Collectors.toUnmodifiableSet()));
  }
}
