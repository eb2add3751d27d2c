package uk.yjx.server.linkage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.linkage.v1.DeskState;
import uk.yjx.linkage.v1.ListPossibleMatchesRequest;
import uk.yjx.linkage.v1.ListPossibleMatchesResponse;
import uk.yjx.linkage.v1.Review;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.EpisodeState;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.safeguarding.Care;

/** What partners send is decided by nobody of the police, and found again later. */
@SuppressWarnings("NullAway.Init") // set before each test
final class PartnerDeskTest {
  private Care care;
  private Area area;
  private Desks desks;
  private String police;
  private String officer;

  @BeforeEach
  void aService() {
    care = Care.agreed();
    area = care.area;
    desks = new Desks(area);
    police = staff("sol", Role.ROLE_SECONDED_OFFICER);
    officer = staff("ida", Role.ROLE_SERVICE_INFORMATION_OFFICER);
  }

  @Test
  void goesToTheInformationOfficerAndToNobodyOfThePolice() {
    area.child(1, area.ann);
    var unused = care.submit(missing(1));
    Review review = desks.queue(officer).getReviews(0);
    assertEquals(Desk.DESK_PARTNERS, review.getDesk());
    assertEquals(AlertKind.ALERT_KIND_MISSING, review.getAbout());
    assertEquals(care.agency, review.getFromAgency());
    assertEquals(0, desks.queue(police).getWaiting());
    assertThrows(StatusRuntimeException.class, () -> desks.show(police, review));
    assertEquals(1, desks.queue(area.max).getWaiting(), "the deputy");
    area.grant(officer, Role.ROLE_MATCHING_OFFICER, area.service);
    assertEquals(
        0, desks.queue(officer).getWaiting(), "who sits at both sits at that of the police");
  }

  @Test
  void aPoliceNoticeGoesToTheSecondedOfficer() {
    area.child(1, area.ann);
    area.submit(arrest(1));
    assertEquals(0, desks.queue(officer).getWaiting());
    assertEquals(Desk.DESK_POLICE, desks.queue(police).getReviews(0).getDesk());
  }

  @Test
  void saysWhoDecidesAndHowMuchWaits() {
    area.child(1, area.ann);
    var unused = care.submit(missing(1));
    area.submit(arrest(1));
    List<DeskState> seats = desks.queue(area.max).getDesksList();
    assertEquals(
        List.of(Desk.DESK_POLICE, Desk.DESK_PARTNERS),
        seats.stream().map(DeskState::getDesk).toList());
    for (DeskState seat : seats) {
      assertEquals(1, seat.getWaiting());
      assertEquals(1, seat.getUrgent());
      assertEquals(List.of(area.max), seat.getDeputiesList());
    }
    assertEquals(List.of(police), seats.getFirst().getOfficersList());
    assertEquals(List.of(officer), seats.getLast().getOfficersList());
  }

  @Test
  void tellsTheWorkerHowTheEpisodeStandsWhenItIsTheSameChild() {
    String child = area.child(1, area.ann);
    var started = care.submit(missing(1));
    Review review = desks.queue(officer).getReviews(0);
    desks.decide(officer, review, child, ReviewVerdict.REVIEW_VERDICT_SAME);
    assertEquals(0, desks.queue(officer).getWaiting());
    var alert = care.alerts(area.ann).getFirst();
    assertEquals(AlertKind.ALERT_KIND_MISSING, alert.getKind());
    assertEquals(
        EpisodeState.EPISODE_STATE_OPEN, alert.getFacts().getChildNotice().getEpisode().getState());
    assertEquals(List.of(), started.getRemarksList());
  }

  @Test
  void differentRulesTheChildOutForGood() throws Exception {
    String child = area.child(1, area.ann);
    var unused = care.submit(missing(1));
    desks.decide(
        officer, desks.queue(officer).getReviews(0), child, ReviewVerdict.REVIEW_VERDICT_DIFFERENT);
    assertEquals(0, desks.queue(officer).getWaiting());
    area.child(1, area.ann); // described anew: looked for in earlier notices
    Desks.untilLookedBack();
    assertEquals(0, desks.queue(officer).getWaiting());
    assertEquals(List.of(), care.alerts(area.ann));
  }

