package uk.yjx.server.casepapers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.ResultReference;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.kernel.AgencyId;

/**
 * One version of an event about one child's part in one case.
 *
 * @param source who recorded it
 * @param rank whose word goes first where several report the same result: the lowest
 * @param ref the source's reference of the event
 * @param version from 1
 * @param withdrawn this version says that it did not happen
 * @param at when it happened, to the microsecond
 */
record RecordedEvent(
    AgencyId source,
    int rank,
    String ref,
    int version,
    boolean withdrawn,
    Instant at,
    CourtEvent event) {

  /** The order in which events count, whenever they arrived. */
  static final Comparator<RecordedEvent> IN_TIME =
      Comparator.comparing(RecordedEvent::at)
          .thenComparing(e -> e.event().getDetailCase())
          .thenComparing(RecordedEvent::rank)
          .thenComparing(RecordedEvent::source)
          .thenComparing(RecordedEvent::ref);

  /** Whose word goes first. */
  static final Comparator<RecordedEvent> BY_RANK =
      Comparator.comparing(RecordedEvent::rank)
          .thenComparing(RecordedEvent::source)
          .thenComparing(RecordedEvent::ref);

  /** An event as its source names it, whatever its version. */
  record Name(AgencyId source, String ref) {}

  Name name() {
    return new Name(source, ref);
  }

  /** The event that a reference in this one means. */
  Name named(ResultReference reference) {
    return new Name(
        reference.getAgency().isEmpty() ? source : new AgencyId(reference.getAgency()),
        reference.getEventRef());
  }

  /** The day in Europe/London. */
  LocalDate day() {
    return LocalDate.ofInstant(at, DueTimes.LONDON);
  }
}
