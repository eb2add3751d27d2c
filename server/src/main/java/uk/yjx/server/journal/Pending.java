package uk.yjx.server.journal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Failure;

/**
 * A proposal that waits for its commit. Once it is queued, the writer's thread alone changes it.
 */
final class Pending {
  /** How often a plan is decided again before that is done under the lock of the head. */
  static final int DECISIONS_OUTSIDE_MAX = 2;

  final CompletableFuture<Committed> result = new CompletableFuture<>();
  private final Proposal proposal;
  private Entry entry;
  private int decidedAgain;
  private boolean settled;
  private @Nullable Throwable refusal;

  Pending(Proposal proposal, Entry entry) {
    this.proposal = proposal;
    this.entry = entry;
  }

  /** What the proposal decided last. */
  Entry entry() {
    return entry;
  }

  /** Decides again upon the facts as they are now; false when that gives nothing to write. */
  boolean decideAgain() {
    decidedAgain++;
    try {
      switch (proposal.decide()) {
        case Proposal.Decision.Write write -> entry = write.entry();
        case Proposal.Decision.Abandon abandon -> refusal = abandon.failure().refused();
      }
    } catch (RuntimeException | StackOverflowError e) {
      // A plan that cannot be decided fails its own caller and nobody else's.
      refusal = e;
    }
    settled = refusal != null;
    return !settled;
  }

  /** Whether it may be decided again outside the lock once more. */
  boolean mayBeDecidedOutside() {
    return decidedAgain < DECISIONS_OUTSIDE_MAX;
  }

  /** Its outcome is known and does not depend on a commit any more. */
  void settle() {
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  /** Tells the caller why nothing was written, once {@link #decideAgain} said so. */
  void refuse() {
    Throwable why = refusal;
    if (why != null) {
      result.completeExceptionally(why);
    }
  }

  void fail(Failure failure) {
    result.completeExceptionally(failure.refused());
  }
}
