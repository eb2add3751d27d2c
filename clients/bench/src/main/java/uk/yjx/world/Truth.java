package uk.yjx.world;

import java.util.Optional;
import uk.yjx.common.v1.Urgency;

/**
 * What must become of a notice, known from how it was made and never from what the exchange did.
 *
 * @param outcome what matching must say of the notice
 * @param child the child it must be linked to; present for {@link Outcome#LINKED} alone
 * @param delivery who must get an alert or note; empty when nobody
 * @param badIdentifier the answer must remark that an identifier failed its check
 * @param underTen the answer must remark on a child below the age of criminal responsibility
 */
public record Truth(
    Outcome outcome,
    Optional<CaseloadChild.Key> child,
    Optional<Delivery> delivery,
    boolean badIdentifier,
    boolean underTen) {

  /** A linked notice has its child and a delivery, a notice in review neither. */
  public Truth {
    boolean linked = outcome == Outcome.LINKED;
    if (linked != child.isPresent()
        || linked && delivery.isEmpty()
        || outcome == Outcome.REVIEW && delivery.isPresent()) {
      throw new IllegalArgumentException("a " + outcome + " notice cannot have that truth");
    }
  }

  /** What matching must say. */
  public enum Outcome {
    /** Linked to exactly one child. */
    LINKED,
    /** Waits for a person's decision. */
    REVIEW,
    /** Matches nobody. */
    UNMATCHED
  }

  /**
   * One alert or note.
   *
   * @param urgency how soon; a note is {@link Urgency#URGENCY_NOTE}
   * @param recipient principal id: the child's lead, or the front door for a child nobody knows
   */
  public record Delivery(Urgency urgency, String recipient) {

    /** Whether it is a note: quiet, without acknowledgement. */
    public boolean note() {
      return urgency == Urgency.URGENCY_NOTE;
    }
  }

  /** The truth of a notice that matches nobody and reaches nobody. */
  static Truth unmatched(boolean badIdentifier) {
    return new Truth(Outcome.UNMATCHED, Optional.empty(), Optional.empty(), badIdentifier, false);
  }
}
