package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.WireExchange;

/** Own caseload, team and service over mutual TLS, live and listed. */
final class ScopesTest {
  private final Area area = Area.full(WireExchange.shared());
  private final Area elsewhere = Area.full(WireExchange.shared());

  @Test
  void showsATeamWhatItSharesAndAServiceAllOfIts() throws Exception {
    area.child(1, List.of(lead(area.ann), group("Gangs")));
    area.child(2, List.of(lead(area.ben), group("Gangs")));
    area.child(3, area.ben);
    elsewhere.child(4, elsewhere.ann);
    Reading own = open(area, area.ann, Scope.SCOPE_MY_CASELOAD);
    Reading team = open(area, area.ann, Scope.SCOPE_TEAM);
    Reading service = open(area, area.max, Scope.SCOPE_SERVICE);
    Reading desk = open(area, area.dee, Scope.SCOPE_SERVICE);
    Reading other = open(elsewhere, elsewhere.max, Scope.SCOPE_SERVICE);
    for (int child = 1; child <= 3; child++) {
      area.arrest(child);
    }
    elsewhere.arrest(4);
    assertEquals(List.of("C-1"), children(own.untilLive()));
    assertEquals(List.of("C-1", "C-2"), children(team.untilLive()));
    assertEquals(List.of("C-1", "C-2", "C-3"), children(service.untilLive()));
    assertEquals(List.of("C-1", "C-2", "C-3"), children(desk.untilLive()));
    assertEquals(List.of("C-4"), children(other.untilLive()));
    assertEquals(1, DeliveryTest.list(area, area.ann, scope(Scope.SCOPE_MY_CASELOAD)).size());
    assertEquals(2, DeliveryTest.list(area, area.ann, scope(Scope.SCOPE_TEAM)).size());
    assertEquals(3, DeliveryTest.list(area, area.max, scope(Scope.SCOPE_SERVICE)).size());
    List.of(own, team, service, desk, other).forEach(Reading::close);
  }

  @Test
  void refusesTheServiceScopeToWhoNeitherManagesItNorSitsAtItsDesk() throws Exception {
    Reading refused = Reading.of(area, area.ann, Reading.opening().setScope(Scope.SCOPE_SERVICE));
    assertTrue(refused.end().getDescription().contains("scope"));
    var status =
        Reading.status(() ->
            AlertServiceGrpc.newBlockingStub(area.as(area.ann))
                .listAlerts(
                    scope(Scope.SCOPE_SERVICE).setPurpose(Purpose.PURPOSE_SUPERVISION).build()));
    assertEquals("PERMISSION_DENIED", status.getCode().name());
  }

  private static Reading open(Area area, String who, Scope scope) throws InterruptedException {
    Reading reading = Reading.of(area, who, Reading.opening().setScope(scope));
    assertEquals(List.of(), reading.untilLive());
    return reading;
  }

  private static List<String> children(List<AlertEvent> events) {
    return events.stream().map(e -> e.getAlert().getChild().getServiceChildId()).sorted().toList();
  }

  private static ListAlertsRequest.Builder scope(Scope scope) {
    return ListAlertsRequest.newBuilder().setScope(scope);
  }

  private Allocation lead(String worker) {
    return from(AllocationRole.ALLOCATION_ROLE_LEAD).setPrincipalId(worker).build();
  }

  private Allocation group(String name) {
    return from(AllocationRole.ALLOCATION_ROLE_PRACTICE_GROUP).setPracticeGroup(name).build();
  }

  private Allocation.Builder from(AllocationRole role) {
    return Allocation.newBuilder()
        .setRole(role)
        .setFrom(Area.timestamp(WireExchange.shared().clock().instant().minusSeconds(60)));
  }
}
