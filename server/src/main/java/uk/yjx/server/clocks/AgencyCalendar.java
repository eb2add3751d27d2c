package uk.yjx.server.clocks;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;

/**
 * Time as one agency works: which days and hours count, by the version of its calendar in force on
 * each day. Pure; local times are those of Europe/London, so a working day in March may begin 23
 * hours after the one before. A later start never gives an earlier result.
 */
public final class AgencyCalendar {

  /**
   * Days looked at for an open one. A week has a worked day, and a version closes at most {@link
   * CalendarVersion#CLOSURES_MAX} of them beside a few bank holidays a year, so this is never
   * reached by a calendar of one or two versions.
   */
  static final int SEARCH_DAYS_MAX = 4_000;

  private final WorkingDays bankHolidays;
  private final NavigableMap<LocalDate, CalendarVersion> versions = new TreeMap<>();

  /** A calendar of these versions; of two for the same day the one with the higher number holds. */
  public AgencyCalendar(WorkingDays bankHolidays, Iterable<CalendarVersion> versions) {
    this.bankHolidays = bankHolidays;
    for (CalendarVersion version : versions) {
      this.versions.merge(
          version.validFrom(), version, (a, b) -> a.version() >= b.version() ? a : b);
    }
  }

  /** Whether the office is open. */
  public boolean isOpen(Instant at) {
    LocalDate day = day(at);
    return hours(day).isPresent() && !at.isBefore(opens(day)) && at.isBefore(closes(day));
  }

  /** Whether the office is open at some time of the day. */
  public boolean isWorkingDay(LocalDate day) {
    return hours(day).isPresent();
  }

  /** This instant if the office is open, else when it next opens. */
  public Instant nextOpening(Instant from) {
    LocalDate day = firstOpenDay(day(from), from);
    Instant opens = opens(day);
    return opens.isAfter(from) ? opens : from;
  }

  /** When the shift in progress ends, or the next one if the office is closed. */
  public Instant endOfShift(Instant from) {
    return closes(firstOpenDay(day(from), from));
  }

  /** When the shift of the n-th working day after the one in progress, or the next one, ends. */
  public Instant endOfShift(Instant from, int workingDaysLater) {
    return closes(later(firstOpenDay(day(from), from), workingDaysLater));
  }

  /**
   * The same time of day so many working days later, counted from when the office is next open;
   * where that day is shorter, as near to it as the day has.
   */
  public Instant plusWorkingDays(Instant from, int days) {
    Instant begins = nextOpening(from);
    LocalDate day = later(day(begins), days);
    LocalTime time = begins.atZone(DueTimes.LONDON).toLocalTime();
    Instant then = day.atTime(time).atZone(DueTimes.LONDON).toInstant();
    Instant opens = opens(day);
    Instant closes = closes(day);
    return then.isBefore(opens) ? opens : then.isAfter(closes) ? closes : then;
  }

  /**
   * The same time of day so many working days earlier, not counting the day itself; where that day
   * is shorter, as near to it as the day has.
   */
  public Instant minusWorkingDays(Instant from, int days) {
    LocalDate day = day(from);
    for (int counted = 0, looked = 0; counted < days; looked++) {
      if (looked > SEARCH_DAYS_MAX) {
        throw noDay();
      }
      day = day.minusDays(1);
      counted += isWorkingDay(day) ? 1 : 0;
    }
    Instant then =
        day.atTime(from.atZone(DueTimes.LONDON).toLocalTime()).atZone(DueTimes.LONDON).toInstant();
    if (hours(day).isEmpty()) {
      return then;
    }
    Instant opens = opens(day);
    Instant closes = closes(day);
    return then.isBefore(opens) ? opens : then.isAfter(closes) ? closes : then;
  }

  /** When so much time has passed in open hours. */
  public Instant plusWorkingTime(Instant from, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time runs forward");
    }
    Duration left = time;
    Instant at = nextOpening(from);
    while (true) {
      Instant closes = endOfShift(at);
      Duration here = Duration.between(at, closes);
      if (left.compareTo(here) <= 0) {
        return at.plus(left);
      }
      left = left.minus(here);
      at = nextOpening(closes);
    }
  }

  /** How much of a span lies in open hours; nothing when it ends before it begins. */
  public Duration workingTime(Instant from, Instant to) {
    Duration sum = Duration.ZERO;
    Instant at = nextOpening(from);
    while (at.isBefore(to)) {
      Instant closes = endOfShift(at);
      sum = sum.plus(Duration.between(at, closes.isBefore(to) ? closes : to));
      at = nextOpening(closes);
    }
    return sum;
  }

  /** A due time after a pause: as much open time is left as was left when it began. */
  public Instant resumed(Instant due, Instant pausedAt, Instant resumedAt) {
    return plusWorkingTime(resumedAt, workingTime(pausedAt, due));
  }

  /** When the next school day begins: what must be known «before the next school day» is due. */
  public Instant beforeNextSchoolDay(Instant from) {
    LocalDate day = day(from);
    for (int i = 0; i < SEARCH_DAYS_MAX; i++, day = day.plusDays(1)) {
      Instant starts = day.atTime(version(day).schoolStarts()).atZone(DueTimes.LONDON).toInstant();
      if (isSchoolDay(day) && starts.isAfter(from)) {
        return starts;
      }
    }
    throw noDay();
  }

  /** Agency whose front door is told out of hours, on the day of an instant. */
  public Optional<AgencyId> emergencyTeam(Instant at) {
    return Optional.ofNullable(version(day(at)).emergencyTeam());
  }

  private boolean isSchoolDay(LocalDate day) {
    return bankHolidays.isWorkingDay(day)
        && version(day).schoolHolidays().stream().noneMatch(span -> span.holds(day));
  }

  /** Hours of a day; empty when the office is closed on it. */
  Optional<OpeningHours> hours(LocalDate day) {
    CalendarVersion version = version(day);
    @Nullable OpeningHours hours = version.week().get(day.getDayOfWeek());
    return hours == null || version.closures().contains(day) || bankHolidays.isBankHoliday(day)
        ? Optional.empty()
        : Optional.of(hours);
  }

  private CalendarVersion version(LocalDate day) {
    var found = versions.floorEntry(day);
    return found == null ? CalendarVersion.DEFAULT : found.getValue();
  }

  /** The first day from this one on whose shift has not ended by then. */
  private LocalDate firstOpenDay(LocalDate first, Instant notEndedBy) {
    LocalDate day = first;
    for (int i = 0; i < SEARCH_DAYS_MAX; i++, day = day.plusDays(1)) {
      if (isWorkingDay(day) && closes(day).isAfter(notEndedBy)) {
        return day;
      }
    }
    throw noDay();
  }

  private LocalDate later(LocalDate workingDay, int workingDays) {
    LocalDate day = workingDay;
    for (int counted = 0, looked = 0; counted < workingDays; looked++) {
      if (looked > SEARCH_DAYS_MAX) {
        throw noDay();
      }
      day = day.plusDays(1);
      counted += isWorkingDay(day) ? 1 : 0;
    }
    return day;
  }

  private Instant opens(LocalDate day) {
    return day.atTime(hours(day).orElseThrow().opens()).atZone(DueTimes.LONDON).toInstant();
  }

  private Instant closes(LocalDate day) {
    return day.atTime(hours(day).orElseThrow().closes()).atZone(DueTimes.LONDON).toInstant();
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, DueTimes.LONDON);
  }

  private static IllegalStateException noDay() {
    return new IllegalStateException("no open day within " + SEARCH_DAYS_MAX + " days");
  }
}
