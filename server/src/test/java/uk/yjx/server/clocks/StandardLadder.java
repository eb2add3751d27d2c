package uk.yjx.server.clocks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import uk.yjx.clocks.v1.ClockKind;

/** When an alert that nobody acknowledges climbs, by the calendar and ladders nobody configured. */
public final class StandardLadder {
  private static final AgencyCalendar CALENDAR = new AgencyCalendar(new WorkingDays(), List.of());

  private StandardLadder() {}

  /** The steps that lie ahead of a clock started then, and when each is due. */
  public static SortedMap<Integer, Instant> steps(ClockKind kind, Instant startedAt) {
    Ladder ladder = DefaultLadders.of(kind);
    SortedMap<Integer, Instant> due = new TreeMap<>();
    Optional<Ladder.Step> step = ladder.first(startedAt, CALENDAR);
    while (step.isPresent()) {
      due.put(step.get().index(), step.get().at().truncatedTo(ChronoUnit.MICROS));
      step = ladder.step(step.get().index() + 1, startedAt, CALENDAR);
    }
    return due;
  }

  /** Whether offices are open. */
  public static boolean isOpen(Instant at) {
    return CALENDAR.isOpen(at);
  }

  /** Whether it is a day that is worked. */
  public static boolean isWorkingDay(java.time.LocalDate day) {
    return CALENDAR.isWorkingDay(day);
  }
}
