package uk.yjx.cli;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.Locale;
import uk.yjx.clocks.v1.DayHours;
import uk.yjx.clocks.v1.RungTime;

/** Hours and rungs as people say them. */
final class ClockWords {
  private static final long MINUTES_PER_HOUR = 60;

  private ClockWords() {}

  /** When a rung is reached. */
  static String of(RungTime time) {
    return switch (time.getTimeCase()) {
      case ELAPSED ->
          time.getElapsed().getSeconds() == 0
              ? "at once"
              : length(Duration.ofSeconds(time.getElapsed().getSeconds()));
      case WORKING_DAYS -> time.getWorkingDays() + " wd";
      case BEFORE_SHIFT_ENDS -> shift(time);
      case TIME_NOT_SET -> "";
    };
  }

  /** Hours of a day of the week. */
  static String of(DayHours day) {
    return DayOfWeek.of(day.getDayOfWeek()).getDisplayName(TextStyle.SHORT, Locale.UK)
        + " "
        + day.getOpens()
        + "-"
        + day.getCloses();
  }

  private static String shift(RungTime time) {
    int days = time.getBeforeShiftEnds().getWorkingDaysLater();
    long lead = time.getBeforeShiftEnds().getLead().getSeconds();
    String before =
        lead == 0 ? "end of shift" : length(Duration.ofSeconds(lead)) + " before its end";
    return days == 0 ? before : before + " + " + days + " wd";
  }

  private static String length(Duration time) {
    return time.toMinutes() % MINUTES_PER_HOUR == 0
        ? time.toHours() + " h"
        : time.toMinutes() + " min";
  }
}
