package uk.yjx.server.earlysupport;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.earlysupport.v1.Prompt;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;

/**
 * A prompt that has not ended.
 *
 * @param raised position of the entry that raised it
 * @param decidedAt null while it waits
 * @param refs whom in which notices it is about
 */
record PromptRow(
    UUID id,
    AgencyId service,
    long raised,
    Instant raisedAt,
    PromptState state,
    @Nullable Instant decidedAt,
    SortedSet<Fact.Ref> refs) {

  PromptRow {
    refs = Collections.unmodifiableSortedSet(new TreeSet<>(refs));
  }

  /** Whether a person has decided. */
  boolean isDecided() {
    return state != PromptState.PROMPT_STATE_TO_DECIDE;
  }

  /** As it is shown, without content. */
  Prompt contract() {
    Prompt.Builder prompt =
        Prompt.newBuilder()
            .setPromptId(id.toString())
            .setState(state)
            .setRaisedAt(Receipts.timestamp(raisedAt));
    if (decidedAt != null) {
      prompt.setDecidedAt(Receipts.timestamp(decidedAt));
    }
    return prompt.build();
  }
}
