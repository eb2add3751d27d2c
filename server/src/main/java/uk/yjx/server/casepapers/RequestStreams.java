package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.LiveStreams;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.Entry;

/** The senders' streams of requests that are open in this process. */
@Singleton
final class RequestStreams extends LiveStreams {
  /** Streams open at a time. */
  static final int STREAMS_MAX = 64;

  private final ProgressTables tables;

  RequestStreams(ProgressTables tables, Sessions sessions) {
    super(
        new Kind(
            "papers-request",
            "streams of requests",
            STREAMS_MAX,
            "REQUEST_STREAMS_FULL",
            RequestStreams::mayWatch),
        sessions);
    this.tables = tables;
  }

  @Override
  protected boolean tells(List<Entry> entries) {
    return entries.stream().anyMatch(tables::tells);
  }

  private static boolean mayWatch(Caller caller) {
    return caller.holds(Role.ROLE_COURT_REPORTER) || caller.holds(Role.ROLE_PAPERS_SUBMITTER);
  }
}
