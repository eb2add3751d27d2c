package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.alerts.LiveStreams;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of reading the log for the capabilities. */
@Singleton
final class EvidenceLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.milliseconds("audit.checkpoint_behind", CheckpointSigner.BEHIND_MAX),
        PublishedLimit.items("audit.checkpoint_demands", CheckpointSigner.DEMANDS_MAX),
        PublishedLimit.milliseconds("audit.witnessed_demand", Publisher.DEMAND_MAX),
        PublishedLimit.bytes("audit.page_bytes", EventPages.PAGE_BYTES_MAX),
        PublishedLimit.items("audit.search", EventSearch.SCAN_MAX),
        PublishedLimit.items("audit.index_blocks", LeafIndexer.BLOCKS_A_ROUND),
        PublishedLimit.items("audit.summary_window", SubjectCounter.WINDOW_MAX),
        PublishedLimit.seconds("audit.heartbeat", Heartbeat.INTERVAL),
        PublishedLimit.items("audit.tails", TailStreams.TAILS_MAX),
        PublishedLimit.items("audit.tail_frame", LeafTeller.FRAME_LEAVES_MAX),
        PublishedLimit.bytes("audit.tail_frame_bytes", LeafTeller.FRAME_BYTES_MAX),
        PublishedLimit.seconds("audit.tail_heartbeat", LiveStreams.HEARTBEAT_INTERVAL),
        PublishedLimit.items("audit.subject_page", SubjectExports.PAGE_DEFAULT),
        PublishedLimit.seconds("audit.read_retention", ToldReadUpkeep.RETENTION),
        PublishedLimit.items("audit.read_streams", ReadStreams.STREAMS_MAX),
        PublishedLimit.items("audit.read_frame", ReadFeed.FRAME_READS_MAX),
        PublishedLimit.seconds("audit.read_heartbeat", LiveStreams.HEARTBEAT_INTERVAL));
  }
}
