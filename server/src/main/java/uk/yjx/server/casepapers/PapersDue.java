package uk.yjx.server.casepapers;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.server.clocks.AgencyCalendar;

/** By when papers are due. Pure. */
final class PapersDue {

  private PapersDue() {}

  /**
   * The due time by a term of an agreement. It may lie before the step: a panel listed for tomorrow
   * wanted its papers yesterday.
   *
   * @param panelAt when the panel meets; null for other steps
   * @param sender calendar of who owes them
   * @param service calendar of who waits for them
   */
  static Instant of(
      PapersTerm term,
      Instant since,
      @Nullable Instant panelAt,
      AgencyCalendar sender,
      AgencyCalendar service) {
    return switch (term.getDueCase()) {
      case ELAPSED -> since.plus(duration(term.getElapsed()));
      case WORKING_TIME -> sender.plusWorkingTime(since, duration(term.getWorkingTime()));
      case WORKING_DAYS_BEFORE ->
          service.minusWorkingDays(panelAt == null ? since : panelAt, term.getWorkingDaysBefore());
      case DUE_NOT_SET -> throw new IllegalArgumentException("a term says by when");
    };
  }

  private static Duration duration(com.google.protobuf.Duration time) {
    return Duration.ofSeconds(time.getSeconds(), time.getNanos());
  }
}
