package uk.yjx.server.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListAlertsResponse;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.clusters.v1.AddEventRequest;
import uk.yjx.clusters.v1.AddJointActionRequest;
import uk.yjx.clusters.v1.CloseClusterRequest;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.ClusterView;
import uk.yjx.clusters.v1.GetClusterRequest;
import uk.yjx.clusters.v1.IncidentClusterServiceGrpc;
import uk.yjx.clusters.v1.IncidentClusterServiceGrpc.IncidentClusterServiceBlockingStub;
import uk.yjx.clusters.v1.JointAction;
import uk.yjx.clusters.v1.JointActionKind;
import uk.yjx.clusters.v1.ListClustersRequest;
import uk.yjx.clusters.v1.ListClustersResponse;
import uk.yjx.clusters.v1.ListJointActionsRequest;
import uk.yjx.clusters.v1.OpenClusterRequest;
import uk.yjx.clusters.v1.RemoveEventRequest;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** A service whose manager Max links events, with invented people in and around it. */
final class Leads {
  static final List<Role> READERS =
      List.of(
          Role.ROLE_CASE_MANAGER,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_SECONDED_OFFICER,
          Role.ROLE_SERVICE_SOCIAL_WORKER,
          Role.ROLE_FRONT_DOOR);

  static final String ABSENT = "00000000-0000-4000-8000-000000000000";

  final AlertsExchange exchange;
  final Area area;

  /** A seconded police officer of the service. */
  final String pol;

  /** An area that has agreed upon clusters with itself. */
  Leads(AlertsExchange exchange) {
    this.exchange = exchange;
    area = Area.full(exchange);
    pol = area.service + "/user/pol";
    area.principal(pol);
    area.grant(pol, Role.ROLE_SECONDED_OFFICER, area.service);
    agree(area.service, area.service);
  }

  /** Lets one agency share clusters with another. */
  void agree(String from, String to) {
    Instant now = exchange.clock().instant();
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(from + "-" + to + "-clusters")
            .setTitle("Invented")
            .addFromAgencies(from)
            .addToAgencies(to)
            .addCategories(DataCategory.DATA_CATEGORY_INCIDENT_CLUSTER)
            .addAllRecipientRoles(READERS)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CA04_S10)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
            .setValidFrom(Area.timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(now.plus(Duration.ofDays(700)))));
  }

  /** The police tell of a child who was a victim of violence; the alert's id. */
  String event(int child) {
    return event(child, area.requestId());
  }

  /** The same under a request id of the sender's. */
  String event(int child, String notice) {
    List<String> before = all(area.max, AlertKind.ALERT_KIND_WEAPON_INCIDENT);
    var unused =
        area.submit(
            notice,
            area.notice(
                    NoticeKind.NOTICE_KIND_WEAPON_INCIDENT, PersonRole.PERSON_ROLE_SUSPECT, child)
                .setNarrative("Seen near " + address(child)));
    List<String> after = all(area.max, AlertKind.ALERT_KIND_WEAPON_INCIDENT);
    return after.stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
  }

  /** An invented place of a child. */
  static String address(int child) {
    return "Hidden Lane " + child + "00";
  }

  void withdraw(String notice) {
    var unused =
        IntelligenceServiceGrpc.newBlockingStub(area.as(area.police + "/system/records"))
            .withdrawNotice(
                WithdrawNoticeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setNoticeRequestId(notice)
                    .setReason(RecallReason.RECALL_REASON_FALSE)
                    .build());
  }

  OpenClusterRequest.Builder opening(String... alerts) {
    return OpenClusterRequest.newBuilder()
        .setRequestId(area.requestId())
        .setService(area.service)
        .addAllAlertIds(List.of(alerts))
        .setReason("Two groups since the spring fair.")
        .setSpeakTo(area.dee)
        .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10);
  }

  String open(String... alerts) {
    return open(opening(alerts));
  }

  String open(OpenClusterRequest.Builder request) {
    return as(area.max).openCluster(request.build()).getClusterId();
  }

  void add(String cluster, String alert) {
    var unused =
        as(area.max)
            .addEvent(
                AddEventRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setClusterId(cluster)
                    .setAlertId(alert)
                    .build());
  }

  void remove(String cluster, String alert) {
    var unused =
        as(area.max)
            .removeEvent(
                RemoveEventRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setClusterId(cluster)
                    .setAlertId(alert)
                    .setReason(RecallReason.RECALL_REASON_WRONG_PERSON)
                    .build());
  }

  void close(String cluster, ClosingReason why) {
    var unused =
        as(area.max)
            .closeCluster(
                CloseClusterRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setClusterId(cluster)
                    .setReason(why)
                    .build());
  }

  AddJointActionRequest.Builder action(String cluster, String owner, Role role) {
    return AddJointActionRequest.newBuilder()
        .setRequestId(area.requestId())
        .setClusterId(cluster)
        .setKind(JointActionKind.JOINT_ACTION_KIND_HOME_VISIT)
        .setOwnerAgency(owner)
        .setOwnerRole(role)
        .setDueAt(Area.timestamp(exchange.clock().instant().plus(Duration.ofDays(2))))
        .setDetail("Both visits on one evening.");
  }

  String add(AddJointActionRequest.Builder action) {
    return as(area.max).addJointAction(action.build()).getActionId();
  }

  List<JointAction> actions(String who) {
    return as(who)
        .listJointActions(
            ListJointActionsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SAFEGUARDING).build())
        .getActionsList();
  }

  ClusterView get(String cluster) {
    return as(area.max)
        .getCluster(
            GetClusterRequest.newBuilder()
                .setClusterId(cluster)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
                .build())
        .getCluster();
  }

  ListClustersResponse list(boolean closedToo) {
    return as(area.max)
        .listClusters(
            ListClustersRequest.newBuilder()
                .setIncludeClosed(closedToo)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
                .build());
  }

  /** Warnings in somebody's list that stand, the newest first. */
  List<Alert> warnings(String who) {
    return warnings(who, alert -> !alert.hasRecalled());
  }

  /** Warnings in somebody's list, recalled ones too. */
  List<Alert> warnings(String who, Predicate<Alert> which) {
    return alerts(who, Scope.SCOPE_MY_CASELOAD).getAlertsList().stream()
        .filter(alert ->
            alert.getKind() == AlertKind.ALERT_KIND_RETALIATION_RISK || alert.hasRecalled())
        .filter(which)
        .toList();
  }

  ListAlertsResponse alerts(String who, Scope scope) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(scope)
                .setPageSize(200)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build());
  }

  private List<String> all(String who, AlertKind kind) {
    return alerts(who, Scope.SCOPE_SERVICE).getAlertsList().stream()
        .filter(alert -> alert.getKind() == kind)
        .map(Alert::getAlertId)
        .toList();
  }

  /** Withdrawals and erasures come through. */
  void sweep() {
    exchange.bean(ClusterSweep.class).run();
  }

  IncidentClusterServiceBlockingStub as(String who) {
    return IncidentClusterServiceGrpc.newBlockingStub(area.as(who));
  }

  static void assertRefused(String reason, Runnable call) {
    assertEquals(
        reason, assertThrows(StatusRuntimeException.class, call::run).getStatus().getDescription());
  }
}