  @Test
  void aLinkIsUndoneAndTheNoticeFindsAnother() throws Exception {
    area.child(1, area.ann);
    var unused = care.submit(notice(ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED, 1));
    var wrong = care.alerts(area.ann).getFirst();
    var undone =
        desks
            .desk(area.ann)
            .reverseLink(
                uk.yjx.linkage.v1.ReverseLinkRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(wrong.getAlertId())
                    .setReason("another child of that name")
                    .build());
    assertTrue(undone.hasReceipt());
    assertEquals(List.of(), care.alerts(area.ann), "recalled");
    area.child(1, area.ann);
    Desks.untilLookedBack();
    assertEquals(List.of(), care.alerts(area.ann), "never linked to this child again");
    assertEquals(0, desks.queue(officer).getWaiting());
  }

  @Test
  void aChildAddedLaterIsFoundByNumberByNameAndByLikeness() throws Exception {
    var linked = care.submit(notice(ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED, 3));
    area.child(3, area.ann);
    Desks.untilLookedBack();
    assertEquals(1, care.alerts(area.ann).size(), "a number, a forename and a date of birth");
    var alike = care.submit(missing(4));
    String later = area.child(4, area.ben);
    Desks.untilLookedBack();
    Review review = desks.queue(officer).getReviews(0);
    assertTrue(
        desks.show(officer, review).getCandidatesList().stream()
            .anyMatch(it -> it.getChildId().equals(later)));
    assertEquals(linked.getRemarksList(), alike.getRemarksList());
  }

  @Test
  void aCorrectedNoticeStaysMatchable() throws Exception {
    String first = area.requestId();
    var unused = care.submit(first, missing(5));
    var corrected =
        care.amend(
            area.requestId(), first, notice(ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED, 5));
    assertEquals(List.of(), corrected.getRemarksList());
    area.child(5, area.ann);
    Desks.untilLookedBack();
    assertEquals(1, care.alerts(area.ann).size());
  }

  @Test
  void showsNoValueOfANoticeFromElsewhere() {
    area.child(1, area.ann);
    var unused = care.submit(missing(1).setLocalAuthority("E08999999"));
    var shown = desks.show(officer, desks.queue(officer).getReviews(0)).getCandidates(0);
    assertTrue(shown.getElsewhere());
    assertTrue(shown.getComparisonsList().stream().allMatch(it -> it.getInNoticeList().isEmpty()));
    assertTrue(
        shown.getComparisonsList().stream()
            .anyMatch(it -> it.getFinding() == uk.yjx.linkage.v1.Finding.FINDING_AGREES));
  }

  @Test
  void theWorkerSeesThatAMatchIsUnderReviewOnlyWhereTheAgreementAllows() {
    String child = area.child(1, area.ann);
    var unused = care.submit(missing(1));
    assertEquals(0, possible(area.ann).getMatchesCount());
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(care.agency + "-" + area.service + "-care")
            .setTitle("Invented")
            .addFromAgencies(care.agency)
            .addToAgencies(area.service)
            .addCategories(DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CA04_S10)
            .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
            .addObligations(Obligation.OBLIGATION_TELL_WORKER_OF_REVIEW)
            .setValidFrom(Area.timestamp(care.now().minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(care.now().plus(Duration.ofDays(700)))));
    assertEquals(child, possible(area.ann).getMatches(0).getChildId());
    assertEquals(0, possible(area.ben).getMatchesCount(), "another worker's child");
  }

  private ListPossibleMatchesResponse possible(String who) {
    return desks.desk(who).listPossibleMatches(ListPossibleMatchesRequest.getDefaultInstance());
  }

  private String staff(String name, Role role) {
    String id = area.service + "/user/" + name;
    area.principal(id);
    area.grant(id, role, area.service);
    return id;
  }

  private uk.yjx.intelligence.v1.Notice.Builder arrest(int of) {
    return area.notice(NoticeKind.NOTICE_KIND_ARREST)
        .addPersons(area.involved(PersonRole.PERSON_ROLE_ARRESTED, of).setPerson(nameless(of)));
  }

  /** By name and date of birth alone, which never links. */
  private ChildNotice.Builder missing(int of) {
    return notice(ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED, of).setChild(nameless(of));
  }

  private PersonDescriptor nameless(int of) {
    return area.person(of).toBuilder().clearIdentifiers().build();
  }

  private ChildNotice.Builder notice(ChildNoticeKind kind, int of) {
    return care.notice(kind, of, "episode-" + of, care.now());
  }
}
