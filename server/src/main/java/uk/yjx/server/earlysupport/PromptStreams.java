package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.LiveStreams;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.Entry;

/** The prevention leads' streams that are open in this process. */
@Singleton
final class PromptStreams extends LiveStreams {
  /** Streams open at a time. */
  static final int STREAMS_MAX = 256;

  private final PromptTables tables;

  PromptStreams(PromptTables tables, Sessions sessions) {
    super(
        new Kind(
            "early-support",
            "streams of prompts",
            STREAMS_MAX,
            "PROMPT_STREAMS_FULL",
            caller -> caller.holds(Role.ROLE_PREVENTION_LEAD)),
        sessions);
    this.tables = tables;
  }

  @Override
  protected boolean tells(List<Entry> entries) {
    return entries.stream().anyMatch(tables::raises);
  }
}
