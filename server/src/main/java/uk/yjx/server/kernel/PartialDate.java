package uk.yjx.server.kernel;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of the Gregorian calendar known to the day, the month or the year.
 *
 * @param year {@value #YEAR_MIN} to {@value #YEAR_MAX}
 * @param month 1 to 12, or 0 when not known
 * @param day 1 to the length of the month, or 0 when not known; needs a month
 */
public record PartialDate(int year, int month, int day) {

  /** Earliest year accepted. */
  public static final int YEAR_MIN = 1800;

  /** Latest year accepted. */
  public static final int YEAR_MAX = 2199;

  private static final Pattern TEXT = Pattern.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?");

  /** How much of a date is known. */
  public enum Precision {
    /** Only the year. */
    YEAR,
    /** Year and month. */
    MONTH,
    /** The whole date. */
    DAY
  }

  /** Rejects a date that is not in the calendar, and a day without its month. */
  public PartialDate {
    if (year < YEAR_MIN || year > YEAR_MAX) {
      throw new IllegalArgumentException("year outside " + YEAR_MIN + " to " + YEAR_MAX);
    }
    if (month < 0 || month > 12) {
      throw new IllegalArgumentException("month outside 0 to 12");
    }
    if (month == 0 && day != 0) {
      throw new IllegalArgumentException("a day needs a month");
    }
    if (day < 0 || (month != 0 && day > YearMonth.of(year, month).lengthOfMonth())) {
      throw new IllegalArgumentException("no such day in that month");
    }
  }

  /** A date known to the day. */
  public static PartialDate of(LocalDate date) {
    return new PartialDate(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  /**
   * Reads {@code YYYY}, {@code YYYY-MM} or {@code YYYY-MM-DD}.
   *
   * @throws IllegalArgumentException if the text has another form or names no date
   */
  public static PartialDate parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("a date is YYYY, YYYY-MM or YYYY-MM-DD");
    }
    return new PartialDate(
        Integer.parseInt(m.group(1)),
        m.group(2) == null ? 0 : knownPart(m.group(2)),
        m.group(3) == null ? 0 : knownPart(m.group(3)));
  }

  /** How much of the date is known. */
  public Precision precision() {
    return day != 0 ? Precision.DAY : month != 0 ? Precision.MONTH : Precision.YEAR;
  }

  /** The date itself, if it is known to the day. */
  public Optional<LocalDate> exact() {
    return day == 0 ? Optional.empty() : Optional.of(LocalDate.of(year, month, day));
  }

  /** The first day this date may be. */
  public LocalDate earliest() {
    return LocalDate.of(year, Math.max(month, 1), Math.max(day, 1));
  }

  /** The last day this date may be. */
  public LocalDate latest() {
    return switch (precision()) {
      case DAY -> earliest();
      case MONTH -> YearMonth.of(year, month).atEndOfMonth();
      case YEAR -> LocalDate.of(year, 12, 31);
    };
  }

  /** Whether some day fits both dates. */
  public boolean mayEqual(PartialDate other) {
    return !earliest().isAfter(other.latest()) && !other.earliest().isAfter(latest());
  }

  /**
   * The age in whole years on a day in Europe/London of a person born on this date; empty when the
   * known part allows two ages, or the person may not be born yet. In England and Wales an age is
   * attained at the start of the birthday (Family Law Reform Act 1969, section 9); a person born on
   * 29 February has their birthday on 1 March in other years.
   */
  public OptionalInt ageOn(LocalDate today) {
    if (today.isBefore(latest())) {
      return OptionalInt.empty();
    }
    int oldest = years(earliest(), today);
    int youngest = years(latest(), today);
    return oldest == youngest ? OptionalInt.of(oldest) : OptionalInt.empty();
  }

  /** The day in Europe/London at whose start a person born on this date attains an age in years. */
  public Optional<LocalDate> attains(int age) {
    return exact()
        .map(born -> {
          LocalDate birthday = born.plusYears(age);
          // plusYears moves 29 February back to the 28th, a day before the age is attained.
          return birthday.getDayOfMonth() < born.getDayOfMonth() ? birthday.plusDays(1) : birthday;
        });
  }

  /** The date as {@code YYYY}, {@code YYYY-MM} or {@code YYYY-MM-DD}. */
  public String text() {
    return switch (precision()) {
      case DAY -> LocalDate.of(year, month, day).toString();
      case MONTH -> YearMonth.of(year, month).toString();
      case YEAR -> Integer.toString(year);
    };
  }

  /** Names the precision only: a date of birth is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "PartialDate[" + precision() + "]";
  }

  private static int knownPart(String digits) {
    int value = Integer.parseInt(digits);
    if (value == 0) {
      throw new IllegalArgumentException("a month or day is not zero");
    }
    return value;
  }

  private static int years(LocalDate from, LocalDate to) {
    return (int) ChronoUnit.YEARS.between(from, to);
  }
}
