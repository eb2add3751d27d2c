package uk.yjx.server.journal;

import uk.yjx.server.kernel.Failure;

/**
 * Decides what a request does, from facts in memory. It is asked again whenever facts it depended
 * on have changed before its entry was committed, the last time under the lock of the journal's
 * head, so it must be quick, must not block, and must read its stamp before any fact.
 */
@FunctionalInterface
public interface Proposal {

  /** Decides upon the facts as they are now. */
  Decision decide();

  /** What was decided. */
  sealed interface Decision {
    /** Write this. */
    record Write(Entry entry) implements Decision {}

    /** Write nothing and tell the caller why. */
    record Abandon(Failure failure) implements Decision {}
  }
}
