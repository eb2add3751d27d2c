package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.ListPackagesRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.linkage.v1.Review;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.server.WireExchange;
import uk.yjx.server.linkage.Desks;

/** Papers of a defendant who is described by name and date of birth alone go to a desk. */
final class DoubtfulPackagesTest {
  private final Prosecution prosecution = new Prosecution(WireExchange.shared());
  private final Desks desks = new Desks(prosecution.area);
  private final String officer = officer();

  @Test
  void tellsTheWorkerOnceSomebodyHasDecidedWhosePapersTheyAre() throws Exception {
    String child = prosecution.area.child(1, prosecution.area.ann);
    Review review = sent();
    assertEquals(Desk.DESK_PARTNERS, review.getDesk());
    assertEquals(AlertKind.ALERT_KIND_PAPERS, review.getAbout());
    assertEquals(List.of(), alerts());
    assertEquals(0, packages(child));
    desks.decide(officer, review, child, ReviewVerdict.REVIEW_VERDICT_SAME);
    assertEquals(AlertKind.ALERT_KIND_PAPERS, alerts().getFirst().getKind());
    assertEquals(1, packages(child));
    assertEquals(0, desks.queue(officer).getWaiting());
  }

  @Test
  void showsThemToNobodyWhenTheyAreAnothers() throws Exception {
    String child = prosecution.area.child(1, prosecution.area.ann);
    desks.decide(officer, sent(), child, ReviewVerdict.REVIEW_VERDICT_DIFFERENT);
    assertEquals(0, desks.queue(officer).getWaiting());
    assertEquals(List.of(), alerts());
    assertEquals(0, packages(child));
  }

  private Review sent() throws Exception {
    byte[] summary = Prosecution.content(100, 1);
    CreatePackageRequest.Builder request = prosecution.request(1, Prosecution.manifest(summary));
    request.getDefendantBuilder().clearIdentifiers();
    var unused = prosecution.send(request, summary);
    return desks.queue(officer).getReviews(0);
  }

  private String officer() {
    String id = prosecution.area.service + "/user/ida";
    prosecution.area.principal(id);
    prosecution.area.grant(id, Role.ROLE_SERVICE_INFORMATION_OFFICER, prosecution.area.service);
    return id;
  }

  private int packages(String child) {
    return prosecution
        .as(prosecution.area.ann)
        .listPackages(
            ListPackagesRequest.newBuilder()
                .setChildId(child)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getPackagesCount();
  }

  private List<Alert> alerts() {
    return AlertServiceGrpc.newBlockingStub(prosecution.area.as(prosecution.area.ann))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getAlertsList();
  }
}
