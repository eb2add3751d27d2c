package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.alerts.LiveStreams;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.Entry;

/** The owners' streams of reads that are open in this process. */
@Singleton
final class ReadStreams extends LiveStreams {
  /** Streams open at a time. */
  static final int STREAMS_MAX = 64;

  private final ToldReads reads;

  ReadStreams(ToldReads reads, Sessions sessions) {
    super(
        new Kind(
            "told-reads",
            "streams of reads",
            STREAMS_MAX,
            "READ_STREAMS_FULL",
            LogAccess::mayWatchReads),
        sessions);
    this.reads = reads;
  }

  @Override
  protected boolean tells(List<Entry> entries) {
    return reads.anyIn(entries);
  }
}
