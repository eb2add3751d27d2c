package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.linkage.v1.Review;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.server.linkage.Desks;

/** A court result of a defendant described by name and date of birth alone goes to a desk. */
final class CourtDeskTest {
  private final CourtArea court = new CourtArea();
  private final Desks desks = new Desks(court.area);
  private final String officer = officer();

  @Test
  void beginsWhatAResultBeginsOnceSomebodyHasDecidedWhoseItIs() {
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 4));
    String child = court.area.child(1, court.area.ann);
    Review review = recorded();
    assertEquals(Desk.DESK_PARTNERS, review.getDesk());
    assertEquals(AlertKind.ALERT_KIND_COURT_EVENT, review.getAbout());
    assertEquals(List.of(), alerts());
    assertEquals(List.of(), court.board(court.area.max));
    desks.decide(officer, review, child, ReviewVerdict.REVIEW_VERDICT_SAME);
    assertEquals(AlertKind.ALERT_KIND_COURT_EVENT, alerts().getFirst().getKind());
    assertEquals(1, court.board(court.area.max).size(), "papers are expected");
    assertEquals(0, desks.queue(officer).getWaiting());
  }

  @Test
  void beginsNothingWhenItIsAnothers() {
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 4));
    String child = court.area.child(1, court.area.ann);
    desks.decide(officer, recorded(), child, ReviewVerdict.REVIEW_VERDICT_DIFFERENT);
    assertEquals(0, desks.queue(officer).getWaiting());
    assertEquals(List.of(), alerts());
    assertEquals(List.of(), court.board(court.area.max));
  }

  private Review recorded() {
    RecordCourtEventRequest.Builder event =
        court.about(1, "result-1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER));
    event.getPersonBuilder().clearIdentifiers();
    court.record(court.listing, event);
    return desks.queue(officer).getReviews(0);
  }

  private String officer() {
    String id = court.area.service + "/user/ida";
    court.area.principal(id);
    court.area.grant(id, Role.ROLE_SERVICE_INFORMATION_OFFICER, court.area.service);
    return id;
  }

  private List<Alert> alerts() {
    return AlertServiceGrpc.newBlockingStub(court.area.as(court.area.ann))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getAlertsList();
  }
}
