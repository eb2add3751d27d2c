package uk.yjx.server.safeguarding;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.intelligence.v1.NoticeRemark;

/**
 * What one arrival or withdrawal means for an episode: how it stands now, and what must be said. A
 * value, decided from the notices that stood before. What is said always agrees with how the
 * episode stands once this has been taken in.
 *
 * @param after how it stands now
 * @param says what is said of it; null when nothing is
 * @param remark what is odd about the notice, for its sender
 */
record Consequence(Episode after, @Nullable Says says, Optional<NoticeRemark> remark) {

  /**
   * An alert.
   *
   * @param by the notice it is said upon
   * @param loud it is news; otherwise it is kept as a quiet note
   */
  record Says(UUID by, boolean loud) {}

  /** A notice arrives; it may replace another that stood. */
  static Consequence arrived(
      Collection<Episode.Told> before, Episode.Told next, @Nullable UUID replaces) {
    List<Episode.Told> kept = without(before, replaces);
    Episode was = Episode.of(kept);
    Episode is = Episode.of(with(kept, next));
    boolean decides = next.notice().equals(is.decidedBy());
    boolean corrects = replaces != null && before.size() != kept.size();
    // What is corrected is recalled from everyone, so what holds instead is news to them.
    boolean loud =
        corrects || next.edge() == Episode.Edge.INTERVIEW || (decides && was.state() != is.state());
    return new Consequence(is, new Says(next.notice(), loud), remark(was, is, next, decides));
  }

  /**
   * A notice is withdrawn. Everything said since it came is recalled with it, since it may rest
   * upon it, so what is left standing is said again as news.
   */
  static Consequence withdrawn(Collection<Episode.Told> before, UUID notice) {
    List<Episode.Told> kept = without(before, notice);
    Episode is = Episode.of(kept);
    UUID by = is.decidedBy();
    boolean untouched = kept.size() == before.size();
    return new Consequence(
        is, by == null || untouched ? null : new Says(by, true), Optional.empty());
  }

  private static Optional<NoticeRemark> remark(
      Episode was, Episode is, Episode.Told next, boolean decides) {
    return switch (next.edge()) {
      case START ->
          was.state() == Episode.State.OPEN && is.state() == Episode.State.OPEN
              ? Optional.of(NoticeRemark.NOTICE_REMARK_STARTED_TWICE)
              : Optional.empty();
      case END ->
          !decides
              ? Optional.of(NoticeRemark.NOTICE_REMARK_CHANGES_NOTHING)
              : is.since() == null
                  ? Optional.of(NoticeRemark.NOTICE_REMARK_END_WITHOUT_START)
                  : Optional.empty();
      case INTERVIEW -> Optional.empty();
    };
  }

  private static List<Episode.Told> without(Collection<Episode.Told> told, @Nullable UUID notice) {
    return told.stream().filter(one -> !one.notice().equals(notice)).toList();
  }

  private static List<Episode.Told> with(List<Episode.Told> told, Episode.Told next) {
    List<Episode.Told> all = new java.util.ArrayList<>(told);
    all.add(next);
    return all;
  }
}
