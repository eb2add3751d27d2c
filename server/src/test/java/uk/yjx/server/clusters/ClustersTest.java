package uk.yjx.server.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.clusters.Leads.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.ClusterView;
import uk.yjx.clusters.v1.EventState;
import uk.yjx.clusters.v1.GetClusterRequest;
import uk.yjx.clusters.v1.OpenClusterRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Urgency;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.clocks.ClockRun;

/** Events of several children of one service, linked by its lead, through the whole exchange. */
final class ClustersTest {
  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Leads leads = new Leads(exchange);
  private final Area area = leads.area;
  private String first = "";
  private String second = "";

  @BeforeEach
  void twoChildrenOfTwoWorkers() {
    area.child(1, area.ann);
    area.child(2, area.ben);
    first = leads.event(1);
    second = leads.event(2);
  }

  @Test
  void warnsEveryWorkerConcernedWhomToSpeakToAndClimbsUntilAcknowledged() {
    String cluster = leads.open(first, second);
    for (String worker : List.of(area.ann, area.ben)) {
      Alert warning = leads.warnings(worker).getFirst();
      assertEquals(area.dee, warning.getSpeakTo());
      assertEquals(Urgency.URGENCY_IMMEDIATE, warning.getUrgency());
      assertEquals(area.service, warning.getSourceAgency());
      assertEquals(0, warning.getOthersCount());
      assertTrue(warning.hasNextRung());
    }
    assertEquals(2, leads.warnings(area.dee).size(), "the duty desk has what cannot wait");
    assertEquals(0, leads.warnings(area.max).size());
    exchange.clock().pass(Duration.ofMinutes(16));
    exchange.bean(ClockRun.class).run();
    assertEquals(2, leads.warnings(area.max).size(), "the manager is told after 15 minutes");
    ClusterView seen = leads.get(cluster);
    assertEquals("Two groups since the spring fair.", seen.getReason());
    assertEquals(2, seen.getEventsCount());
    assertFalse(seen.getEvents(0).getChildName().isEmpty());
    assertEquals(1, leads.list(false).getClustersCount());
  }

  @Test
  void warnsAWorkerOnceOfAChildWithTwoEventsAndOfOneThatComesLater() {
    String cluster = leads.open(first, leads.event(1), second);
    assertEquals(1, leads.warnings(area.ann).size());
    area.child(3, area.ann);
    leads.add(cluster, leads.event(3));
    assertEquals(2, leads.warnings(area.ann).size());
    assertEquals(1, leads.warnings(area.ben).size());
    assertRefused("EVENT_ALREADY_LINKED", () -> leads.add(cluster, first));
  }

  @Test
  void recallsTheWarningWhenTheChildsLastEventIsTakenOut() {
    String again = leads.event(1);
    area.child(3, area.ann);
    String cluster = leads.open(first, again, second, leads.event(3));
    leads.remove(cluster, first);
    assertEquals(2, leads.warnings(area.ann).size(), "another event of the child stands");
    leads.remove(cluster, again);
    assertEquals(1, leads.warnings(area.ann).size());
    assertEquals(1, leads.warnings(area.ann, Alert::hasRecalled).size(), "who had it is told");
    assertEquals(
        EventState.EVENT_STATE_REMOVED,
        leads.get(cluster).getEventsList().stream()
            .filter(event -> event.getAlertId().equals(again))
            .findFirst()
            .orElseThrow()
            .getState());
    assertRefused("EVENT_NOT_FOUND", () -> leads.remove(cluster, again));
    assertRefused("TOO_FEW_CHILDREN", () -> leads.remove(cluster, second));
    leads.add(cluster, again);
    assertEquals(2, leads.warnings(area.ann).size(), "and warned again");
  }

  @Test
  void settlesWarningsWhenTheDangerIsOverAndRecallsThemWhereNothingLinkedTheChildren() {
    String cluster = leads.open(first, second);
    leads.close(cluster, ClosingReason.CLOSING_REASON_DANGER_OVER);
    Alert settled = leads.warnings(area.ann).getFirst();
    assertEquals(AlertState.ALERT_STATE_OUTCOME_RECORDED, settled.getState());
    assertFalse(settled.hasNextRung());
    exchange.clock().pass(Duration.ofHours(3));
    exchange.bean(ClockRun.class).run();
    assertEquals(0, leads.warnings(area.max).size(), "nothing climbs any more");
    assertRefused("CLUSTER_CLOSED", () -> leads.add(cluster, first));
    assertRefused(
        "CLUSTER_CLOSED", () -> leads.close(cluster, ClosingReason.CLOSING_REASON_NO_LINK));
    assertEquals(0, leads.list(false).getClustersCount());
    assertEquals(1, leads.list(true).getClustersCount());
    String other = leads.open(first, second);
    leads.warnings(area.ann);
    leads.close(other, ClosingReason.CLOSING_REASON_NO_LINK);
    assertEquals(1, leads.warnings(area.ann).size());
    assertEquals(1, leads.warnings(area.ann, Alert::hasRecalled).size());
  }

