package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import uk.yjx.server.alerts.LiveStreams;
import uk.yjx.server.intelligence.UnmatchedPersons;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;
import uk.yjx.server.matching.SamePerson;

/** The limits of early support for the capabilities. */
@Singleton
final class EarlySupportLimits implements LimitSource {

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.seconds("early_support.notices_kept", UnmatchedPersons.KEPT),
        PublishedLimit.seconds(
            "early_support.behind", Duration.ofMinutes(PromptSweep.INTERVAL_MINUTES)),
        PublishedLimit.items("early_support.notices_of_one_child", SamePerson.GROUP_MAX),
        PublishedLimit.items("early_support.trend_months", PromptReading.MONTHS_MAX),
        PublishedLimit.items("early_support.streams", PromptStreams.STREAMS_MAX),
        PublishedLimit.items("early_support.frame", PromptWatch.FRAME_PROMPTS_MAX),
        PublishedLimit.seconds("early_support.heartbeat", LiveStreams.HEARTBEAT_INTERVAL));
  }
}
