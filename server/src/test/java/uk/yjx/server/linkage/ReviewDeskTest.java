package uk.yjx.server.linkage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListRecallsRequest;
import uk.yjx.alerts.v1.Recall;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.Shield;
import uk.yjx.caseload.v1.ShieldReason;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.linkage.v1.Candidate;
import uk.yjx.linkage.v1.DecideReviewRequest;
import uk.yjx.linkage.v1.DecideReviewResponse;
import uk.yjx.linkage.v1.Finding;
import uk.yjx.linkage.v1.GetReviewRequest;
import uk.yjx.linkage.v1.GetReviewResponse;
import uk.yjx.linkage.v1.LinkageServiceGrpc;
import uk.yjx.linkage.v1.LinkageServiceGrpc.LinkageServiceBlockingStub;
import uk.yjx.linkage.v1.ListReviewsRequest;
import uk.yjx.linkage.v1.ListReviewsResponse;
import uk.yjx.linkage.v1.ReverseLinkRequest;
import uk.yjx.linkage.v1.ReverseLinkResponse;
import uk.yjx.linkage.v1.Review;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.linkage.v1.ScoreStep;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** A doubtful match is decided by a person, and what was linked wrong is undone (promises 5, 8). */
@SuppressWarnings("NullAway.Init") // set before each test
final class ReviewDeskTest {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final AlertsExchange exchange = AlertsExchange.shared();
  private Area area;
  private String officer;
  private String child;

  @BeforeEach
  void anArea() {
    area = Area.full();
    officer = area.service + "/user/officer";
    area.principal(officer);
    area.grant(officer, Role.ROLE_MATCHING_OFFICER, area.service);
    child = area.child(1, area.ann);
  }

  @Test
  void listsWhatWaitsTheMostUrgentFirstAndSaysHowMuch() {
    area.submit(nameless(NoticeKind.NOTICE_KIND_ARREST, 1));
    area.submit(nameless(NoticeKind.NOTICE_KIND_THREAT_TO_LIFE, 1));
    ListReviewsResponse queue = queue(officer);
    assertEquals(2, queue.getWaiting());
    assertEquals(Urgency.URGENCY_IMMEDIATE, queue.getReviews(0).getUrgency());
    assertEquals("NAME_AND_BIRTH_DATE", queue.getReviews(0).getWhy());
    assertEquals(area.police, queue.getReviews(0).getFromAgency());
    assertEquals(
        queue.getReviews(1).getReceivedAt(), queue.getOldestReceivedAt(), "the oldest is second");
  }

  @Test
  void showsBothSidesOnceTheLogSaysSo() throws Exception {
    Review review = review();
    long before = disclosures();
    GetReviewResponse shown = show(officer, review);
    assertEquals(before + 1, disclosures());
    assertEquals(child, shown.getCandidates(0).getChildId());
    Map<String, Finding> findings =
        shown.getCandidates(0).getComparisonsList().stream()
            .collect(Collectors.toMap(c -> c.getWhat(), c -> c.getFinding()));
    assertEquals(Finding.FINDING_AGREES, findings.get("name"));
    assertEquals(Finding.FINDING_AGREES, findings.get("date-of-birth"));
    assertEquals(Finding.FINDING_ONE_SIDE, findings.get("pnc-id"));
  }

  @Test
  void showsAScoreThatItsStepsAddUpTo() {
    Candidate candidate = show(officer, review()).getCandidates(0);
    assertEquals("prior", candidate.getSteps(0).getWhat());
    assertTrue(candidate.getStepsList().stream().anyMatch(it -> it.getLevel().equals("exact")));
    assertEquals(
        candidate.getScore(),
        candidate.getStepsList().stream().mapToInt(ScoreStep::getHundredths).sum());
  }

  @Test
  void asksAboutAChildWhoIsMisspelt() {
    record(named("Marjoram", "Quillfeather", 9));
    area.submit(about(named("Marjoram", "Quilfeather", 9)));
    assertEquals("DESCRIPTION_ALIKE", queue(officer).getReviews(0).getWhy());
    assertEquals(List.of(), alerts(), "likeness links nobody");
  }

  @Test
  void findsAChildAddedLaterInANoticeThatMisspeltIt() throws Exception {
    area.submit(about(named("Ptolemy", "Wraxall", 21)));
    assertEquals(0, queue(officer).getWaiting());
    record(named("Ptolemy", "Wraxhall", 21));
    untilLookedBack();
    assertEquals("DESCRIPTION_ALIKE", queue(officer).getReviews(0).getWhy());
    record(named("Ottoline", "Marchbanks", 21));
    untilLookedBack();
    assertEquals(1, queue(officer).getWaiting(), "who was born on the same day is nobody's affair");
  }

  @Test
  void tellsTheWorkerWhenItIsTheSameChild() {
    Review review = review();
    assertEquals(List.of(), alerts());
    DecideReviewRequest request = decision(review, child, ReviewVerdict.REVIEW_VERDICT_SAME);
    DecideReviewResponse first = desk(officer).decideReview(request);
    assertEquals(1, alerts().size());
    assertEquals(0, queue(officer).getWaiting());
    assertEquals(first, desk(officer).decideReview(request), "the same id, the same answer");
    assertEquals(1, alerts().size());
  }

