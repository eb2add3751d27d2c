package uk.yjx.server.safeguarding;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.safeguarding.v1.AmendNoticeRequest;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.SafeguardingServiceGrpc;
import uk.yjx.safeguarding.v1.SubmitNoticeRequest;
import uk.yjx.safeguarding.v1.WithdrawNoticeRequest;
import uk.yjx.server.ExchangeUnderTest;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** Children's social care of one area, with invented people in it. */
public final class Care {
  private static final List<DataCategory> CATEGORIES =
      List.of(
          DataCategory.DATA_CATEGORY_SOCIAL_CARE_EVENT,
          DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT,
          DataCategory.DATA_CATEGORY_HEALTH_EVENT,
          DataCategory.DATA_CATEGORY_CUSTODY_EVENT,
          DataCategory.DATA_CATEGORY_PUBLIC_PROTECTION_EVENT,
          DataCategory.DATA_CATEGORY_CONCERN);

  private final ExchangeUnderTest exchange;
  public final Area area;
  public final String agency;
  public final String system;

  private Care(ExchangeUnderTest exchange) {
    this.exchange = exchange;
    area = Area.full(exchange);
    String frontDoor = area.openFrontDoor();
    agency = frontDoor.substring(0, frontDoor.indexOf('/'));
    system = agency + "/system/records";
    area.principal(system);
    area.grant(system, Role.ROLE_NOTICE_SUBMITTER, "");
  }

  /** With an agreement that lets social care tell the youth justice service. */
  public static Care agreed() {
    return agreed(AlertsExchange.shared());
  }

  /** The same in another exchange. */
  public static Care agreed(ExchangeUnderTest exchange) {
    Care care = new Care(exchange);
    care.agree(care.agency, care.area.service, CATEGORIES);
    return care;
  }

  /** With none. */
  static Care withoutAgreement() {
    return new Care(AlertsExchange.shared());
  }

  /** Lets one agency tell another these things. */
  public void agree(String from, String to, List<DataCategory> categories) {
    agree(from, to, categories, List.of());
  }

  /** The same for readers in these roles alone; none for those an agreement means by itself. */
  void agree(String from, String to, List<DataCategory> categories, List<Role> roles) {
    Instant now = exchange.clock().instant();
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(from + "-" + to + "-care")
            .setTitle("Invented")
            .addFromAgencies(from)
            .addToAgencies(to)
            .addAllCategories(categories)
            .addAllRecipientRoles(roles)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CA04_S10)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
            .setValidFrom(timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(timestamp(now.plus(Duration.ofDays(700)))));
  }

  /** A notice about an invented child of the area. */
  public ChildNotice.Builder notice(ChildNoticeKind kind, int child, String episode, Instant at) {
    return ChildNotice.newBuilder()
        .setKind(kind)
        .setEpisodeReference(episode)
        .setChild(area.person(child))
        .setEventTime(
            EventTime.newBuilder()
                .setEarliest(timestamp(at))
                .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
        .setHandling(
            Handling.newBuilder()
                .setMarking(Marking.MARKING_OFFICIAL)
                .setRegime(Regime.REGIME_UK_GDPR)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING));
  }

  public NoticeAnswer submit(ChildNotice.Builder notice) {
    return submit(area.requestId(), notice);
  }

  public NoticeAnswer submit(String requestId, ChildNotice.Builder notice) {
    return stub()
        .submitNotice(
            SubmitNoticeRequest.newBuilder().setRequestId(requestId).setNotice(notice).build())
        .getAnswer();
  }

  void withdraw(String notice) {
    var unused =
        stub()
            .withdrawNotice(
                WithdrawNoticeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setNoticeRequestId(notice)
                    .setReason(RecallReason.RECALL_REASON_FALSE)
                    .build());
  }

  public NoticeAnswer amend(String requestId, String old, ChildNotice.Builder notice) {
    return stub()
        .amendNotice(
            AmendNoticeRequest.newBuilder()
                .setRequestId(requestId)
                .setNoticeRequestId(old)
                .setReason(RecallReason.RECALL_REASON_SUPERSEDED)
                .setNotice(notice)
                .build())
        .getAnswer();
  }

  SafeguardingServiceGrpc.SafeguardingServiceBlockingStub stub() {
    return SafeguardingServiceGrpc.newBlockingStub(area.as(system));
  }

  /** What stands in somebody's list, notes too, the newest first. */
  public List<Alert> alerts(String who) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .addUrgencies(Urgency.URGENCY_IMMEDIATE)
                .addUrgencies(Urgency.URGENCY_SAME_DAY)
                .addUrgencies(Urgency.URGENCY_ROUTINE)
                .addUrgencies(Urgency.URGENCY_NOTE)
                .build())
        .getAlertsList()
        .stream()
        .filter(alert -> !alert.hasRecalled())
        .toList();
  }

  public Instant now() {
    return exchange.clock().instant();
  }

  static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
