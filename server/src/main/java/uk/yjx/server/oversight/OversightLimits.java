package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.alerts.CaseAlerts;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of reviews for the capabilities. */
@Singleton
final class OversightLimits implements LimitSource {

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("oversight.review_alerts", CaseAlerts.SHOWN_MAX),
        PublishedLimit.seconds("oversight.review_look_back", Folding.LOOK_BACK),
        PublishedLimit.seconds("oversight.closed_reviews_listed", ReviewReading.CLOSED_LISTED),
        PublishedLimit.items("oversight.sample_one_in", ReviewSample.ONE_IN),
        PublishedLimit.items("oversight.sample_max", ReviewSample.SIZE_MAX));
  }
}
