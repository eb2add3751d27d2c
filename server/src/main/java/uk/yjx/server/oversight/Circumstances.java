package uk.yjx.server.oversight;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uk.yjx.safeguarding.v1.ChildNoticeFacts;
import uk.yjx.safeguarding.v1.EpisodeState;
import uk.yjx.server.alerts.AlertFigures.Line;
import uk.yjx.server.kernel.ChildId;

/**
 * What social care and custody told of a child, as the newest of it says. Pure.
 *
 * @param inCare care began and has not ended
 * @param outOfArea the placement is outside the responsible authority's area
 * @param custody anything of custody or release was told
 */
record Circumstances(boolean inCare, boolean outOfArea, boolean custody) {
  static final Circumstances UNKNOWN = new Circumstances(false, false, false);

  /** Of each child something was told of, by lines up to the end of what is counted. */
  static Map<ChildId, Circumstances> of(Collection<Line> lines) {
    Map<ChildId, Circumstances> found = new HashMap<>();
    List<Line> inOrder =
        lines.stream()
            .filter(line -> line.facts().getFacts().hasChildNotice())
            .sorted(Comparator.comparing(Line::raisedAt))
            .toList();
    for (Line line : inOrder) {
      found.merge(
          line.child(),
          UNKNOWN.after(line.facts().getFacts().getChildNotice()),
          (before, unused) -> before.after(line.facts().getFacts().getChildNotice()));
    }
    return found;
  }

  private Circumstances after(ChildNoticeFacts told) {
    boolean open = told.getEpisode().getState() == EpisodeState.EPISODE_STATE_OPEN;
    return switch (told.getKind()) {
      case CHILD_NOTICE_KIND_CARE_STARTED, CHILD_NOTICE_KIND_CARE_ENDED ->
          new Circumstances(open, open && outOfArea, custody);
      case CHILD_NOTICE_KIND_LEGAL_STATUS_CHANGED -> new Circumstances(true, outOfArea, custody);
      case CHILD_NOTICE_KIND_PLACEMENT_STARTED, CHILD_NOTICE_KIND_PLACEMENT_ENDED ->
          new Circumstances(
              inCare, open && told.getDetail().getPlacement().getOutOfArea(), custody);
      case CHILD_NOTICE_KIND_CUSTODY_MOVE,
          CHILD_NOTICE_KIND_RELEASE_DATE_SET,
          CHILD_NOTICE_KIND_RELEASE_APPROACHING,
          CHILD_NOTICE_KIND_RELEASE_ADDRESS_RISK ->
          new Circumstances(inCare, outOfArea, true);
      // Nothing else says where a child lives.
      default -> this;
    };
  }
}
