package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.safeguarding.v1.AbuseCategory;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.ChildNoticeDetail;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.EpisodeState;
import uk.yjx.safeguarding.v1.ProtectionPlan;
import uk.yjx.safeguarding.v1.ProtectionPlanKind;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.clocks.ClockRun;

/** Notices of social care on their way to the child's worker. */
final class ChildNoticesTest {
  private static final ChildNoticeKind STARTED = ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED;
  private static final ChildNoticeKind ENDED = ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_ENDED;
  private static final ChildNoticeKind INTERVIEW =
      ChildNoticeKind.CHILD_NOTICE_KIND_RETURN_INTERVIEW_DONE;

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Care care = Care.agreed();

  @Test
  void tellsTheChildsWorkerTheTypedFactsAndGivesTheSameAnswerForUnknownChildren() {
    care.area.child(1, care.area.ann);
    NoticeAnswer known = care.submit(plan(1));
    NoticeAnswer unknown = care.submit(plan(2));
    assertEquals(stripped(known), stripped(unknown));
    List<Alert> alerts = care.alerts(care.area.ann);
    assertEquals(1, alerts.size());
    Alert alert = alerts.getFirst();
    assertEquals(AlertKind.ALERT_KIND_PROTECTION_PLAN, alert.getKind());
    assertEquals(Urgency.URGENCY_SAME_DAY, alert.getUrgency());
    assertEquals(care.agency, alert.getSourceAgency());
    assertEquals(
        AbuseCategory.ABUSE_CATEGORY_NEGLECT,
        alert.getFacts().getChildNotice().getDetail().getProtectionPlan().getCategory());
    assertEquals(
        EpisodeState.EPISODE_STATE_OPEN, alert.getFacts().getChildNotice().getEpisode().getState());
    assertEquals(List.of(), care.alerts(care.area.ben));
  }

  @Test
  void tellsNobodyWithoutAnAgreement() {
    Care strangers = Care.withoutAgreement();
    strangers.area.child(1, strangers.area.ann);
    assertTrue(
        strangers
            .submit(
                strangers.notice(
                    ChildNoticeKind.CHILD_NOTICE_KIND_EDUCATION_PLAN_CHANGED,
                    1,
                    "",
                    strangers.now()))
            .hasAccepted());
    assertEquals(List.of(), strangers.alerts(strangers.area.ann));
  }

  @Test
  void answersTheSameRequestTheSameAndRefusesOtherContent() {
    String id = care.area.requestId();
    NoticeAnswer first = care.submit(id, plan(1));
    assertEquals(first, care.submit(id, plan(1)));
    assertRefused("ALREADY_EXISTS", () -> care.submit(id, plan(2)));
  }

  @Test
  void refusesWhatCannotBeWithAReason() {
    assertRefused(
        "EPISODE_REFERENCE_MISSING",
        () -> care.submit(missing(STARTED, 0).setEpisodeReference("")));
    assertRefused("DETAIL_MISSING", () -> care.submit(plan(1).clearDetail()));
    assertRefused(
        "DETAIL_NOT_OF_KIND",
        () -> care.submit(missing(STARTED, 0).setDetail(plan(1).getDetail())));
    assertRefused("EVENT_IN_FUTURE", () -> care.submit(missing(STARTED, -60)));
    String start = care.area.requestId();
    care.submit(start, missing(STARTED, 60));
    assertRefused(
        "EPISODE_CHANGED",
        () ->
            care.amend(
                care.area.requestId(), start, missing(STARTED, 60).setEpisodeReference("other")));
    care.withdraw(start);
    assertRefused("NOTICE_WITHDRAWN", () -> care.withdraw(start));
  }

  @Test
  void saysWhatIsOddAboutAnEndWithoutItsStartAndASecondStart() {
    assertEquals(
        List.of(NoticeRemark.NOTICE_REMARK_END_WITHOUT_START),
        care.submit(missing(ENDED, 30)).getRemarksList());
    assertEquals(List.of(), care.submit(missing(STARTED, 60)).getRemarksList());
    ChildNotice.Builder other = missing(STARTED, 50).setEpisodeReference("another");
    assertEquals(List.of(), care.submit(other).getRemarksList());
    assertEquals(
        List.of(NoticeRemark.NOTICE_REMARK_STARTED_TWICE),
        care.submit(missing(STARTED, 40).setEpisodeReference("another")).getRemarksList());
  }

  @Test
  void neverSaysThatAChildIsMissingWhoIsKnownToBeBack() {
    care.area.child(1, care.area.ann);
    care.submit(missing(ENDED, 30));
    care.submit(missing(STARTED, 60));
    List<Alert> alerts = care.alerts(care.area.ann);
    assertEquals(
        List.of(AlertKind.ALERT_KIND_RETURNED, AlertKind.ALERT_KIND_RETURNED),
        alerts.stream().map(Alert::getKind).toList());
    assertEquals(Urgency.URGENCY_NOTE, alerts.getFirst().getUrgency());
  }

  @Test
  void hasNoEffectWhenItWasWithdrawnBeforeItCame() {
    care.area.child(1, care.area.ann);
    String id = care.area.requestId();
    care.withdraw(id);
    assertEquals(
        List.of(NoticeRemark.NOTICE_REMARK_WITHDRAWN_BEFORE),
        care.submit(id, missing(STARTED, 60)).getRemarksList());
    assertEquals(List.of(), care.alerts(care.area.ann));
  }

