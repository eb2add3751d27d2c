package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** The journal's limits for the capabilities. */
@Singleton
public final class JournalLimits implements LimitSource {
  /** Name of the limit below. */
  public static final String REQUEST_ID_RETENTION_NAME = "request_id.retention";

  /** A request id is remembered at least this long; nothing in this version forgets one. */
  public static final Duration REQUEST_ID_RETENTION = Duration.ofDays(400);

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.seconds(REQUEST_ID_RETENTION_NAME, REQUEST_ID_RETENTION),
        PublishedLimit.items("journal.queue_requests", Journal.QUEUE_ENTRIES_MAX),
        PublishedLimit.bytes("journal.queue_bytes", Journal.QUEUE_BYTES_MAX),
        PublishedLimit.items("journal.batch_requests", Writer.BATCH_ENTRIES_MAX),
        PublishedLimit.bytes("journal.batch_bytes", Writer.BATCH_BYTES_MAX));
  }
}
