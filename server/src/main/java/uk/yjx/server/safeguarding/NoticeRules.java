package uk.yjx.server.safeguarding;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Urgency;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.ChildNoticeDetail.DetailCase;
import uk.yjx.server.kernel.Violations;

/** What a notice must hold to beyond the form that the contract gives. */
final class NoticeRules {
  /** Clocks of senders may be ahead by this much. */
  static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(10);

  private NoticeRules() {}

  /** Adds everything that is wrong. */
  static void check(ChildNotice notice, Instant now, Violations wrong) {
    KindTable.Row row = KindTable.of(notice.getKind());
    if (at(notice).isAfter(now.plus(CLOCK_SKEW_MAX))) {
      wrong.add(
          "EVENT_IN_FUTURE",
          "notice.event_time.earliest",
          "an event lies at most " + CLOCK_SKEW_MAX.toMinutes() + " minutes ahead of now");
    }
    if (row.needsReference() && notice.getEpisodeReference().isBlank()) {
      wrong.add(
          "EPISODE_REFERENCE_MISSING",
          "notice.episode_reference",
          "what begins or ends something names it, the same for start and end");
    }
    if (notice.getRaiseTo() != Urgency.URGENCY_UNSPECIFIED && notice.getRaiseReason().isBlank()) {
      wrong.add(
          "RAISE_REASON_MISSING", "notice.raise_reason", "raising the urgency needs a reason");
    }
    detail(notice, row, wrong);
    handling(notice, wrong);
  }

  /** When it happened. */
  static Instant at(ChildNotice notice) {
    return Instant.ofEpochSecond(
        notice.getEventTime().getEarliest().getSeconds(),
        notice.getEventTime().getEarliest().getNanos());
  }

  /** The urgency a sender asks for, if any. */
  static Optional<uk.yjx.server.kernel.Urgency> asked(ChildNotice notice) {
    return switch (notice.getRaiseTo()) {
      case URGENCY_IMMEDIATE -> Optional.of(uk.yjx.server.kernel.Urgency.IMMEDIATE);
      case URGENCY_SAME_DAY -> Optional.of(uk.yjx.server.kernel.Urgency.SAME_DAY);
      case URGENCY_ROUTINE -> Optional.of(uk.yjx.server.kernel.Urgency.ROUTINE);
      case URGENCY_NOTE, URGENCY_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static void detail(ChildNotice notice, KindTable.Row row, Violations wrong) {
    DetailCase given = notice.getDetail().getDetailCase();
    if (given == DetailCase.DETAIL_NOT_SET) {
      if (row.needed()) {
        wrong.add("DETAIL_MISSING", "notice.detail", "this kind of event needs its facts");
      }
    } else if (given != row.detail()) {
      wrong.add(
          "DETAIL_NOT_OF_KIND", "notice.detail", "these facts belong to another kind of event");
    } else if (given == DetailCase.RELEASE) {
      try {
        LocalDate.parse(notice.getDetail().getRelease().getOn());
      } catch (DateTimeException impossible) {
        wrong.add("IMPOSSIBLE_DATE", "notice.detail.release.on", "the day is not in the calendar");
      }
    }
  }

  private static void handling(ChildNotice notice, Violations wrong) {
    Marking marking = notice.getHandling().getMarking();
    if (marking == Marking.MARKING_SECRET || marking == Marking.MARKING_TOP_SECRET) {
      wrong.add(
          "MARKING_TOO_HIGH",
          "notice.handling.marking",
          "nothing above OFFICIAL-SENSITIVE may be sent to the exchange");
    }
    if (notice.getHandling().hasGrading()) {
      wrong.add(
          "GRADING_NOT_OF_KIND",
          "notice.handling.grading",
          "graded intelligence goes through the intelligence service");
    }
    if (notice.getHandling().hasConditions()
        && notice.getHandling().getConditions().equals(HandlingConditions.getDefaultInstance())) {
      wrong.add("CONDITIONS_MISSING", "notice.handling.conditions", "conditions say something");
    }
  }
}