  @Test
  void saysAgainThatAChildIsMissingWhenTheReturnIsWithdrawn() {
    care.area.child(1, care.area.ann);
    care.submit(missing(STARTED, 60));
    String end = care.area.requestId();
    care.submit(end, missing(ENDED, 30));
    care.withdraw(end);
    List<Alert> alerts = care.alerts(care.area.ann);
    assertEquals(
        List.of(AlertKind.ALERT_KIND_MISSING, AlertKind.ALERT_KIND_MISSING),
        alerts.stream().map(Alert::getKind).toList());
    assertEquals(Urgency.URGENCY_SAME_DAY, alerts.getFirst().getUrgency());
  }

  @Test
  void tellsTheWorkerWhenTheReturnInterviewIsOverdueAndNotWhenItTookPlace() {
    care.area.child(1, care.area.ann);
    care.area.child(2, care.area.ben);
    care.submit(missing(STARTED, 60));
    pass(Duration.ofDays(5)); // still missing: nothing is due
    assertEquals(0, overdue(care.area.ann));
    Instant back = care.now();
    care.submit(missing(ENDED, 0));
    care.submit(care.notice(STARTED, 2, "second", back.minusSeconds(60)));
    care.submit(care.notice(ENDED, 2, "second", back));
    care.submit(care.notice(INTERVIEW, 2, "second", back));
    pass(Duration.ofHours(71));
    assertEquals(0, overdue(care.area.ann));
    pass(Duration.ofHours(2));
    assertEquals(1, overdue(care.area.ann));
    assertEquals(0, overdue(care.area.ben));
    pass(Duration.ofHours(100));
    assertEquals(1, overdue(care.area.ann));
  }

  /** The same through the whole exchange as in the pure decisions. */
  @Test
  void endsTheSameInEveryOrderOfStartEndCorrectionAndWithdrawal() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Integer> steps = new ArrayList<>(List.of(0, 1, 2, 3));
    List<String> ends = new ArrayList<>();
    for (int round = 1; round <= 12; round++) {
      Collections.shuffle(steps, random);
      int child = round;
      care.area.child(child, care.area.ann);
      String start = care.area.requestId();
      String end = care.area.requestId();
      String corrected = care.area.requestId();
      Instant at = care.now().minusSeconds(7200);
      for (int step : steps) {
        switch (step) {
          case 0 -> care.submit(start, care.notice(STARTED, child, "e" + child, at));
          case 1 -> care.submit(end, care.notice(ENDED, child, "e" + child, at.plusSeconds(60)));
          case 2 ->
              care.amend(
                  corrected, end, care.notice(ENDED, child, "e" + child, at.plusSeconds(90)));
          default -> care.withdraw(corrected);
        }
      }
      List<Alert> alerts =
          care.alerts(care.area.ann).stream()
              .filter(a -> a.getChild().getServiceChildId().equals("C-" + child))
              .toList();
      assertFalse(alerts.isEmpty(), "seed " + seed + " " + steps);
      Alert last = alerts.getFirst();
      ends.add(last.getKind() + " " + last.getFacts().getChildNotice().getEpisode().getState());
      assertTrue(
          alerts.stream()
              .allMatch(a ->
                  a.getFacts().getChildNotice().getEpisode().getState()
                      == EpisodeState.EPISODE_STATE_OPEN),
          "seed " + seed + " " + steps);
    }
    assertEquals(
        Collections.nCopies(12, "ALERT_KIND_MISSING EPISODE_STATE_OPEN"), ends, "seed " + seed);
  }

  private long overdue(String who) {
    return care.alerts(who).stream()
        .filter(a -> a.getKind() == AlertKind.ALERT_KIND_RETURN_INTERVIEW)
        .filter(a -> a.getUrgency() == Urgency.URGENCY_SAME_DAY)
        .count();
  }

  private void pass(Duration time) {
    exchange.clock().pass(time);
    exchange.bean(ClockRun.class).run();
  }

  private ChildNotice.Builder plan(int child) {
    return care.notice(
            ChildNoticeKind.CHILD_NOTICE_KIND_PROTECTION_PLAN_STARTED,
            child,
            "plan-" + child,
            care.now())
        .setDetail(
            ChildNoticeDetail.newBuilder()
                .setProtectionPlan(
                    ProtectionPlan.newBuilder()
                        .setKind(ProtectionPlanKind.PROTECTION_PLAN_KIND_CHILD_PROTECTION)
                        .setCategory(AbuseCategory.ABUSE_CATEGORY_NEGLECT)));
  }

  /** Child 1, so many minutes ago. */
  private ChildNotice.Builder missing(ChildNoticeKind kind, int minutesAgo) {
    return care.notice(kind, 1, "missing-1", care.now().minusSeconds(minutesAgo * 60L));
  }

  private static NoticeAnswer stripped(NoticeAnswer answer) {
    assertTrue(answer.hasAccepted());
    return answer.toBuilder().clearRequestId().clearAccepted().build();
  }

  private static void assertRefused(String reason, Runnable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
