package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.DisputeAlertRequest;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.intelligence.v1.AmendNoticeRequest;
import uk.yjx.intelligence.v1.AmendNoticeResponse;
import uk.yjx.intelligence.v1.AnswerDisputeRequest;
import uk.yjx.intelligence.v1.Dispute;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc.IntelligenceServiceBlockingStub;
import uk.yjx.intelligence.v1.ListDisputesRequest;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;

/** A notice put right in one step, and what a child says of one: promises 7 and 8. */
final class AmendAndDisputeTest {

  @Test
  void takesANoticeBackAndSendsAnotherInOneEntry() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.child(2, area.ben);
    Reading ann = Reading.of(area, area.ann);
    Reading ben = Reading.of(area, area.ben);
    String wrong = Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    AmendNoticeRequest request =
        AmendNoticeRequest.newBuilder()
            .setRequestId(area.requestId())
            .setNoticeRequestId(wrong)
            .setReason(RecallReason.RECALL_REASON_WRONG_PERSON)
            .setNotice(
                area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 2))
            .build();
    AmendNoticeResponse first = police(area).amendNotice(request);
    RecallTest.assertTombstone(ann.event().getAlert(), alert);
    assertEquals(EntryCause.ENTRY_CAUSE_NEW, ben.event().getCause());
    assertEquals(first.getAnswer(), police(area).amendNotice(request).getAnswer());
    assertEquals(
        first.getAnswer().getAccepted().getPosition(),
        Recalling.count(
            "SELECT max(withdrawn_position) FROM intelligence.notice WHERE replaced"
                + " AND agency_id = '"
                + area.police
                + "'"));
    assertEquals(List.of(), ben.untilLive());
    Recalling.withdraw(area, request.getRequestId());
    assertEquals(EntryCause.ENTRY_CAUSE_WITHDRAWN, ben.event().getCause());
    ann.close();
    ben.close();
  }

  @Test
  void sendsNothingInPlaceOfANoticeThatIsNotThere() {
    Area area = Area.full();
    area.child(1, area.ann);
    AmendNoticeRequest request =
        AmendNoticeRequest.newBuilder()
            .setRequestId(area.requestId())
            .setNoticeRequestId("no-such-notice")
            .setReason(RecallReason.RECALL_REASON_FALSE)
            .setNotice(
                area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1))
            .build();
    assertEquals(
        "NOTICE_NOT_FOUND",
        Reading.status(() -> police(area).amendNotice(request)).getDescription());
    assertEquals(List.of(), DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()));
  }

  @Test
  void showsOnEveryViewWhatAChildDisputesUntilTheSenderRejectsIt() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    assertFalse(DeliveryTest.get(area, area.ann, alert).getDisputedByChild());
    dispute(area, area.dee, alert);
    assertTrue(ann.event().getAlert().getDisputedByChild());
    assertTrue(DeliveryTest.get(area, area.max, alert).getDisputedByChild());
    Reading fresh = Reading.of(area, area.ann);
    assertTrue(fresh.event().getAlert().getDisputedByChild());
    fresh.close();
    assertEquals(
        "DISPUTE_OPEN", Reading.status(() -> dispute(area, area.ann, alert)).getDescription());
    Dispute waiting = disputes(area).getFirst();
    assertEquals("He was at school.", waiting.getStatement());
    Instant since = instant(waiting.getSince());
    assertTrue(instant(waiting.getDueAt()).isAfter(since.plus(Duration.ofDays(27))));
    assertTrue(instant(waiting.getDueAt()).isBefore(since.plus(Duration.ofDays(32))));
    police(area).answerDispute(answer(area, waiting, false).build());
    AlertEvent after = ann.event();
    assertFalse(after.getAlert().getDisputedByChild());
    assertTrue(after.getAlert().hasEventTime());
    assertEquals(List.of(), disputes(area));
    assertEquals(
        "DISPUTE_NOT_FOUND",
        Reading.status(() -> police(area).answerDispute(answer(area, waiting, false).build()))
            .getDescription());
    ann.close();
  }

  @Test
  void recallsTheNoticeInTheStepThatUpholdsADispute() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    dispute(area, area.ann, alert);
    Dispute waiting = disputes(area).getFirst();
    assertEquals(notice, waiting.getNoticeRequestId());
    assertEquals(
        "REASON_NEEDED",
        Reading.status(() -> police(area).answerDispute(answer(area, waiting, true).build()))
            .getDescription());
    AnswerDisputeRequest upheld =
        answer(area, waiting, true)
            .setRecallReason(RecallReason.RECALL_REASON_WRONG_PERSON)
            .build();
    var first = police(area).answerDispute(upheld);
    RecallTest.assertTombstone(ann.event().getAlert(), alert);
    assertEquals(first, police(area).answerDispute(upheld));
    assertEquals(
        "NOTICE_WITHDRAWN",
        Reading.status(() -> Recalling.withdraw(area, notice)).getDescription());
    ann.close();
  }

  @Test
  void tellsTheSenderOfADisputeAboutWhatALookBackFound() throws Exception {
    Area area = Area.full();
    String notice = Recalling.arrest(area, 1);
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    Alert alert = ann.event().getAlert();
    dispute(area, area.ann, alert.getAlertId());
    assertEquals(notice, disputes(area).getFirst().getNoticeRequestId());
    ann.close();
  }

  @Test
  void keepsDisputesFromOtherAgencies() throws Exception {
    Area area = Area.full();
    Area foreign = Area.small();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    dispute(area, area.ann, alert);
    assertEquals(List.of(), disputes(foreign));
    Dispute waiting = disputes(area).getFirst();
    assertEquals(
        "DISPUTE_NOT_FOUND",
        Reading.status(() -> police(foreign).answerDispute(answer(foreign, waiting, false).build()))
            .getDescription());
    assertEquals(
        "ALERT_NOT_FOUND",
        Reading.status(() -> dispute(foreign, foreign.ann, alert)).getDescription());
    assertNotEquals(List.of(), disputes(area));
    ann.close();
  }

  private static IntelligenceServiceBlockingStub police(Area area) {
    return IntelligenceServiceGrpc.newBlockingStub(area.as(area.police + "/system/records"));
  }

  private static List<Dispute> disputes(Area area) {
    return police(area).listDisputes(ListDisputesRequest.getDefaultInstance()).getDisputesList();
  }

  private static void dispute(Area area, String who, String alert) {
    var unused =
        AlertServiceGrpc.newBlockingStub(area.as(who))
            .disputeAlert(
                DisputeAlertRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(alert)
                    .setStatement("He was at school.")
                    .build());
  }

  private static AnswerDisputeRequest.Builder answer(Area area, Dispute dispute, boolean upheld) {
    return AnswerDisputeRequest.newBuilder()
        .setRequestId(area.requestId())
        .setDisputeId(dispute.getDisputeId())
        .setUpheld(upheld)
        .setReason("The custody record was looked at again.");
  }

  private static Instant instant(com.google.protobuf.Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
