package uk.yjx.server.oversight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.oversight.v1.CasePart;
import uk.yjx.oversight.v1.ChallengeReviewRequest;
import uk.yjx.oversight.v1.CloseReviewDueRequest;
import uk.yjx.oversight.v1.ContributeRequest;
import uk.yjx.oversight.v1.GetReviewDueRequest;
import uk.yjx.oversight.v1.GetReviewDueResponse;
import uk.yjx.oversight.v1.ListReviewSampleRequest;
import uk.yjx.oversight.v1.ListReviewSampleResponse;
import uk.yjx.oversight.v1.ListReviewsDueRequest;
import uk.yjx.oversight.v1.ListSignificantKindsRequest;
import uk.yjx.oversight.v1.RecordSignificantKindsRequest;
import uk.yjx.oversight.v1.ReviewChange;
import uk.yjx.oversight.v1.ReviewDone;
import uk.yjx.oversight.v1.ReviewDue;
import uk.yjx.oversight.v1.ReviewDueServiceGrpc;
import uk.yjx.oversight.v1.ReviewDueServiceGrpc.ReviewDueServiceBlockingStub;
import uk.yjx.oversight.v1.ReviewEntry;
import uk.yjx.oversight.v1.ReviewEntryKind;
import uk.yjx.oversight.v1.ReviewOutcome;
import uk.yjx.oversight.v1.ReviewState;
import uk.yjx.oversight.v1.RiskSign;
import uk.yjx.oversight.v1.SignificantKinds;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockRun;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.WorkingDays;

/** Reviews of children's cases, through the whole exchange. */
final class ReviewsDueTest {
  private static final AgencyCalendar CALENDAR = new AgencyCalendar(new WorkingDays(), List.of());
  private static final String REASON = "Known before; discussed with the family in supervision.";

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Area area = Area.full();
  private final String nia = area.service + "/user/nia";
  private final String sol = area.service + "/user/sol";
  private String child = "";

  @BeforeEach
  void staff() {
    staff(nia, Role.ROLE_SERVICE_NURSE);
    staff(sol, Role.ROLE_SECONDED_OFFICER);
    child = area.child(1, area.ann);
    morning();
  }

