package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.agreements.SmallNumbers;
import uk.yjx.server.alerts.AlertFigures;
import uk.yjx.server.alerts.CaseAlerts;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;
import uk.yjx.server.safeguarding.ConcernFigures;

/** The limits of reviews and figures for the capabilities. */
@Singleton
final class OversightLimits implements LimitSource {

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("oversight.review_alerts", CaseAlerts.SHOWN_MAX),
        PublishedLimit.seconds("oversight.review_look_back", Folding.LOOK_BACK),
        PublishedLimit.seconds("oversight.closed_reviews_listed", ReviewReading.CLOSED_LISTED),
        PublishedLimit.items("oversight.sample_one_in", ReviewSample.ONE_IN),
        PublishedLimit.items("oversight.sample_max", ReviewSample.SIZE_MAX),
        PublishedLimit.items("oversight.demotion_percent", AlertBudget.PERCENT_MAX),
        PublishedLimit.items("oversight.demotion_closed_min", AlertBudget.CLOSED_MIN),
        PublishedLimit.items("oversight.cell_min", SmallNumbers.CELL_MIN),
        PublishedLimit.items("oversight.figure_alerts", AlertFigures.LINES_MAX),
        PublishedLimit.items("oversight.figure_concerns", ConcernFigures.CONCERNS_MAX));
  }
}
