package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uk.yjx.server.kernel.PersonDescription;

/** A change of the caseload that is about to be written. */
public sealed interface CaseloadChange {

  /** When it was decided. */
  Instant at();

  /** The caseload it was decided upon, before the change. */
  CaseBook book();

  /**
   * A case recorded or replaced.
   *
   * @param before the case as it was; empty for a new child
   * @param after the case as it will be
   * @param book the caseload before the change
   */
  record CaseRecorded(Optional<ChildCase> before, ChildCase after, CaseBook book)
      implements CaseloadChange {

    @Override
    public Instant at() {
      return after.decidedAt();
    }

    /** Who holds the case now; nobody for a new child. */
    public Holders holdersBefore() {
      return before.map(it -> book.holders(it, at())).orElse(Holders.NOBODY);
    }

    /** Who will hold it. */
    public Holders holdersAfter() {
      return book.holders(after, at());
    }

    /**
     * Whether the child can be found in earlier notices for which it could not be found before: it
     * is new, newly described, or its case is open again.
     */
    public boolean needsLookBack() {
      Optional<PersonDescription> known = before.filter(it -> !it.closed()).map(ChildCase::person);
      return !after.closed() && !known.equals(Optional.of(after.person()));
    }
  }

  /**
   * Separations from one child declared or lifted.
   *
   * @param child the child's case
   * @param after every separation from the child as it will be
   * @param book the caseload before the change
   */
  record SeparationsChanged(ChildCase child, List<Separation> after, CaseBook book, Instant at)
      implements CaseloadChange {
    public SeparationsChanged {
      after = List.copyOf(after);
    }

    /** Who holds the case now. */
    public Holders holdersBefore() {
      return book.holders(child, at);
    }

    /** Who will hold it. */
    public Holders holdersAfter() {
      return book.holders(child, after, at);
    }
  }

  /**
   * Cover recorded.
   *
   * @param cover the cover
   * @param book the caseload before the change
   */
  record CoverRecorded(Cover cover, CaseBook book) implements CaseloadChange {

    @Override
    public Instant at() {
      return cover.decidedAt();
    }
  }
}
