package uk.yjx.server.clocks;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of calendars and ladders for the capabilities. */
@Singleton
final class ClockLimits implements LimitSource {

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("clocks.ladder_rungs", Ladder.RUNGS_MAX),
        PublishedLimit.items("clocks.calendar_closures", CalendarVersion.CLOSURES_MAX),
        PublishedLimit.items(
            "clocks.calendar_school_holidays", CalendarVersion.SCHOOL_HOLIDAYS_MAX));
  }
}
