package uk.yjx.server.earlysupport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.earlysupport.v1.Assessment;
import uk.yjx.earlysupport.v1.DecidePromptRequest;
import uk.yjx.earlysupport.v1.EarlySupportServiceGrpc;
import uk.yjx.earlysupport.v1.EarlySupportServiceGrpc.EarlySupportServiceBlockingStub;
import uk.yjx.earlysupport.v1.GetPromptRequest;
import uk.yjx.earlysupport.v1.GetPromptResponse;
import uk.yjx.earlysupport.v1.ListPromptsRequest;
import uk.yjx.earlysupport.v1.Prompt;
import uk.yjx.earlysupport.v1.PromptDecision;
import uk.yjx.earlysupport.v1.RecordAssessmentRequest;
import uk.yjx.earlysupport.v1.RecordAssessmentResponse;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/**
 * A service with a prevention lead and a data-protection officer, and invented unknown children.
 */
final class Prevention {
  static final String REASON = "The family has asked for help before; a mentor is free.";

  private static final int AGE = 15;

  final AlertsExchange exchange = AlertsExchange.shared();
  final Area area = Area.full();
  final String lead = area.service + "/user/pia";
  final String officer = area.service + "/user/dot";

  Prevention() {
    staff(lead, Role.ROLE_PREVENTION_LEAD, area.service);
    staff(officer, Role.ROLE_DATA_PROTECTION_OFFICER, "");
  }

  /**
   * A service in which three occasions in thirty days raise a prompt, as agreed with the police.
   */
  static Prevention begun() {
    Prevention prevention = new Prevention();
    prevention.agree();
    var unused = prevention.assess(prevention.today(), 365);
    return prevention;
  }

  void staff(String who, Role role, String of) {
    area.principal(who);
    area.grant(who, role, of);
  }

  void agree() {
    Instant now = exchange.clock().instant();
    area.agree(
        Agreement.newBuilder()
            .setAgreementId("early-" + area.service)
            .setTitle("Invented")
            .addFromAgencies(area.police)
            .addToAgencies(area.service)
            .addCategories(DataCategory.DATA_CATEGORY_POLICE_EVENT)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
            .addPurposes(Purpose.PURPOSE_EARLY_SUPPORT)
            .addRecipientRoles(Role.ROLE_PREVENTION_LEAD)
            .setValidFrom(Area.timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(now.plus(Duration.ofDays(700)))));
  }

  /** Three in thirty days from a day on, for so many days. */
  RecordAssessmentResponse assess(LocalDate from, int days) {
    return as(officer)
        .recordAssessment(
            RecordAssessmentRequest.newBuilder()
                .setRequestId(area.requestId())
                .setService(area.service)
                .setAssessment(
                    Assessment.newBuilder()
                        .setReference("DPIA-7")
                        .setValidFrom(from.toString())
                        .setReviewBy(from.plusDays(days).toString())
                        .setOccasions(3)
                        .setWithinDays(30))
                .build());
  }

  EarlySupportServiceBlockingStub as(String who) {
    return EarlySupportServiceGrpc.newBlockingStub(area.as(who));
  }

  LocalDate today() {
    return LocalDate.ofInstant(exchange.clock().instant(), java.time.ZoneId.of("Europe/London"));
  }

  /** A child of fifteen whom nobody knows. */
  PersonDescriptor child(int child) {
    return area.person(child).toBuilder()
        .clearDatesOfBirth()
        .addDatesOfBirth(
            PartialDate.newBuilder().setYear(today().getYear() - AGE - 1).setMonth(1).setDay(2))
        .setSelfDefinedEthnicity("W1")
        .build();
  }

  Notice.Builder notice(NoticeKind kind, PersonRole role, int child, int daysAgo) {
    Notice.Builder notice = area.notice(kind, role, child);
    notice.getPersonsBuilder(0).setPerson(child(child));
    notice
        .getEventTimeBuilder()
        .setEarliest(Area.timestamp(exchange.clock().instant().minus(Duration.ofDays(daysAgo))));
    return notice;
  }

  Notice.Builder arrest(int child, int daysAgo) {
    return notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child, daysAgo);
  }

  /** Three arrests on three days. */
  List<SubmitNoticeResponse> arrests(int child) {
    return List.of(
        area.submit(arrest(child, 20)),
        area.submit(arrest(child, 10)),
        area.submit(arrest(child, 1)));
  }

  void sweep() {
    exchange.bean(PromptSweep.class).run();
  }

  List<Prompt> prompts() {
    return as(lead)
        .listPrompts(
            ListPromptsRequest.newBuilder()
                .setService(area.service)
                .setIncludeDecided(true)
                .build())
        .getPromptsList();
  }

  GetPromptResponse get(String prompt) {
    return as(lead)
        .getPrompt(
            GetPromptRequest.newBuilder().setService(area.service).setPromptId(prompt).build());
  }

  DecidePromptRequest decision(String prompt, PromptDecision decision) {
    return DecidePromptRequest.newBuilder()
        .setRequestId(area.requestId())
        .setService(area.service)
        .setPromptId(prompt)
        .setDecision(decision)
        .setReason(REASON)
        .build();
  }

  /** Rows of a table of this room that belong to this service. */
  long rows(String table) throws SQLException {
    return count(
        "SELECT count(*) FROM earlysupport.%s WHERE service = '%s'".formatted(table, area.service));
  }

  long count(String sql) throws SQLException {
    try (Connection c = exchange.database().superuser();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
