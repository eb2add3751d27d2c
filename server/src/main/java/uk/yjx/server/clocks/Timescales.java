package uk.yjx.server.clocks;

import java.time.Duration;
import java.time.LocalTime;

/**
 * How long people have to acknowledge; local times are in Europe/London. Defaults of the exchange,
 * not law, so an operator may set others.
 *
 * @param immediate time for an immediate alert, more than zero
 * @param sameDayLeast the least time for a same-day alert, more than zero and less than a day
 * @param dayStarts when that least time begins to run on the next day, if the local day has less of
 *     it left
 * @param routineBy time of day on the next working day by which a routine alert is due
 */
public record Timescales(
    Duration immediate, Duration sameDayLeast, LocalTime dayStarts, LocalTime routineBy) {

  /** 30 minutes; the end of the day or 4 hours from 09:00; 17:00 on the next working day. */
  public static final Timescales DEFAULT =
      new Timescales(
          Duration.ofMinutes(30), Duration.ofHours(4), LocalTime.of(9, 0), LocalTime.of(17, 0));

  /** Rejects times that are not positive, and a least time that does not fit into the next day. */
  public Timescales {
    if (!immediate.isPositive() || !sameDayLeast.isPositive()) {
      throw new IllegalArgumentException("a timescale is more than zero");
    }
    Duration restOfDay = Duration.between(dayStarts, LocalTime.MAX);
    if (sameDayLeast.compareTo(restOfDay) > 0) {
      throw new IllegalArgumentException(
          "same-day time " + sameDayLeast + " does not fit after " + dayStarts);
    }
  }
}
