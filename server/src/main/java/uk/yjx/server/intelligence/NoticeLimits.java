package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of notices for the capabilities. */
@Singleton
final class NoticeLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("notices.in_flight", NoticeStream.IN_FLIGHT_MAX),
        PublishedLimit.items("notices.frame", NoticeStream.PER_FRAME_MAX),
        PublishedLimit.bytes("notices.frame_bytes", NoticeStream.FRAME_BYTES_MAX),
        PublishedLimit.items("reconciliation.frame", Reconciliation.PER_FRAME_MAX),
        PublishedLimit.items("reconciliation.ids", Reconciliation.IDS_MAX),
        PublishedLimit.seconds("notices.clock_skew", NoticeRules.CLOCK_SKEW_MAX),
        PublishedLimit.seconds(
            "notices.unmatched_retention", NoticeSubmission.UNMATCHED_RETENTION));
  }
}
