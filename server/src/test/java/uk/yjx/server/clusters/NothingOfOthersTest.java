package uk.yjx.server.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** Promise 5 for clusters: whatever reaches a worker holds nothing of another worker's child. */
final class NothingOfOthersTest {
  private static final int STEPS = 60;
  private static final int CHILDREN = 5;

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Leads leads = new Leads(exchange);
  private final Area area = leads.area;

  @Test
  void noByteThatReachesAWorkerIsOfAnotherChild() {
    area.child(11, area.ann);
    String other = area.child(22, area.ben);
    area.child(33, area.ben);
    Iterator<WatchResponse> stream =
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .watch(WatchRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build());
    String own = leads.event(11);
    String theirs = leads.event(22);
    String third = leads.event(33);
    String cluster =
        leads.open(
            leads
                .opening(own, theirs, third)
                .setReason("CANARY: Childcc of Hidden Lane 2200 against Childbb"));
    List<byte[]> reached = new ArrayList<>();
    AlertEvent warned = until(stream, reached, AlertKind.ALERT_KIND_RETALIATION_RISK);
    assertEquals(area.dee, warned.getAlert().getSpeakTo());
    leads.remove(cluster, own);
    AlertEvent withdrawn = next(stream, reached);
    while (withdrawn.getCause() != EntryCause.ENTRY_CAUSE_WITHDRAWN) {
      withdrawn = next(stream, reached);
    }
    assertEquals(warned.getAlert().getAlertId(), withdrawn.getAlert().getAlertId());
    reached.add(leads.alerts(area.ann, Scope.SCOPE_MY_CASELOAD).toByteArray());
    reached.add(
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .getAlert(
                GetAlertRequest.newBuilder()
                    .setAlertId(own)
                    .setPurpose(Purpose.PURPOSE_SUPERVISION)
                    .build())
            .toByteArray());
    String warning = leads.warnings(area.ben).getFirst().getAlertId();
    for (String canary :
        List.of(
            "Childcc",
            "CANARY",
            "C-22",
            "Hidden Lane 2200",
            area.person(22).getIdentifiers(0).getValue(),
            other,
            theirs,
            cluster,
            warning,
            area.ben,
            area.max)) {
      for (byte[] bytes : reached) {
        assertFalse(JoinedClustersTest.bytes(bytes).contains(canary), canary);
      }
    }
    assertTrue(reached.stream().anyMatch(b -> JoinedClustersTest.bytes(b).contains("Childbb")));
  }

  @Test
  void warnsExactlyWhoHasReasonToFearThroughRandomClusters() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String cat = area.service + "/user/cat";
    area.principal(cat);
    area.grant(cat, Role.ROLE_CASE_MANAGER, area.service);
    List<String> workers = List.of(area.ann, area.ben, cat, area.ann, area.ben);
    ClusterModel model = new ClusterModel(leads, random);
    for (int child = 1; child <= CHILDREN; child++) {
      area.child(child * 11, workers.get(child - 1));
      model.event(child * 11);
      model.event(child * 11);
    }
    for (int i = 0; i < STEPS; i++) {
      model.step();
    }
    leads.sweep();
    model.settle();
    for (String worker : Set.copyOf(workers)) {
      String where = "seed " + seed + ", " + worker;
      List<String> standing = new ArrayList<>();
      for (Alert alert : leads.warnings(worker)) {
        if (alert.getState() != AlertState.ALERT_STATE_OUTCOME_RECORDED) {
          standing.add(alert.getChild().getServiceChildId());
        }
      }
      List<String> expected = new ArrayList<>();
      Set<String> foreign = new HashSet<>();
      for (int child = 1; child <= CHILDREN; child++) {
        boolean own = workers.get(child - 1).equals(worker);
        for (Map<String, Integer> cluster : model.open.values()) {
          if (own && cluster.containsValue(child * 11)) {
            expected.add("C-" + child * 11);
          }
        }
        if (!own) {
          foreign.add("C-" + child * 11);
          foreign.add(area.person(child * 11).getNames(0).getSurname());
        }
      }
      expected.sort(null);
      standing.sort(null);
      assertEquals(expected, standing, where);
      String bytes =
          JoinedClustersTest.bytes(leads.alerts(worker, Scope.SCOPE_MY_CASELOAD).toByteArray());
      foreign.forEach(canary -> assertFalse(bytes.contains(canary), where + canary));
    }
  }

  private static AlertEvent until(
      Iterator<WatchResponse> stream, List<byte[]> reached, AlertKind kind) {
    AlertEvent event = next(stream, reached);
    while (event.getAlert().getKind() != kind) {
      event = next(stream, reached);
    }
    return event;
  }

  /** The next alert of a stream; a frame brings one or more, of which the last is asked about. */
  private static AlertEvent next(Iterator<WatchResponse> stream, List<byte[]> reached) {
    while (true) {
      WatchResponse frame = stream.next();
      reached.add(frame.toByteArray());
      if (frame.hasEvents()) {
        List<AlertEvent> events = frame.getEvents().getEventsList();
        return events.getLast();
      }
    }
  }
}
