package uk.yjx.server.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.clusters.Leads.assertRefused;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.UnownedItem;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clusters.v1.AskServiceRequest;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.DeclineToJoinRequest;
import uk.yjx.clusters.v1.Invitation;
import uk.yjx.clusters.v1.InvitationState;
import uk.yjx.clusters.v1.OtherService;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** Children of two services, each linked by its own lead. */
final class JoinedClustersTest {
  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Leads north = new Leads(exchange);
  private final Leads south = new Leads(exchange);

  @BeforeEach
  void oneChildEach() {
    north.agree(north.area.service, south.area.service);
    south.agree(south.area.service, north.area.service);
    north.area.child(11, north.area.ann);
    south.area.child(22, south.area.ann);
  }

  @Test
  void joinsWithAClusterOfItsOwnAndNeitherSeesTheOthersChildren() {
    String asking = north.open(north.opening(north.event(11)).addAskServices(south.area.service));
    assertEquals(1, north.warnings(north.area.ann).size(), "one's own child is warned at once");
    assertEquals(0, south.warnings(south.area.ann).size());
    assertEquals(1, waiting(south.area).size(), "the other service hears that it is asked");
    Invitation invitation = south.list(false).getInvitations(0);
    assertEquals(north.area.service, invitation.getFromService());
    assertEquals(north.area.dee, invitation.getSpeakTo());
    String theirs = south.event(22);
    String joined = south.open(south.opening(theirs).setInvitationId(invitation.getInvitationId()));
    assertEquals(south.area.dee, south.warnings(south.area.ann).getFirst().getSpeakTo());
    assertEquals(List.of(), waiting(south.area));
    OtherService seen = north.get(asking).getServices(0);
    assertEquals(InvitationState.INVITATION_STATE_JOINED, seen.getState());
    assertEquals(south.area.dee, seen.getSpeakTo());
    OtherService back = south.get(joined).getServices(0);
    assertEquals(north.area.service, back.getService());
    assertFalse(bytes(north.get(asking).toByteArray()).contains("Childcc"));
    assertFalse(bytes(south.get(joined).toByteArray()).contains("Childbb"));
    assertTrue(bytes(south.get(joined).toByteArray()).contains("Childcc"));
    assertRefused("CLUSTER_NOT_FOUND", () -> north.get(joined));
    assertRefused("EVENT_NOT_FOUND", () -> north.add(asking, theirs));
    assertRefused("ALREADY_ASKED", () -> ask(asking, south.area.service));
    north.close(asking, ClosingReason.CLOSING_REASON_DANGER_OVER);
    south.sweep();
    assertFalse(south.get(joined).hasClosedAt(), "each ends its own");
    assertRefused(
        "INVITATION_NOT_FOUND",
        () -> south.open(south.opening(theirs).setInvitationId(invitation.getInvitationId())));
  }

  @Test
  void leavesTheAskingServicesWarningsWhenTheOtherDeclines() {
    String asking = north.open(north.opening(north.event(11)).addAskServices(south.area.service));
    String invitation = south.list(false).getInvitations(0).getInvitationId();
    assertRefused("INVITATION_NOT_FOUND", () -> decline(north, invitation));
    decline(south, invitation);
    assertRefused("INVITATION_NOT_FOUND", () -> decline(south, invitation));
    north.sweep();
    assertEquals(1, north.warnings(north.area.ann).size());
    assertEquals(
        InvitationState.INVITATION_STATE_DECLINED, north.get(asking).getServices(0).getState());
    ask(asking, south.area.service);
    assertEquals(1, south.list(false).getInvitationsCount(), "it may be asked again");
    north.close(asking, ClosingReason.CLOSING_REASON_NO_LINK);
    assertEquals(0, south.list(false).getInvitationsCount());
    assertEquals(List.of(), waiting(south.area));
  }

  @Test
  void asksNobodyWithoutAgreementsInBothDirections() {
    Leads stranger = new Leads(exchange);
    north.agree(north.area.service, stranger.area.service);
    String event = north.event(11);
    assertRefused(
        "NO_AGREEMENT",
        () -> north.open(north.opening(event).addAskServices(stranger.area.service)));
    for (String nobody : List.of(north.area.service, north.area.police, "none-such")) {
      assertRefused(
          "SERVICE_NOT_FOUND", () -> north.open(north.opening(event).addAskServices(nobody)));
    }
  }

  private void ask(String cluster, String service) {
    var unused =
        north
            .as(north.area.max)
            .askService(
                AskServiceRequest.newBuilder()
                    .setRequestId(north.area.requestId())
                    .setClusterId(cluster)
                    .setService(service)
                    .build());
  }

  private static void decline(Leads by, String invitation) {
    var unused =
        by.as(by.area.max)
            .declineToJoin(
                DeclineToJoinRequest.newBuilder()
                    .setRequestId(by.area.requestId())
                    .setInvitationId(invitation)
                    .build());
  }

  private static List<UnownedItem> waiting(Area area) {
    return area.unowned(area.dee).stream()
        .filter(item -> item.getReason() == UnownedReason.UNOWNED_REASON_CLUSTER_INVITATION)
        .toList();
  }

  static String bytes(byte[] message) {
    return new String(message, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
