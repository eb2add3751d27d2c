package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.Grant;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListAlertsResponse;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.alerts.v1.StreamState;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Urgency;

/** Alerts on their way to those who hold the case: promises 1, 6, 9 and 14. */
final class DeliveryTest {

  @Test
  void deliversAnAlertOnceAndTakesItsAcknowledgement() throws Exception {
    Area area = Area.full();
    String child = area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    assertTrue(ann.frame().hasOpened());
    assertEquals(List.of(), ann.untilLive());
    area.arrest(1);
    AlertEvent event = ann.event();
    assertEquals(EntryCause.ENTRY_CAUSE_NEW, event.getCause());
    Alert alert = event.getAlert();
    assertEquals(child, alert.getChild().getChildId());
    assertEquals(AlertKind.ALERT_KIND_ARREST, alert.getKind());
    assertEquals(AlertState.ALERT_STATE_DELIVERED, alert.getState());
    assertTrue(alert.hasDueAt());
    AcknowledgeResult done = ann.acknowledge(alert.getAlertId());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, done.getStatus());
    assertEquals(
        AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY,
        ann.acknowledge(alert.getAlertId()).getStatus());
    Alert read = get(area, area.ann, alert.getAlertId());
    assertEquals(AlertState.ALERT_STATE_ACKNOWLEDGED, read.getState());
    assertEquals(area.ann, read.getAcknowledgedBy());
    assertEquals(List.of(), ann.untilLive());
    ann.close();
  }

  @Test
  void tellsTheFirstFrameBeforeAnyAlertHoweverManyWait() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    for (int i = 0; i < 5; i++) {
      area.arrest(1);
      Reading ann = Reading.of(area, area.ann);
      assertTrue(ann.frame().hasOpened());
      ann.close();
    }
  }

  @Test
  void staysQuietAboutNotes() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    area.submit(area.quietStop(1));
    Alert note = ann.event().getAlert();
    assertEquals(Urgency.URGENCY_NOTE, note.getUrgency());
    assertFalse(note.hasDueAt());
    AcknowledgeResult refused = ann.acknowledge(note.getAlertId());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_REFUSED, refused.getStatus());
    assertEquals("ALERT_IS_NOTE", refused.getReason());
    assertEquals(List.of(), list(area, area.ann, ListAlertsRequest.newBuilder()));
    assertEquals(
        List.of(note.getAlertId()),
        list(area, area.ann, ListAlertsRequest.newBuilder().addUrgencies(Urgency.URGENCY_NOTE)));
    ann.close();
  }

  @Test
  void sendsNoMoreThanTheCreditAndOverdrawsBytesOnce() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    for (int i = 0; i < 3; i++) {
      area.arrest(1);
    }
    Reading ann =
        Reading.of(
            area,
            area.ann,
            Reading.opening().setCredit(Grant.newBuilder().setAlerts(3).setBytes(1)));
    assertTrue(ann.frame().hasOpened());
    var events = ann.frame().getEvents();
    assertEquals(1, events.getEventsCount());
    assertTrue(events.getCreditBytes() < 0);
    assertEquals(2, events.getCreditAlerts());
    assertEquals("NO_CREDIT", blockedReason(ann));
    ann.grant(0, 1_000_000);
    assertEquals(2, ann.events().size());
    assertEquals(List.of(), ann.untilLive());
    area.arrest(1);
    assertEquals("NO_CREDIT", blockedReason(ann));
    ann.grant(1, 0);
    assertEquals(1, ann.events().size());
    ann.close();
  }

  @Test
  void refusesFramesOutOfOrder() throws Exception {
    Area area = Area.full();
    Reading ann = Reading.of(area, area.ann);
    ann.frame();
    ann.send(ReceiveRequest.newBuilder().setOpen(Reading.opening()).build());
    assertEquals("FRAME_OUT_OF_ORDER", ann.end().getDescription());
  }

  @Test
  void answersWhatWasAskedBeforeAReaderWhoSaysNoMoreIsLetGo() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    area.arrest(1);
    String alert = ann.event().getAlert().getAlertId();
    ann.send(
        ReceiveRequest.newBuilder()
            .setAcknowledge(uk.yjx.alerts.v1.Acknowledge.newBuilder().addAlertIds(alert))
            .build());
    ann.halfClose();
    assertEquals(alert, ann.acknowledged().getResults(0).getAlertId());
    assertEquals(Status.Code.OK, ann.end().getCode());
    Reading silent = Reading.of(area, area.ann);
    silent.halfClose();
    assertEquals(Status.Code.OK, silent.end().getCode());
  }

  @Test
  void watchesWithoutCreditAndAcknowledgesByCall() {
    Area area = Area.full();
    area.child(1, area.ann);
    area.arrest(1);
    Iterator<WatchResponse> frames =
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .watch(WatchRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build());
    assertTrue(frames.next().hasOpened());
    String alert = frames.next().getEvents().getEvents(0).getAlert().getAlertId();
    var request =
        AcknowledgeAlertsRequest.newBuilder()
            .setRequestId(area.requestId())
            .addAlertIds(alert)
            .build();
    var stub = AlertServiceGrpc.newBlockingStub(area.as(area.ann));
    var first = stub.acknowledgeAlerts(request);
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, first.getResults(0).getStatus());
    assertEquals(first, stub.acknowledgeAlerts(request));
    assertEquals(
        "REQUEST_ID_REUSED",
        Reading.status(() ->
                stub.acknowledgeAlerts(
                    request.toBuilder()
                        .addAlertIds(java.util.UUID.randomUUID().toString())
                        .build()))
            .getDescription());
  }

  @Test
  void listsInPagesOnlyWhatTheReaderMaySee() {
    Area area = Area.full();
    area.child(1, area.ann);
    area.arrest(1);
    area.arrest(1);
    for (int i = 2; i < 6; i++) {
      area.child(i, area.ann);
      area.arrest(i);
      area.child(i, area.ben);
    }
    List<String> annSees = list(area, area.ann, ListAlertsRequest.newBuilder().setPageSize(1));
    assertEquals(2, annSees.size());
    assertEquals(
        6,
        list(area, area.max, ListAlertsRequest.newBuilder().setScope(Scope.SCOPE_SERVICE)).size());
    String bens = list(area, area.ben, ListAlertsRequest.newBuilder()).getFirst();
    Status absent =
        Reading.status(() -> get(area, area.ann, java.util.UUID.randomUUID().toString()));
    Status forbidden = Reading.status(() -> get(area, area.ann, bens));
    assertEquals("ALERT_NOT_FOUND", forbidden.getDescription());
    assertEquals(absent.toString(), forbidden.toString());
  }

  static String blockedReason(Reading reader) throws InterruptedException {
    Progress progress = reader.progress();
    while (progress.getState() != StreamState.STREAM_STATE_BLOCKED) {
      progress = reader.progress();
    }
    return progress.getBlockedReason();
  }

  static Alert get(Area area, String who, String alert) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .getAlert(
            GetAlertRequest.newBuilder()
                .setAlertId(alert)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlert();
  }

  static List<String> list(Area area, String who, ListAlertsRequest.Builder request) {
    Set<String> found = new LinkedHashSet<>();
    String token = "";
    do {
      ListAlertsResponse page =
          AlertServiceGrpc.newBlockingStub(area.as(who))
              .listAlerts(
                  request.setPurpose(Purpose.PURPOSE_SUPERVISION).setPageToken(token).build());
      page.getAlertsList().forEach(a -> assertTrue(found.add(a.getAlertId())));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return List.copyOf(found);
  }
}
