package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.alerts.LiveStreams;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of court events and expected papers for the capabilities. */
@Singleton
final class PapersExpectedLimits implements LimitSource {

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.seconds("court.event_in_future", CourtRules.FUTURE_MAX),
        PublishedLimit.seconds("papers.announced_ahead", Answers.ANNOUNCED_MAX),
        PublishedLimit.items("papers.request_streams", RequestStreams.STREAMS_MAX),
        PublishedLimit.items("papers.request_frame", RequestFeed.FRAME_EVENTS_MAX),
        PublishedLimit.seconds("papers.request_heartbeat", LiveStreams.HEARTBEAT_INTERVAL));
  }
}
