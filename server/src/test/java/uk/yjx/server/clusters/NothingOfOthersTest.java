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
import java.util.TreeMap;
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
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.common.v1.Purpose;
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
    area.grant(cat, uk.yjx.common.v1.Role.ROLE_CASE_MANAGER, area.service);
    List<String> workers = List.of(area.ann, area.ben, cat, area.ann, area.ben);
    Model model = new Model(leads, random);
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

  /** What must be true of the clusters a test has made. */
  private static final class Model {
    private final Leads leads;
    private final RandomGenerator random;

    /** Events that stand: child by alert. */
    private final Map<String, Integer> events = new TreeMap<>();

    private final Map<String, String> notices = new TreeMap<>();

    /** Linked events by open cluster: child by alert. */
    final Map<String, Map<String, Integer>> open = new TreeMap<>();

    Model(Leads leads, RandomGenerator random) {
      this.leads = leads;
      this.random = random;
    }

    void event(int child) {
      String notice = leads.area.requestId();
      String alert = leads.event(child, notice);
      events.put(alert, child);
      notices.put(alert, notice);
    }

    void step() {
      switch (random.nextInt(6)) {
        case 0 -> openOne();
        case 1, 2 -> addOne();
        case 3 -> removeOne();
        case 4 -> {
          if (random.nextInt(3) == 0) {
            withdrawOne();
          }
        }
        default -> {
          if (random.nextInt(3) == 0) {
            closeOne();
          }
        }
      }
    }

    private void openOne() {
      String one = any(events.keySet());
      String two = any(events.keySet());
      Integer ofOne = events.get(one);
      Integer ofTwo = events.get(two);
      if (ofOne != null && ofTwo != null && !ofOne.equals(ofTwo)) {
        Map<String, Integer> linked = new TreeMap<>();
        linked.put(one, ofOne);
        linked.put(two, ofTwo);
        open.put(leads.open(one, two), linked);
      }
    }

    private void addOne() {
      String cluster = any(open.keySet());
      String alert = any(events.keySet());
      Map<String, Integer> linked = open.get(cluster);
      Integer child = events.get(alert);
      if (linked != null && child != null && !linked.containsKey(alert)) {
        leads.add(cluster, alert);
        linked.put(alert, child);
      }
    }

    private void removeOne() {
      String cluster = any(open.keySet());
      Map<String, Integer> linked = open.get(cluster);
      if (linked != null) {
        String alert = any(linked.keySet());
        Map<String, Integer> left = new TreeMap<>(linked);
        left.remove(alert);
        if (new HashSet<>(left.values()).size() < 2) {
          Leads.assertRefused("TOO_FEW_CHILDREN", () -> leads.remove(cluster, alert));
        } else {
          leads.remove(cluster, alert);
          open.put(cluster, left);
        }
      }
    }

    private void withdrawOne() {
      String alert = any(events.keySet());
      String notice = notices.get(alert);
      if (notice != null) {
        leads.withdraw(notice);
        events.remove(alert);
        open.values().forEach(linked -> linked.remove(alert));
        leads.sweep();
        settle();
      }
    }

    private void closeOne() {
      String cluster = any(open.keySet());
      if (!cluster.isEmpty()) {
        leads.close(
            cluster,
            random.nextBoolean()
                ? ClosingReason.CLOSING_REASON_DANGER_OVER
                : ClosingReason.CLOSING_REASON_NO_LINK);
        open.remove(cluster);
      }
    }

    void settle() {
      open.values().removeIf(linked -> new HashSet<>(linked.values()).size() < 2);
    }

    private String any(Set<String> from) {
      List<String> all = List.copyOf(from);
      return all.isEmpty() ? "" : all.get(random.nextInt(all.size()));
    }
  }
}
