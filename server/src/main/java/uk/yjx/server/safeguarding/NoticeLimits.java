package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/**
 * The limits of notices about children and of concerns for the capabilities; frames are those of
 * all notices.
 */
@Singleton
final class NoticeLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.seconds("child_notices.clock_skew", NoticeRules.CLOCK_SKEW_MAX),
        PublishedLimit.seconds("child_notices.return_interview", Episode.RETURN_INTERVIEW),
        PublishedLimit.seconds("child_notices.review_retention", ChildSubmission.REVIEW_RETENTION),
        PublishedLimit.seconds(
            "concerns.acknowledge_immediate", ConcernLadder.ACKNOWLEDGE_IMMEDIATE),
        PublishedLimit.seconds("concerns.acknowledge_other", ConcernLadder.ACKNOWLEDGE_OTHER),
        PublishedLimit.items("concerns.looked_at", ConcernReading.LOOKED_AT_MAX),
        PublishedLimit.seconds("placements.recorded_within", PlacementDesk.RECORDED_WITHIN),
        PublishedLimit.items("placements.looked_at", PlacementReading.LOOKED_AT_MAX),
        PublishedLimit.items("placements.report_cell", DefaulterReport.CELL_MIN),
        PublishedLimit.items("information.session_reason", InformationRules.SESSION_REASON_MIN));
  }
}