  @Test
  void neverLinksToAChildItWasSaidNotToBe() throws Exception {
    Review review = review();
    decide(officer, review, child, ReviewVerdict.REVIEW_VERDICT_DIFFERENT);
    assertEquals(0, queue(officer).getWaiting());
    area.child(1, area.ann); // described anew: looked for in earlier notices
    untilLookedBack();
    assertEquals(0, queue(officer).getWaiting());
    assertEquals(List.of(), alerts());
  }

  @Test
  void goesOnWaitingWhenNobodyCanTellAndSaysSo() {
    Review review = review();
    decide(officer, review, child, ReviewVerdict.REVIEW_VERDICT_CANNOT_TELL);
    assertTrue(queue(area.max).getReviews(0).getCouldNotTell(), "the deputy sees it");
    decide(area.max, review, child, ReviewVerdict.REVIEW_VERDICT_SAME);
    assertEquals(1, alerts().size());
  }

  @Test
  void oneOfTwoDecisionsAtOnceCounts() throws Exception {
    int linked = 0;
    for (int round = 0; round < 10; round++) {
      Review review = review();
      List<CompletableFuture<String>> both =
          List.of(
              outcome(officer, review, ReviewVerdict.REVIEW_VERDICT_SAME),
              outcome(area.max, review, ReviewVerdict.REVIEW_VERDICT_DIFFERENT));
      List<String> outcomes = both.stream().map(CompletableFuture::join).sorted().toList();
      assertEquals(List.of("", "REVIEW_NOT_FOUND"), outcomes, "round " + round);
      linked += both.getFirst().join().isEmpty() ? 1 : 0;
    }
    assertEquals(linked, alerts().size());
  }

  @Test
  void anotherServicesDeskSeesAndDecidesNothing() {
    Review review = review();
    Area other = Area.full();
    assertEquals(0, queue(other.max).getWaiting());
    assertRefused("REVIEW_NOT_FOUND", () -> show(other.max, review));
    assertRefused(
        "REVIEW_NOT_FOUND",
        () -> decide(other.max, review, child, ReviewVerdict.REVIEW_VERDICT_SAME));
    String elsewhere = other.child(1, other.ann);
    assertRefused(
        "CANDIDATE_NOT_FOUND",
        () -> decide(officer, review, elsewhere, ReviewVerdict.REVIEW_VERDICT_SAME));
    assertRefused(
        "REVIEW_NOT_FOUND",
        () ->
            desk(officer)
                .getReview(GetReviewRequest.newBuilder().setReviewId("no-review").build()));
  }

  @Test
  void nothingIsOnTheDeskWithoutAnAgreementOrOfProtectedPeople() {
    Review review = review();
    Notice.Builder hidden = nameless(NoticeKind.NOTICE_KIND_ARREST, 1);
    hidden.setPersons(0, hidden.getPersons(0).toBuilder().setProtectedPerson(true));
    area.submit(hidden);
    assertEquals(1, queue(officer).getWaiting());
    area.endAgreement();
    assertEquals(0, queue(officer).getWaiting());
    assertRefused("REVIEW_NOT_FOUND", () -> show(officer, review));
  }

  @Test
  void aShieldedChildIsOnNoDeskAndItsLinksAreNotThere() {
    Review review = review();
    area.arrest(1);
    String alert = alerts().getFirst().getAlertId();
    shield(1);
    assertEquals(0, queue(officer).getWaiting());
    assertRefused("REVIEW_NOT_FOUND", () -> show(officer, review));
    assertRefused(
        "REVIEW_NOT_FOUND",
        () -> decide(officer, review, child, ReviewVerdict.REVIEW_VERDICT_SAME));
    assertRefused("ALERT_NOT_FOUND", () -> desk(officer).reverseLink(reversal(alert)));
  }

  @Test
  void undoesAWrongLinkEverywhere() throws Exception {
    area.arrest(1);
    Alert wrong = alerts().getFirst();
    ReverseLinkRequest request = reversal(wrong.getAlertId());
    ReverseLinkResponse first = desk(officer).reverseLink(request);
    assertEquals(first, desk(officer).reverseLink(request), "the same id, the same answer");
    Recall told =
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .listRecalls(ListRecallsRequest.getDefaultInstance())
            .getRecalls(0);
    assertEquals(wrong.getAlertId(), told.getAlertId());
    assertEquals(RecallReason.RECALL_REASON_WRONG_PERSON, told.getReason());
    area.child(1, area.ann);
    untilLookedBack();
    assertTrue(alerts().stream().allMatch(it -> it.getAlertId().equals(wrong.getAlertId())));
    assertRefused("ALERT_RECALLED", () -> desk(officer).reverseLink(reversal(wrong.getAlertId())));
  }

