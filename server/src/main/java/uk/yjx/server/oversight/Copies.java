package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uk.yjx.oversight.v1.ReviewChange;
import uk.yjx.oversight.v1.ReviewDone;
import uk.yjx.oversight.v1.ReviewEntry;
import uk.yjx.oversight.v1.ReviewEntryKind;

/**
 * Notices reviews that are copies: nothing in the case file differs from the review before, or the
 * account of what changed is the same, whatever its spaces, capitals and punctuation.
 */
@Singleton
final class Copies {
  /** Earlier reviews of a child that are looked at for the last one that was done. */
  static final int LOOKED_AT_MAX = 10;

  private final ReviewStore store;

  Copies(ReviewStore store) {
    this.store = store;
  }

  /** Whether a review of this case is a copy of the last one that was done. */
  boolean isCopy(ReviewRow review, ReviewDone done) {
    return before(review).filter(last -> isCopy(last, done)).isPresent();
  }

  /** Whether a review is a copy of an earlier one. Pure. */
  static boolean isCopy(ReviewEntry last, ReviewDone done) {
    return last.getDocumentSha256().equals(done.getDocumentSha256())
        || words(last.getChangesList()).equals(words(done.getChangesList()));
  }

  private Optional<ReviewEntry> before(ReviewRow review) {
    return store.of(List.of(review.child())).getOrDefault(review.child(), List.of()).stream()
        .sorted(Comparator.comparing(ReviewRow::openedPosition).reversed())
        .limit(LOOKED_AT_MAX)
        .flatMap(one -> store.history(one.id()).reversed().stream())
        .filter(line ->
            line.getKind() == ReviewEntryKind.REVIEW_ENTRY_KIND_CLOSED
                && line.getChangesCount() > 0)
        .findFirst();
  }

  private static List<String> words(List<ReviewChange> changes) {
    return changes.stream()
        .map(change ->
            Normalizer.normalize(change.getWhat(), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip())
        .sorted()
        .toList();
  }
}