  @Test
  void significantAlertsFoldIntoOneReviewThatShowsWhatIsNewAndAsksOthers() {
    area.submit(area.quietStop(1));
    look();
    assertEquals(List.of(), open(area.ann));
    area.arrest(1);
    look();
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_MISSING_STARTED, PersonRole.PERSON_ROLE_MISSING, 1));
    look();
    ReviewDue review = only(area.ann);
    assertEquals(child, review.getChildId());
    assertEquals("C-1", review.getServiceChildId());
    assertEquals(2, review.getTriggers());
    assertEquals(CALENDAR.plusWorkingDays(at(review.getOpenedAt()), 10), at(review.getDueAt()));
    assertEquals(
        List.of(Role.ROLE_SERVICE_NURSE, Role.ROLE_SECONDED_OFFICER),
        review.getContributionsList().stream().map(c -> c.getRole()).toList());
    GetReviewDueResponse whole = get(area.ann, review.getReviewId());
    assertEquals(
        List.of(AlertKind.ALERT_KIND_MISSING, AlertKind.ALERT_KIND_ARREST),
        whole.getNewSinceLastReviewList().stream().map(Alert::getKind).toList());
  }

  @Test
  void lookersAndArrivalsAtTheSameTimeGiveOneOpenReview() throws Exception {
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        done.add(
            pool.submit(() -> {
              area.arrest(1);
              // As other processes would look: past this one's own queue.
              var unused =
                  exchange
                      .bean(ReviewOpening.class)
                      .settle(
                          List.of(
                              new uk.yjx.server.kernel.ChildId(java.util.UUID.fromString(child))));
            }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertEquals(8, only(area.ann).getTriggers());
  }

  @Test
  void isClosedOnlyWithWhatWasSeenAndGivesTheAlertsAnOutcome() {
    area.arrest(1);
    look();
    GetReviewDueResponse before = get(area.ann, only(area.ann).getReviewId());
    area.arrest(1);
    assertRefused("NEW_SINCE_SEEN", () -> close(area.ann, before, done("Plan changed.", 1)));
    assertRefused(
        "PAGE_TOKEN_FOREIGN",
        () -> close(area.ann, get(area.max, before.getReview().getReviewId()), done("x y", 1)));
    GetReviewDueResponse seen = get(area.ann, before.getReview().getReviewId());
    close(area.ann, seen, done("Curfew and mentor added to the plan.", 1));
    assertEquals(List.of(), open(area.ann));
    assertEquals(
        List.of(AlertOutcome.ALERT_OUTCOME_PLAN_CHANGED, AlertOutcome.ALERT_OUTCOME_PLAN_CHANGED),
        alerts(area.ann).stream().map(Alert::getOutcome).toList());
    look();
    assertEquals(List.of(), open(area.ann));
    assertRefused("REVIEW_CLOSED", () -> close(area.ann, seen, done("Once more.", 1)));
    area.arrest(1);
    look();
    GetReviewDueResponse next = get(area.ann, only(area.ann).getReviewId());
    assertEquals(1, next.getNewSinceLastReviewCount());
  }

  @Test
  void aCopyOfTheReviewBeforeIsShownToTheManagerAlone() {
    area.arrest(1);
    look();
    close(area.ann, get(area.ann, only(area.ann).getReviewId()), done("Mentor added.", 1));
    area.arrest(1);
    look();
    String second = only(area.ann).getReviewId();
    close(area.ann, get(area.ann, second), done("mentor  ADDED", 2));
    assertTrue(get(area.max, second).getReview().getUnchangedCopy());
    assertFalse(get(area.ann, second).getReview().getUnchangedCopy());
    area.arrest(1);
    look();
    String third = only(area.ann).getReviewId();
    close(area.ann, get(area.ann, third), done("Moved school; plan rewritten.", 3));
    assertFalse(get(area.max, third).getReview().getUnchangedCopy());
  }

  @Test
  void contributorsLearnOfTheChildAndTheirOwnPartAndOfNothingElse() {
    area.arrest(1);
    look();
    String review = only(area.ann).getReviewId();
    ReviewDue asked = only(nia);
    assertEquals("C-1", asked.getServiceChildId());
    assertEquals(0, asked.getTriggers());
    assertEquals(1, asked.getContributionsCount());
    assertRefused("REVIEW_DUE_NOT_FOUND", () -> get(nia, review));
    contribute(nia, Role.ROLE_SERVICE_NURSE, review, "Sleeps badly; seen by CAMHS on Tuesday.");
    assertRefused(
        "NOT_ASKED", () -> contribute(nia, Role.ROLE_SERVICE_NURSE, review, "Once more."));
    assertRefused(
        "REVIEW_DUE_NOT_FOUND",
        () -> contribute(nia, Role.ROLE_SECONDED_OFFICER, review, "Not mine."));
    assertEquals("", only(sol).getContributions(0).getText());
    assertEquals(
        "Sleeps badly; seen by CAMHS on Tuesday.",
        get(area.ann, review).getReview().getContributions(0).getText());
    Area elsewhere = Area.full();
    assertEquals(List.of(), open(elsewhere.max));
    assertRefused("REVIEW_DUE_NOT_FOUND", () -> get(elsewhere.max, review));
    assertEquals(List.of(), open(area.ben));
    assertRefused("REVIEW_DUE_NOT_FOUND", () -> get(area.ben, review));
  }

  @Test
  void tellsTheWorkerOfMissingContributionsAndClimbsToTheManagerWhenItIsNotDone() {
    area.arrest(1);
    look();
    String review = only(area.ann).getReviewId();
    passWorkingDays(5);
    assertEquals(List.of(ReviewEntryKind.REVIEW_ENTRY_KIND_CONTRIBUTIONS_OVERDUE), news(review));
    assertTrue(get(area.ann, review).getReview().getContributions(0).getOverdue());
    passWorkingDays(5);
    assertTrue(only(area.ann).getOverdue());
    passWorkingDays(2);
    assertEquals(
        List.of(
            ReviewEntryKind.REVIEW_ENTRY_KIND_CONTRIBUTIONS_OVERDUE,
            ReviewEntryKind.REVIEW_ENTRY_KIND_OVERDUE,
            ReviewEntryKind.REVIEW_ENTRY_KIND_OVERDUE),
        news(review));
    assertTrue(
        AlertServiceGrpc.newBlockingStub(area.as(area.max))
                .listAlerts(
                    ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
                .getAlertsCount()
            > 0);
    close(area.ann, get(area.ann, review), notNeeded());
    passWorkingDays(10);
    assertEquals(4, news(review).size());
  }

  @Test
  void nothingClimbsOnceEverythingThatLedToItIsWithdrawn() {
    String notice = area.requestId();
    area.submit(
        notice, area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1));
    look();
    String review = only(area.ann).getReviewId();
    var unused =
        IntelligenceServiceGrpc.newBlockingStub(area.as(area.police + "/system/records"))
            .withdrawNotice(
                WithdrawNoticeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setNoticeRequestId(notice)
                    .setReason(RecallReason.RECALL_REASON_FALSE)
                    .build());
    look();
    assertEquals(List.of(), open(area.ann));
    assertEquals(
        ReviewOutcome.REVIEW_OUTCOME_WITHDRAWN, get(area.ann, review).getReview().getOutcome());
    passWorkingDays(16);
    assertEquals(List.of(ReviewEntryKind.REVIEW_ENTRY_KIND_WITHDRAWN), news(review));
    assertRefused("NOT_CHALLENGEABLE", () -> challenge(area.max, review));
  }

  @Test
  void aManagersChallengeFromTheSampleOpensItAgain() {
    area.arrest(1);
    look();
    String review = only(area.ann).getReviewId();
    close(area.ann, get(area.ann, review), notNeeded());
    LocalDate monday =
        LocalDate.ofInstant(exchange.clock().instant(), DueTimes.LONDON)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    assertRefused("WEEK_NOT_ENDED", () -> sample(area.max, monday.toString()));
    exchange.clock().pass(Duration.ofDays(7));
    morning();
    ListReviewSampleResponse sample = sample(area.max, monday.toString());
    assertEquals(1, sample.getClosed());
    assertEquals(review, sample.getSample(0).getReview().getReviewId());
    assertEquals(area.ann, sample.getSample(0).getClosedBy());
    assertTrue(sample.getSample(0).getSignsList().contains(RiskSign.RISK_SIGN_NO_REVIEW_NEEDED));
    assertEquals(sample, sample(area.max, monday.toString()));
    assertRefused("REVIEW_DUE_NOT_FOUND", () -> challenge(area.ann, review));
    challenge(area.max, review);
    ReviewDue again = only(area.ann);
    assertEquals(review, again.getReviewId());
    assertEquals(1, again.getChallenges());
    assertEquals(1, again.getTriggers());
    assertRefused("REVIEW_OPEN", () -> challenge(area.max, review));
    close(area.ann, get(area.ann, review), done("Risk plan rewritten after all.", 4));
    area.arrest(1);
    look();
    String next = only(area.ann).getReviewId();
    challenge(area.max, review);
    assertEquals(next, only(area.ann).getReviewId());
    assertEquals(2, only(area.ann).getTriggers());
    assertEquals(ReviewState.REVIEW_STATE_CLOSED, get(area.ann, review).getReview().getState());
  }

  @Test
  void aServiceSaysWhichKindsAreSignificantFromTomorrowOn() {
    String admin = area.service + "/user/ada";
    var unusedChild = area.child(2, area.ann);
    staff(admin, Role.ROLE_SERVICE_ADMINISTRATOR);
    ReviewDueServiceBlockingStub stub = as(admin);
    String tomorrow =
        LocalDate.ofInstant(exchange.clock().instant(), DueTimes.LONDON).plusDays(1).toString();
    List<AlertKind> kinds = new ArrayList<>(Significance.ALWAYS);
    assertRefused("DAY_IN_PAST", () -> kinds(stub, "2020-01-01", kinds));
    kinds.add(AlertKind.ALERT_KIND_STOP_SEARCH);
    assertRefused("STOP_IS_NOT_SIGNIFICANT", () -> kinds(stub, tomorrow, kinds));
    assertRefused(
        "KIND_ALWAYS_SIGNIFICANT",
        () -> kinds(stub, tomorrow, List.of(AlertKind.ALERT_KIND_CHARGE)));
    kinds.removeLast();
    assertEquals(1, kinds(stub, tomorrow, kinds));
    assertEquals(
        1,
        stub.listSignificantKinds(
                ListSignificantKindsRequest.newBuilder().setService(area.service).build())
            .getVersionsCount());
    area.arrest(2);
    exchange.clock().pass(Duration.ofDays(1));
    area.arrest(1);
    look();
    assertFalse(open(area.ann).stream().anyMatch(review -> review.getChildId().equals(child)));
    assertEquals(
        List.of(false, true),
        alerts(area.ann).stream().map(Alert::getReviewDue).toList(),
        "the flag of an alert is what the table said on its day");
    assertRefused(
        "SERVICE_NOT_ALLOWED",
        () ->
            kinds(
                ReviewDueServiceGrpc.newBlockingStub(area.as(admin)),
                Area.full().service,
                tomorrow,
                kinds));
  }

  private void look() {
    exchange.bean(ReviewSweep.class).run();
  }

  private ReviewDueServiceBlockingStub as(String who) {
    return ReviewDueServiceGrpc.newBlockingStub(area.as(who));
  }

  private List<ReviewDue> open(String who) {
    return as(who)
        .listReviewsDue(
            ListReviewsDueRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getReviewsList();
  }

  private ReviewDue only(String who) {
    List<ReviewDue> open = open(who);
    assertEquals(1, open.size());
    return open.getFirst();
  }

  private GetReviewDueResponse get(String who, String review) {
    return as(who)
        .getReviewDue(
            GetReviewDueRequest.newBuilder()
                .setReviewId(review)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build());
  }

  private void close(String who, GetReviewDueResponse seen, CloseReviewDueRequest.Builder how) {
    var unused =
        as(who)
            .closeReviewDue(
                how.setRequestId(area.requestId())
                    .setReviewId(seen.getReview().getReviewId())
                    .setSeen(seen.getSeen())
                    .build());
  }

  private static CloseReviewDueRequest.Builder done(String what, int document) {
    byte[] sha = new byte[32];
    sha[0] = (byte) document;
    return CloseReviewDueRequest.newBuilder()
        .setDone(
            ReviewDone.newBuilder()
                .addChanges(
                    ReviewChange.newBuilder()
                        .setPart(CasePart.CASE_PART_INTERVENTION_PLAN)
                        .setWhat(what))
                .setDocumentSha256(ByteString.copyFrom(sha)));
  }

  private static CloseReviewDueRequest.Builder notNeeded() {
    return CloseReviewDueRequest.newBuilder().setNoReviewNeeded(REASON);
  }

  private void contribute(String who, Role role, String review, String text) {
    var unused =
        as(who)
            .contribute(
                ContributeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setReviewId(review)
                    .setRole(role)
                    .setText(text)
                    .build());
  }

  private void challenge(String who, String review) {
    var unused =
        as(who)
            .challengeReview(
                ChallengeReviewRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setReviewId(review)
                    .setReason("Nothing is said about the safety of his brother.")
                    .build());
  }

  private ListReviewSampleResponse sample(String who, String week) {
    return as(who)
        .listReviewSample(
            ListReviewSampleRequest.newBuilder().setService(area.service).setWeek(week).build());
  }

  private int kinds(ReviewDueServiceBlockingStub stub, String from, List<AlertKind> kinds) {
    return kinds(stub, area.service, from, kinds);
  }

  private int kinds(
      ReviewDueServiceBlockingStub stub, String service, String from, List<AlertKind> kinds) {
    return stub.recordSignificantKinds(
            RecordSignificantKindsRequest.newBuilder()
                .setRequestId(area.requestId())
                .setService(service)
                .setKinds(SignificantKinds.newBuilder().setValidFrom(from).addAllKinds(kinds))
                .build())
        .getVersion();
  }

  /** What has happened to a review since it was opened. */
  private List<ReviewEntryKind> news(String review) {
    return get(area.ann, review).getHistoryList().stream()
        .skip(1)
        .map(ReviewEntry::getKind)
        .toList();
  }

  private List<Alert> alerts(String who) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getAlertsList();
  }

  private void staff(String id, Role role) {
    area.principal(id);
    area.grant(id, role, area.service);
  }

  /** Ten o'clock on the next working day. */
  private void morning() {
    Instant now = exchange.clock().instant();
    Instant opens = CALENDAR.plusWorkingDays(now, 1);
    LocalDate day = LocalDate.ofInstant(opens, DueTimes.LONDON);
    Instant ten = day.atTime(10, 0).atZone(DueTimes.LONDON).toInstant();
    exchange.clock().pass(Duration.between(now, ten));
  }

  private void passWorkingDays(int days) {
    for (int i = 0; i < days; i++) {
      Instant now = exchange.clock().instant();
      exchange.clock().pass(Duration.between(now, CALENDAR.plusWorkingDays(now, 1)));
      exchange.bean(ClockRun.class).run();
    }
  }

  private static Instant at(com.google.protobuf.Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  private static void assertRefused(String reason, Runnable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