  @Test
  void whatTheNoticeRaisedForOthersStandsWhenOneLinkIsUndone() {
    area.child(2, area.ben);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_ARREST)
            .addPersons(area.involved(PersonRole.PERSON_ROLE_ARRESTED, 1))
            .addPersons(area.involved(PersonRole.PERSON_ROLE_ARRESTED, 2)));
    desk(officer).reverseLink(reversal(alerts().getFirst().getAlertId()));
    assertEquals(1, alerts(area.ben).size());
    assertEquals(
        0,
        AlertServiceGrpc.newBlockingStub(area.as(area.ben))
            .listRecalls(ListRecallsRequest.getDefaultInstance())
            .getRecallsCount());
  }

  @Test
  void anotherServicesDeskUndoesNothing() {
    area.arrest(1);
    Area other = Area.full();
    String alert = alerts().getFirst().getAlertId();
    assertRefused("ALERT_NOT_FOUND", () -> desk(other.max).reverseLink(reversal(alert)));
    assertEquals(1, alerts().size());
  }

  private void shield(int of) {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(area.as(area.service + "/system/cases"))
            .recordCase(
                RecordCaseRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setCase(
                        Case.newBuilder()
                            .setService(area.service)
                            .setServiceChildId("C-" + of)
                            .setPerson(area.person(of))
                            .setShield(
                                Shield.newBuilder()
                                    .setReason(ShieldReason.SHIELD_REASON_REFUGE)
                                    .setSource("order 17")))
                    .build());
  }

  private void record(PersonDescriptor person) {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(area.as(area.service + "/system/cases"))
            .recordCase(
                RecordCaseRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setCase(
                        Case.newBuilder()
                            .setService(area.service)
                            .setServiceChildId(person.getNames(0).getForenames(0))
                            .setPerson(person))
                    .build());
  }

  private Notice.Builder about(PersonDescriptor person) {
    return area.notice(NoticeKind.NOTICE_KIND_ARREST)
        .addPersons(
            InvolvedPerson.newBuilder().setPerson(person).setRole(PersonRole.PERSON_ROLE_ARRESTED));
  }

  private static PersonDescriptor named(String forename, String surname, int day) {
    return PersonDescriptor.newBuilder()
        .addNames(PersonName.newBuilder().addForenames(forename).setSurname(surname))
        .addDatesOfBirth(PartialDate.newBuilder().setYear(2011).setMonth(3).setDay(day))
        .build();
  }

  private Review review() {
    area.submit(nameless(NoticeKind.NOTICE_KIND_ARREST, 1));
    return queue(officer).getReviews(0);
  }

  /** A notice by name and date of birth alone, which never links. */
  private Notice.Builder nameless(NoticeKind kind, int of) {
    InvolvedPerson.Builder person = area.involved(PersonRole.PERSON_ROLE_ARRESTED, of);
    person.getPersonBuilder().clearIdentifiers();
    return area.notice(kind).addPersons(person);
  }

  private LinkageServiceBlockingStub desk(String who) {
    return LinkageServiceGrpc.newBlockingStub(area.as(who));
  }

  private ListReviewsResponse queue(String who) {
    return desk(who).listReviews(ListReviewsRequest.getDefaultInstance());
  }

  private GetReviewResponse show(String who, Review review) {
    return desk(who)
        .getReview(GetReviewRequest.newBuilder().setReviewId(review.getReviewId()).build());
  }

  private void decide(String who, Review review, String about, ReviewVerdict verdict) {
    var unused = desk(who).decideReview(decision(review, about, verdict));
  }

  private CompletableFuture<String> outcome(String who, Review review, ReviewVerdict verdict) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            decide(who, review, child, verdict);
            return "";
          } catch (StatusRuntimeException e) {
            return reason(e);
          }
        },
        THREADS);
  }

  private DecideReviewRequest decision(Review review, String about, ReviewVerdict verdict) {
    return DecideReviewRequest.newBuilder()
        .setRequestId(area.requestId())
        .setReviewId(review.getReviewId())
        .setChildId(about)
        .setVerdict(verdict)
        .setReason("spoke to the officer")
        .build();
  }

  private ReverseLinkRequest reversal(String alert) {
    return ReverseLinkRequest.newBuilder()
        .setRequestId(area.requestId())
        .setAlertId(alert)
        .setReason("gave the name of a cousin")
        .build();
  }

  private List<Alert> alerts() {
    return alerts(area.ann);
  }

  private List<Alert> alerts(String who) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getAlertsList();
  }

  private static void assertRefused(String reason, Runnable call) {
    assertEquals(reason, reason(assertThrows(StatusRuntimeException.class, call::run)));
  }

  private static String reason(StatusRuntimeException e) {
    return String.valueOf(e.getStatus().getDescription());
  }

  private long disclosures() throws SQLException {
    return count(
        "SELECT count(*) FROM audit.leaf WHERE convert_from(leaf, 'UTF8') LIKE '%"
            + "shown-for-review%'");
  }

  private void untilLookedBack() throws SQLException {
    while (count("SELECT count(*) FROM intelligence.look_back WHERE done_position IS NULL") > 0) {
      Thread.onSpinWait();
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection c = exchange.database().superuser();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