  @Test
  void followsAWithdrawalAndEndsByItselfWhenTooFewChildrenAreLeft() {
    area.child(3, area.ann);
    String notice = area.requestId();
    String other = area.requestId();
    String cluster = leads.open(leads.event(3, notice), leads.event(1, other), second);
    assertEquals(2, leads.warnings(area.ann).size());
    leads.withdraw(notice);
    leads.sweep();
    assertEquals(1, leads.warnings(area.ann).size());
    assertEquals(1, leads.warnings(area.ben).size());
    leads.withdraw(other);
    leads.sweep();
    assertEquals(0, leads.warnings(area.ann).size());
    ClusterView ended = leads.get(cluster);
    assertEquals(ClosingReason.CLOSING_REASON_TOO_FEW_CHILDREN, ended.getClosing());
    assertEquals(
        AlertState.ALERT_STATE_OUTCOME_RECORDED,
        leads.warnings(area.ben).getFirst().getState(),
        "the other child has nobody to fear any more");
  }

  @Test
  void refusesWhatCannotBeLinkedAndTellsAbsentFromForbiddenToNobody() {
    Leads elsewhere = new Leads(exchange);
    elsewhere.area.child(1, elsewhere.area.ann);
    String theirs = elsewhere.event(1);
    for (String unknown : List.of(theirs, Leads.ABSENT)) {
      assertRefused("EVENT_NOT_FOUND", () -> leads.open(first, unknown));
    }
    String cluster = leads.open(first, second);
    String warning = leads.warnings(area.ann).getFirst().getAlertId();
    assertRefused("EVENT_NOT_FOUND", () -> leads.add(cluster, warning));
    assertRefused("TOO_FEW_CHILDREN", () -> leads.open(first));
    for (String nobody :
        List.of(elsewhere.area.max, leads.area.police + "/system/records", "x/y")) {
      assertRefused(
          "CONTACT_NOT_ALLOWED", () -> leads.open(leads.opening(first, second).setSpeakTo(nobody)));
    }
    assertRefused(
        "SERVICE_NOT_ALLOWED",
        () -> leads.open(leads.opening(first, second).setService(elsewhere.area.service)));
    for (String missing : List.of(cluster, Leads.ABSENT)) {
      assertRefused("CLUSTER_NOT_FOUND", () -> elsewhere.add(missing, theirs));
      assertRefused(
          "CLUSTER_NOT_FOUND",
          () ->
              elsewhere
                  .as(elsewhere.area.max)
                  .getCluster(
                      GetClusterRequest.newBuilder()
                          .setClusterId(missing)
                          .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
                          .build()));
    }
    OpenClusterRequest once = leads.opening(first, second).build();
    assertEquals(
        leads.as(area.max).openCluster(once).getClusterId(),
        leads.as(area.max).openCluster(once).getClusterId());
  }

  @Test
  void opensNothingWithoutAnAgreementOfTheServiceWithItself() {
    Area bare = Area.full(exchange);
    bare.child(1, bare.ann);
    bare.child(2, bare.ben);
    bare.arrest(1);
    bare.arrest(2);
    List<String> arrests =
        leads.alerts(bare.max, Scope.SCOPE_SERVICE).getAlertsList().stream()
            .map(Alert::getAlertId)
            .toList();
    OpenClusterRequest request =
        leads
            .opening(arrests.toArray(new String[0]))
            .setService(bare.service)
            .setSpeakTo(bare.dee)
            .build();
    assertRefused("NO_AGREEMENT", () -> leads.as(bare.max).openCluster(request));
  }

  @Test
  void warnsOnceWhenManyEventsOfAChildAreLinkedAtTheSameTime() throws Exception {
    area.child(3, area.ann);
    String cluster = leads.open(first, second);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      events.add(leads.event(3));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> adding = new ArrayList<>();
      events.forEach(event -> adding.add(threads.submit(() -> leads.add(cluster, event))));
      for (Future<?> one : adding) {
        one.get();
      }
    }
    assertEquals(8, leads.get(cluster).getEventsCount());
    assertEquals(2, leads.warnings(area.ann).size(), "one for each of Ann's children");
  }
}
