package uk.yjx.server.clocks;

import java.time.Duration;
import java.time.Instant;

/** When a rung is reached, counted from when its clock was started. */
public sealed interface RungTime {

  /** The least time that «before the end of the shift» leaves whoever was told first. */
  Duration SHIFT_GRACE = Duration.ofMinutes(10);

  /** When it is reached. Never before the start. */
  Instant after(Instant start, AgencyCalendar calendar);

  /**
   * So much time later, at whatever hour.
   *
   * @param time zero or more
   */
  record Elapsed(Duration time) implements RungTime {
    /** Rejects negative times. */
    public Elapsed {
      if (time.isNegative()) {
        throw new IllegalArgumentException("a rung is not reached before its clock starts");
      }
    }

    @Override
    public Instant after(Instant start, AgencyCalendar calendar) {
      return start.plus(time);
    }
  }

  /**
   * At the same time of day so many working days later.
   *
   * @param days one or more
   */
  record WorkingDaysLater(int days) implements RungTime {
    /** Rejects fewer than one day. */
    public WorkingDaysLater {
      if (days < 1) {
        throw new IllegalArgumentException("working days count from 1");
      }
    }

    @Override
    public Instant after(Instant start, AgencyCalendar calendar) {
      return calendar.plusWorkingDays(start, days);
    }
  }

  /**
   * Before a shift ends.
   *
   * @param workingDaysLater 0 for the shift in progress or the next one, 1 for the one after
   * @param lead how long before its end, zero or more
   */
  record BeforeShiftEnds(int workingDaysLater, Duration lead) implements RungTime {
    /** Rejects negative values. */
    public BeforeShiftEnds {
      if (workingDaysLater < 0 || lead.isNegative()) {
        throw new IllegalArgumentException("a shift ends after the clock starts");
      }
    }

    @Override
    public Instant after(Instant start, AgencyCalendar calendar) {
      Instant ends = calendar.endOfShift(start, workingDaysLater);
      Instant wished = later(ends.minus(lead), start.plus(SHIFT_GRACE));
      return wished.isBefore(ends) ? wished : ends;
    }

    private static Instant later(Instant a, Instant b) {
      return a.isAfter(b) ? a : b;
    }
  }
}
