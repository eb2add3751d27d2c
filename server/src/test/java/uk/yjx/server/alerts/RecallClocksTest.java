package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.SenderKnowledge;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.DisputeAlertRequest;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.AnswerDisputeRequest;
import uk.yjx.intelligence.v1.Dispute;
import uk.yjx.intelligence.v1.GetRecallReportRequest;
import uk.yjx.intelligence.v1.GetRecallReportResponse;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.ListDisputesRequest;
import uk.yjx.intelligence.v1.RecallCount;
import uk.yjx.server.clocks.ClockRun;

/** Clocks of recalls and disputes, and what a sender learns of a recall: promises 4, 8 and 13. */
final class RecallClocksTest {
  private final AlertsExchange exchange = AlertsExchange.shared();

  @Test
  void stopsTheLadderOfAnAlertThatIsWithdrawn() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    String running =
        "SELECT count(*) FROM clocks.clock WHERE state = 1 AND kind IN (1, 2, 3) AND subject = '"
            + alert
            + "'";
    assertEquals(1, Recalling.count(running));
    Recalling.withdraw(area, notice);
    assertEquals(0, Recalling.count(running));
    ann.close();
  }

  @Test
  void climbsWithAnUnconfirmedRecallByTheWholeLadder() throws Exception {
    Area area = Area.full();
    String hal = area.service + "/user/hal";
    area.principal(hal);
    area.grant(hal, Role.ROLE_HEAD_OF_SERVICE, area.service);
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    Reading dee = Reading.of(area, area.dee);
    Reading max = Reading.of(area, area.max);
    Reading head = Reading.of(area, hal);
    Recalling.withdraw(area, notice);
    ann.event();
    List<String> order = new ArrayList<>();
    for (int hour = 0; hour < 24 * 7 && order.size() < 3; hour++) {
      exchange.clock().pass(Duration.ofHours(1));
      exchange.bean(ClockRun.class).run();
      note(order, "desk", dee, alert);
      note(order, "manager", max, alert);
      note(order, "head", head, alert);
    }
    assertEquals(List.of("desk", "manager", "head"), order);
    assertFalse(hasItem(area, UnownedReason.UNOWNED_REASON_RECALL_UNCONFIRMED));
    exchange.clock().pass(Duration.ofDays(7));
    exchange.bean(ClockRun.class).run();
    assertTrue(hasItem(area, UnownedReason.UNOWNED_REASON_RECALL_UNCONFIRMED));
    ann.close();
    dee.close();
    max.close();
    head.close();
  }

  @Test
  void climbsWithADisputeUntilItsSenderAnswers() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Recalling.arrest(area, 1);
    Reading ann = Reading.of(area, area.ann);
    String alert = ann.event().getAlert().getAlertId();
    dispute(area, alert);
    assertFalse(disputes(area).getFirst().getClimbed());
    Reading max = Reading.of(area, area.max);
    assertEquals(List.of(), max.untilLive());
    exchange.clock().pass(Duration.ofDays(12));
    exchange.bean(ClockRun.class).run();
    List<AlertEvent> told = max.untilLive();
    assertTrue(
        told.stream()
            .anyMatch(e ->
                e.getCause() == EntryCause.ENTRY_CAUSE_ESCALATED
                    && e.getAlert().getDisputedByChild()));
    Dispute waiting = disputes(area).getFirst();
    assertTrue(waiting.getClimbed());
    assertFalse(waiting.getOverdue());
    exchange.clock().pass(Duration.ofDays(31));
    exchange.bean(ClockRun.class).run();
    assertTrue(disputes(area).getFirst().getOverdue());
    assertTrue(hasItem(area, UnownedReason.UNOWNED_REASON_DISPUTE_UNANSWERED));
    ann.close();
    max.close();
  }

  @Test
  void stopsTheClockOfADisputeThatIsAnswered() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Recalling.arrest(area, 1);
    Reading ann = Reading.of(area, area.ann);
    dispute(area, ann.event().getAlert().getAlertId());
    String id = disputes(area).getFirst().getDisputeId();
    String running =
        "SELECT count(*) FROM clocks.clock WHERE state = 1 AND kind = 8 AND subject = '" + id + "'";
    assertEquals(1, Recalling.count(running));
    var unused =
        police(area)
            .answerDispute(
                AnswerDisputeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setDisputeId(id)
                    .setReason("Invented")
                    .build());
    assertEquals(0, Recalling.count(running));
    ann.close();
  }

  @Test
  void tellsTheSenderCountsOnlyWhereAnAgreementGrantsThem() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String known = Recalling.arrest(area, 1);
    String unknown = Recalling.arrest(area, 2);
    String alert = ann.event().getAlert().getAlertId();
    assertEquals(
        "NOTICE_NOT_WITHDRAWN", Reading.status(() -> report(area, known)).getDescription());
    Recalling.withdraw(area, known);
    Recalling.withdraw(area, unknown);
    ann.event();
    GetRecallReportResponse silent = report(area, known);
    assertEquals(RecallReason.RECALL_REASON_WRONG_PERSON, silent.getReason());
    assertEquals(
        silent.toBuilder().clearRecalledAt().build(),
        report(area, unknown).toBuilder().clearRecalledAt().build(),
        "the same for a child whom nobody knows");
    assertFalse(silent.getCountsTold());
    grantCounts(area);
    assertEquals(List.of(count(area, 1, 0)), report(area, known).getByAgencyList());
    Recalling.acknowledge(area, area.ann, alert);
    assertEquals(List.of(count(area, 1, 1)), report(area, known).getByAgencyList());
    assertTrue(report(area, unknown).getCountsTold(), "told whoever it was about");
    assertEquals(0, report(area, unknown).getRecipients());
    assertEquals(
        "NOTICE_NOT_FOUND", Reading.status(() -> report(Area.small(), known)).getDescription());
    ann.close();
  }

  private static void note(List<String> order, String who, Reading reading, String alert)
      throws InterruptedException {
    boolean told =
        reading.untilLive().stream()
            .anyMatch(e ->
                e.getCause() == EntryCause.ENTRY_CAUSE_ESCALATED
                    && e.getAlert().getAlertId().equals(alert));
    if (told) {
      order.add(who);
    }
  }

  private static RecallCount count(Area area, int recipients, int confirmed) {
    return RecallCount.newBuilder()
        .setAgency(area.service)
        .setRecipients(recipients)
        .setConfirmed(confirmed)
        .build();
  }

  /** A new version of the area's agreement that lets the sender learn the counts. */
  private void grantCounts(Area area) {
    Instant now = exchange.clock().instant();
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(area.police + "-" + area.service)
            .setTitle("Invented")
            .addFromAgencies(area.police)
            .addToAgencies(area.service)
            .addCategories(DataCategory.DATA_CATEGORY_POLICE_EVENT)
            .addCategories(DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .addSenderMayLearn(SenderKnowledge.SENDER_KNOWLEDGE_RECALL_COUNTS)
            .setValidFrom(Area.timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(now.plus(Duration.ofDays(700)))));
  }

  private static GetRecallReportResponse report(Area area, String notice) {
    return police(area)
        .getRecallReport(GetRecallReportRequest.newBuilder().setNoticeRequestId(notice).build());
  }

  private static void dispute(Area area, String alert) {
    var unused =
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .disputeAlert(
                DisputeAlertRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(alert)
                    .setStatement("Was at school.")
                    .build());
  }

  private static List<Dispute> disputes(Area area) {
    return police(area).listDisputes(ListDisputesRequest.getDefaultInstance()).getDisputesList();
  }

  private static boolean hasItem(Area area, UnownedReason reason) {
    return area.unowned("operator/user/administrator").stream()
        .anyMatch(item -> item.getService().equals(area.service) && item.getReason() == reason);
  }

  private static IntelligenceServiceGrpc.IntelligenceServiceBlockingStub police(Area area) {
    return IntelligenceServiceGrpc.newBlockingStub(area.as(area.police + "/system/records"));
  }
}
