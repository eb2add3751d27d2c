package uk.yjx.server.journal;

import java.util.concurrent.CompletableFuture;
import uk.yjx.server.kernel.Failure;

/** A proposal that waits for its commit. */
final class Pending {
  final Proposal proposal;
  final CompletableFuture<Committed> result = new CompletableFuture<>();
  Entry entry;

  Pending(Proposal proposal, Entry entry) {
    this.proposal = proposal;
    this.entry = entry;
  }

  /** Decides again upon the facts as they are now; false when nothing is to be written any more. */
  boolean decideAgain() {
    return switch (proposal.decide()) {
      case Proposal.Decision.Write write -> {
        entry = write.entry();
        yield true;
      }
      case Proposal.Decision.Abandon abandon -> {
        result.completeExceptionally(abandon.failure().refused());
        yield false;
      }
    };
  }

  void fail(Failure failure) {
    result.completeExceptionally(failure.refused());
  }
}
