package uk.yjx.server.clocks;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import uk.yjx.server.kernel.Urgency;

/** When an alert must have been acknowledged. */
public final class DueTimes {

  /** The local time of England and Wales, in which days begin and end. */
  public static final ZoneId LONDON = ZoneId.of("Europe/London");

  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

  private final Timescales timescales;
  private final WorkingDays workingDays;

  /** Due times by these timescales and this calendar. */
  public DueTimes(Timescales timescales, WorkingDays workingDays) {
    this.timescales = timescales;
    this.workingDays = workingDays;
  }

  /**
   * The last moment at which an acknowledgement is in time; empty for what needs none. A later
   * start never gives an earlier due time.
   *
   * @param from when the alert came into the mailbox
   */
  public Optional<Instant> acknowledgeBy(Urgency urgency, Instant from) {
    return switch (urgency) {
      case IMMEDIATE -> Optional.of(from.plus(timescales.immediate()));
      case SAME_DAY -> Optional.of(sameDay(from));
      case ROUTINE -> Optional.of(routine(from));
      case NOTE -> Optional.empty();
    };
  }

  // An alert late in the evening would be due before anybody could act on it; it then has the least
  // time counted from the morning. The next day may be a Sunday: harm does not keep office hours.
  private Instant sameDay(Instant from) {
    LocalDate today = LocalDate.ofInstant(from, LONDON);
    LocalDate tomorrow = today.plusDays(1);
    Duration left = Duration.between(from, tomorrow.atStartOfDay(LONDON));
    return left.compareTo(timescales.sameDayLeast()) >= 0
        ? today.atTime(LAST_SECOND).atZone(LONDON).toInstant()
        : tomorrow
            .atTime(timescales.dayStarts())
            .atZone(LONDON)
            .toInstant()
            .plus(timescales.sameDayLeast());
  }

  private Instant routine(Instant from) {
    return workingDays
        .nextAfter(LocalDate.ofInstant(from, LONDON))
        .atTime(timescales.routineBy())
        .atZone(LONDON)
        .toInstant();
  }
}
