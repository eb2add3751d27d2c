package uk.yjx.server.intelligence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.UnownedItem;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.Place;
import uk.yjx.intelligence.v1.SafeguardingRoute;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.alerts.HeadLock;

/** What becomes of notices, whoever they are about: promises 4, 5, 7, 10, 13 and 14. */
final class NoticeRoutingTest {
  private static final String OPERATOR = "operator/user/administrator";
  private static final String CANARY = "Zxqcanary";

  private final AlertsExchange exchange = AlertsExchange.shared();

  @Test
  void answersTheSameForKnownAndUnknownChildren() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    assertEquals(route(area, 1), route(area, 2));
    assertEquals(SafeguardingRoute.SAFEGUARDING_ROUTE_NOT_ROUTED, route(area, 2));
    String fay = area.openFrontDoor();
    assertEquals(SafeguardingRoute.SAFEGUARDING_ROUTE_ROUTED, route(area, 1));
    assertEquals(0, alerts(area, fay, Purpose.PURPOSE_SAFEGUARDING).size());
    assertEquals(SafeguardingRoute.SAFEGUARDING_ROUTE_ROUTED, route(area, 3));
    List<Alert> referred = alerts(area, fay, Purpose.PURPOSE_SAFEGUARDING);
    assertEquals(1, referred.size());
    assertFalse(referred.getFirst().hasChild());
  }

  @Test
  void tellsSocialCareOfAChildUnderTenAndAttachesItToNobody() throws Exception {
    Area area = Area.full();
    String fay = area.openFrontDoor();
    area.child(1, area.ann);
    NoticeAnswer answer =
        area.submit(
                area.notice(NoticeKind.NOTICE_KIND_ARREST)
                    .addPersons(area.involved(PersonRole.PERSON_ROLE_ARRESTED, 1).setAgeTo(9)))
            .getAnswer();
    assertEquals(
        List.of(NoticeRemark.NOTICE_REMARK_UNDER_AGE_OF_CRIMINAL_RESPONSIBILITY),
        answer.getRemarksList());
    assertEquals(SafeguardingRoute.SAFEGUARDING_ROUTE_ROUTED, answer.getSafeguardingRoute());
    assertEquals(List.of(), alerts(area, area.ann, Purpose.PURPOSE_SUPERVISION));
    assertEquals(
        AlertKind.ALERT_KIND_UNDER_AGE_OF_CRIMINAL_RESPONSIBILITY,
        alerts(area, fay, Purpose.PURPOSE_SAFEGUARDING).getFirst().getKind());
  }

  @Test
  void acceptsAndWithholdsWithoutAnAgreementAndTellsTheOperatorWhenUrgent() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.endAgreement();
    long before = unowned(UnownedReason.UNOWNED_REASON_WITHHELD);
    assertTrue(area.arrest(1).getAnswer().hasAccepted());
    assertEquals(List.of(), alerts(area, area.ann, Purpose.PURPOSE_SUPERVISION));
    assertEquals(before + 1, unowned(UnownedReason.UNOWNED_REASON_WITHHELD));
  }

  @Test
  void tellsTheOperatorWhenNobodyAtAllHoldsTheCase() {
    Area area = Area.small();
    area.child(1, (String) null);
    long before = unowned(UnownedReason.UNOWNED_REASON_NO_HOLDER);
    area.arrest(1);
    assertEquals(before + 1, unowned(UnownedReason.UNOWNED_REASON_NO_HOLDER));
  }

  @Test
  void findsAnEarlierNoticeWhenTheChildIsAdded() throws Exception {
    Area area = Area.full();
    area.arrest(1);
    area.child(1, area.ann);
    untilLookedBack();
    assertEquals(1, alerts(area, area.ann, Purpose.PURPOSE_SUPERVISION).size());
    area.child(1, area.ann);
    untilLookedBack();
    assertEquals(1, alerts(area, area.ann, Purpose.PURPOSE_SUPERVISION).size());
  }

  @Test
  void raisesExactlyOneAlertWhenNoticeAndChildArriveTogether() throws Exception {
    // Both callers wait at the same time, which the common pool of a small machine does not allow.
    java.util.concurrent.Executor threads =
        java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();
    for (boolean noticeFirst : new boolean[] {true, false}) {
      Area area = Area.full();
      Runnable notice = () -> area.arrest(1);
      Runnable child = () -> area.child(1, area.ann);
      CompletableFuture<Void> first;
      CompletableFuture<Void> second;
      try (HeadLock lock = HeadLock.hold(exchange)) {
        first = CompletableFuture.runAsync(noticeFirst ? notice : child, threads);
        lock.untilSomeoneWaits();
        second = CompletableFuture.runAsync(noticeFirst ? child : notice, threads);
        while (exchange.bean(uk.yjx.server.journal.Journal.class).depth() == 0) {
          Thread.onSpinWait();
        }
      }
      first.join();
      second.join();
      untilLookedBack();
      assertEquals(
          1, alerts(area, area.ann, Purpose.PURPOSE_SUPERVISION).size(), "first " + noticeFirst);
    }
  }

  @Test
  void answersTheSameRequestWithTheFirstAnswerAndRefusesOtherContent() {
    Area area = Area.full();
    area.child(1, area.ann);
    String id = area.requestId();
    Notice.Builder notice =
        area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1);
    SubmitNoticeResponse first = area.submit(id, notice);
    assertEquals(first.getAnswer(), area.submit(id, notice).getAnswer());
    assertEquals(
        "REQUEST_ID_REUSED",
        Assertions.assertThrows(
                StatusRuntimeException.class,
                () -> area.submit(id, notice.setSourceReference("another")))
            .getStatus()
            .getDescription());
  }

  @Test
  void keepsNothingOfAStopWithoutFurtherActionOfWhomNobodyKnows() throws Exception {
    Area area = Area.full();
    SubmitNoticeResponse answer = area.submit(area.quietStop(1));
    long position = answer.getAnswer().getAccepted().getPosition();
    assertEquals(
        0,
        count(
            "SELECT count(*) FROM intelligence.notice WHERE sealed IS NOT NULL AND position = "
                + position));
    assertEquals(
        0,
        count("SELECT count(*) FROM intelligence.match_key WHERE notice_position = " + position));
    area.child(1, area.ann);
    untilLookedBack();
    assertEquals(List.of(), alerts(area, area.ann, Purpose.PURPOSE_SUPERVISION));
  }

  @Test
  void emptiesWhatMatchedNobodyAfterItsTimeAndKeepsWhatDid() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    long unknown = area.arrest(2).getAnswer().getAccepted().getPosition();
    long both =
        area.submit(
                area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1)
                    .addPersons(area.involved(PersonRole.PERSON_ROLE_ARRESTED, 3)))
            .getAnswer()
            .getAccepted()
            .getPosition();
    String keys =
        "SELECT count(*) FROM intelligence.match_key WHERE notice_position IN ("
            + unknown
            + ", "
            + both
            + ")";
    assertTrue(count(keys) > 0);
    exchange.clock().pass(NoticeSubmission.UNMATCHED_RETENTION.plus(Duration.ofDays(1)));
    exchange.bean(NoticeRetention.class).run();
    assertEquals(0, count(keys));
    String sealed =
        "SELECT count(*) FROM intelligence.notice WHERE sealed IS NOT NULL AND position = ";
    assertEquals(0, count(sealed + unknown));
    assertEquals(1, count(sealed + both));
  }

  @Test
  void letsNothingOfAnyoneElseIntoAnAlertOrAnythingIntoLogs() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Logger root = (Logger) LoggerFactory.getLogger("uk.yjx");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level level = root.getLevel();
    root.setLevel(Level.TRACE);
    root.addAppender(lines);
    try {
      var other = area.person(9).toBuilder();
      other.getNamesBuilder(0).setSurname(CANARY);
      area.submit(
          area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1)
              .setNarrative(CANARY)
              .setSourceReference(CANARY)
              .setPlace(Place.newBuilder().setDescription(CANARY))
              .addPersons(
                  InvolvedPerson.newBuilder()
                      .setRole(PersonRole.PERSON_ROLE_VICTIM)
                      .setPerson(other)));
      Alert alert = alerts(area, area.ann, Purpose.PURPOSE_SUPERVISION).getFirst();
      assertFalse(alert.toString().contains(CANARY));
      assertFalse(
          alert
              .toByteString()
              .toString(java.nio.charset.StandardCharsets.ISO_8859_1)
              .contains(CANARY));
    } finally {
      root.detachAppender(lines);
      root.setLevel(level);
    }
    assertTrue(
        List.copyOf(lines.list).stream().noneMatch(l -> l.getFormattedMessage().contains(CANARY)));
    assertTrue(
        Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().contains(CANARY)));
  }

  private static SafeguardingRoute route(Area area, int child) {
    return area.submit(
            area.notice(
                NoticeKind.NOTICE_KIND_MISSING_STARTED, PersonRole.PERSON_ROLE_MISSING, child))
        .getAnswer()
        .getSafeguardingRoute();
  }

  private static List<Alert> alerts(Area area, String who, Purpose purpose) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(purpose).build())
        .getAlertsList();
  }

  private long unowned(UnownedReason reason) {
    return Area.unowned(exchange.as(OPERATOR)).stream()
        .map(UnownedItem::getReason)
        .filter(reason::equals)
        .count();
  }

  private void untilLookedBack() throws SQLException {
    exchange.bean(LookBack.class).soon();
    while (count("SELECT count(*) FROM intelligence.look_back WHERE done_position IS NULL") > 0) {
      Thread.onSpinWait();
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection c = exchange.database().superuser();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
