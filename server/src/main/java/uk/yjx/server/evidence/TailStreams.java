package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.alerts.LiveStreams;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.Entry;

/** The tails that are open in this process. */
@Singleton
final class TailStreams extends LiveStreams {
  /** Tails open at a time. */
  static final int TAILS_MAX = 64;

  TailStreams(Sessions sessions) {
    super(
        new Kind(
            "audit-tail", "tails of the log", TAILS_MAX, "AUDIT_TAILS_FULL", LogAccess::mayTail),
        sessions);
  }

  /** Every entry has a leaf. */
  @Override
  protected boolean tells(List<Entry> entries) {
    return true;
  }
}
