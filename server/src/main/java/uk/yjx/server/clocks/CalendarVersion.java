package uk.yjx.server.clocks;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;

/**
 * How an agency's days are from one day on, until a later version. Bank holidays of England and
 * Wales are closed days for every agency and every school.
 *
 * @param version from 1 on; 0 for what holds where nothing was configured
 * @param validFrom first day on which it holds
 * @param week days that are worked and their hours; at least one day
 * @param closures single days on which the office is closed
 * @param schoolStarts when school begins on a school day
 * @param schoolHolidays spans without school
 * @param emergencyTeam agency whose front door is told out of hours; null when there is none
 */
public record CalendarVersion(
    int version,
    LocalDate validFrom,
    Map<DayOfWeek, OpeningHours> week,
    Set<LocalDate> closures,
    LocalTime schoolStarts,
    List<Span> schoolHolidays,
    @Nullable AgencyId emergencyTeam) {

  /** Closed days that one version may name; with them a search for an open day is bounded. */
  public static final int CLOSURES_MAX = 100;

  /** Spans without school that one version may name. */
  public static final int SCHOOL_HOLIDAYS_MAX = 40;

  private static final OpeningHours OFFICE_HOURS =
      new OpeningHours(LocalTime.of(9, 0), LocalTime.of(17, 0));

  /** Monday to Friday 09:00 to 17:00, school at 08:30 on the same days, no emergency team. */
  public static final CalendarVersion DEFAULT =
      new CalendarVersion(
          0,
          LocalDate.MIN,
          Stream.of(DayOfWeek.values())
              .filter(day -> day.compareTo(DayOfWeek.FRIDAY) <= 0)
              .collect(Collectors.toMap(day -> day, day -> OFFICE_HOURS)),
          Set.of(),
          LocalTime.of(8, 30),
          List.of(),
          null);

  /**
   * Days from the first to the last, both included.
   *
   * @param first the first day
   * @param last the last day, not before the first
   */
  public record Span(LocalDate first, LocalDate last) {

    /** Rejects a span that ends before it begins. */
    public Span {
      if (last.isBefore(first)) {
        throw new IllegalArgumentException("a span does not end before it begins");
      }
    }

    boolean holds(LocalDate day) {
      return !day.isBefore(first) && !day.isAfter(last);
    }
  }

  /** Copies what it is given; rejects a week without a worked day and too many closed days. */
  public CalendarVersion {
    week = Map.copyOf(week);
    closures = Set.copyOf(closures);
    schoolHolidays = List.copyOf(schoolHolidays);
    if (week.isEmpty()) {
      throw new IllegalArgumentException("an office is open on some day of the week");
    }
    if (closures.size() > CLOSURES_MAX || schoolHolidays.size() > SCHOOL_HOLIDAYS_MAX) {
      throw new IllegalArgumentException("a calendar names too many days");
    }
  }
}
