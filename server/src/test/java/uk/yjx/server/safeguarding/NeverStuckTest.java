package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.clocks.v1.ClockServiceGrpc;
import uk.yjx.clocks.v1.GetCalendarRequest;
import uk.yjx.clocks.v1.ListLaddersRequest;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.safeguarding.v1.AskBackRequest;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.CloseConcernRequest;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.StatementBasis;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.clocks.ClockRun;

/**
 * What comes in the wrong order, twice, too late or from strangers, over the contract: each a typed
 * error or a state that is defined, and afterwards no clock waits for what cannot come.
 */
final class NeverStuckTest {
  private static final ChildNoticeKind STARTED = ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED;
  private static final ChildNoticeKind ENDED = ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_ENDED;

  /** Longer than the longest ladder. */
  private static final Duration LONG = Duration.ofDays(30);

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Care care = Care.agreed();
  private final String fay = care.agency + "/user/fay";
  private String child = "";

  @BeforeEach
  void town() {
    care.agree(care.area.service, care.agency, List.of(DataCategory.DATA_CATEGORY_CONCERN));
    child = care.area.child(1, care.area.ann);
  }

  /** Whatever was sent: when all times have passed, nothing of it is waiting any more. */
  @AfterEach
  void nothingIsStuck() throws SQLException {
    exchange.clock().pass(LONG);
    exchange.bean(ClockRun.class).run();
    assertEquals(0, overdue());
  }

  @Test
  void anEndWithoutAStartIsAcceptedSaysSoAndStartsTheInterviewClockAllTheSame() {
    assertEquals(
        List.of(NoticeRemark.NOTICE_REMARK_END_WITHOUT_START),
        care.submit(care.notice(ENDED, 1, "only-an-end", care.now())).getRemarksList());
    passAndRun(Duration.ofHours(73));
    assertEquals(1, interviewsOverdue());
  }

  @Test
  void aSecondStartIsAcceptedSaysSoAndStartsNoSecondClock() {
    care.submit(care.notice(STARTED, 1, "twice", care.now().minusSeconds(90)));
    assertEquals(
        List.of(NoticeRemark.NOTICE_REMARK_STARTED_TWICE),
        care.submit(care.notice(STARTED, 1, "twice", care.now().minusSeconds(60)))
            .getRemarksList());
    care.submit(care.notice(ENDED, 1, "twice", care.now()));
    passAndRun(Duration.ofHours(73));
    assertEquals(1, interviewsOverdue());
  }

  @Test
  void aDecisionOnAClosedConcernIsRefusedAndChangesNothing() {
    String id = raise();
    decide(fay, id);
    var unused =
        ConcernServiceGrpc.newBlockingStub(care.area.as(care.area.ann))
            .closeConcern(
                CloseConcernRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .build());
    assertRefused("CONCERN_CLOSED", () -> decide(fay, id));
  }

  @Test
  void aReplyFromAnAgencyThatIsNoPartyIsRefusedAsIfThereWereNoSuchConcern() {
    String id = raise();
    Care elsewhere = Care.agreed();
    String stranger = elsewhere.agency + "/user/fay";
    assertRefused("CONCERN_NOT_FOUND", () -> decide(stranger, id));
    assertRefused(
        "CONCERN_NOT_FOUND",
        () ->
            ConcernServiceGrpc.newBlockingStub(care.area.as(stranger))
                .askBack(
                    AskBackRequest.newBuilder()
                        .setRequestId(care.area.requestId())
                        .setConcernId(id)
                        .setMessage(message())
                        .build()));
    decide(fay, id); // the agency that was asked answers as ever
  }

  @Test
  void aDueTimeInThePastIsRefusedAndNothingIsRaised() {
    assertRefused(
        "DUE_IN_PAST",
        () ->
            ConcernServiceGrpc.newBlockingStub(care.area.as(care.area.ann))
                .raiseConcern(
                    request().setDecideBy(Care.timestamp(care.now().minusSeconds(1))).build()));
    assertEquals(List.of(), care.alerts(fay));
  }

  @Test
  void theCalendarOfAnUnknownAgencyIsNotFoundAndAnAgencyWithoutOneHasTheDefault() {
    ClockServiceGrpc.ClockServiceBlockingStub clocks =
        ClockServiceGrpc.newBlockingStub(care.area.as(care.area.ann));
    assertRefused(
        "AGENCY_NOT_FOUND",
        () ->
            clocks.getCalendar(
                GetCalendarRequest.newBuilder().setAgency("no-such-agency").build()));
    assertRefused(
        "AGENCY_NOT_FOUND",
        () ->
            clocks.listLadders(
                ListLaddersRequest.newBuilder().setAgency("no-such-agency").build()));
    var defaults =
        clocks.getCalendar(GetCalendarRequest.newBuilder().setAgency(care.agency).build());
    assertEquals(0, defaults.getVersions(0).getVersion());
    raise(); // by the default calendar it climbs to its end
  }

  private String raise() {
    return ConcernServiceGrpc.newBlockingStub(care.area.as(care.area.ann))
        .raiseConcern(request().build())
        .getConcernId();
  }

  private RaiseConcernRequest.Builder request() {
    return RaiseConcernRequest.newBuilder()
        .setRequestId(care.area.requestId())
        .setChildId(child)
        .setToAgency(care.agency)
        .setRisk(ConcernRisk.CONCERN_RISK_OTHER)
        .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
        .setMessage(message());
  }

  private void decide(String who, String id) {
    var unused =
        ConcernServiceGrpc.newBlockingStub(care.area.as(who))
            .decideConcern(
                DecideConcernRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .setDecision(ConcernDecision.CONCERN_DECISION_ACTION_TAKEN)
                    .setMessage(message())
                    .build());
  }

  private static ConcernMessage message() {
    return ConcernMessage.newBuilder()
        .setBasis(StatementBasis.STATEMENT_BASIS_FACT)
        .setText("A social worker visits today.")
        .build();
  }

  private void passAndRun(Duration time) {
    exchange.clock().pass(time);
    exchange.bean(ClockRun.class).run();
  }

  private long interviewsOverdue() {
    return care.alerts(care.area.ann).stream()
        .map(Alert::getKind)
        .filter(kind -> kind == AlertKind.ALERT_KIND_RETURN_INTERVIEW)
        .count();
  }

  /** Clocks of this town that are due and have not acted, or that wait for nothing. */
  private long overdue() throws SQLException {
    try (Connection c = exchange.database().superuser();
        PreparedStatement s =
            c.prepareStatement(
                "SELECT count(*) FROM clocks.clock WHERE agency IN (?, ?)"
                    + " AND (state = 2 OR (state = 1 AND due_at <= ?))")) {
      s.setString(1, care.agency);
      s.setString(2, care.area.service);
      s.setObject(3, exchange.clock().instant().atOffset(ZoneOffset.UTC));
      try (ResultSet row = s.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void assertRefused(String reason, Runnable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
