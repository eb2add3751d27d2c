package uk.yjx.server.intake;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of submissions for the capabilities. */
@Singleton
final class IntakeLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("submissions.under_way", SubmissionGate.LIMIT_MAX),
        PublishedLimit.seconds("submissions.under_way_time", SubmissionGate.UNDER_WAY_MAX));
  }
}
