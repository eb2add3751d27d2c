package uk.yjx.server.clocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import uk.yjx.clocks.v1.Calendar;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.ClockServiceGrpc;
import uk.yjx.clocks.v1.DayHours;
import uk.yjx.clocks.v1.GetCalendarRequest;
import uk.yjx.clocks.v1.ListClocksRequest;
import uk.yjx.clocks.v1.ListLaddersRequest;
import uk.yjx.clocks.v1.Post;
import uk.yjx.clocks.v1.RecordCalendarRequest;
import uk.yjx.clocks.v1.RecordLadderRequest;
import uk.yjx.clocks.v1.RunningClock;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** Calendars and ladders set by a service's administrator, and clocks listed without content. */
final class ClockServiceTest {
  private static final String OPERATOR = "operator/user/administrator";

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Area area = Area.full();
  private final String ada = area.service + "/user/ada";

  ClockServiceTest() {
    area.principal(ada);
    area.grant(ada, Role.ROLE_SERVICE_ADMINISTRATOR, area.service);
  }

  @Test
  void recordsVersionsOfACalendarThatHoldFromTheirDay() {
    assertEquals(1, record(ada, area.service, calendar("08:00", "12:00")));
    assertEquals(2, record(ada, area.service, calendar("10:00", "18:00")));
    var answer =
        stub(ada).getCalendar(GetCalendarRequest.newBuilder().setAgency(area.service).build());
    assertEquals(
        List.of("08:00", "10:00"),
        answer.getVersionsList().stream().map(v -> v.getWeek(0).getOpens()).toList());
    assertTrue(answer.getBankHolidaysCount() >= 8);
    var others =
        stub(ada).getCalendar(GetCalendarRequest.newBuilder().setAgency(area.police).build());
    assertEquals(0, others.getVersions(0).getVersion());
  }

  @Test
  void refusesCalendarsThatCannotBe() {
    Calendar good = calendar("08:00", "12:00");
    assertRefused("AGENCY_NOT_FOUND", () -> record(OPERATOR, "no-such-agency", good));
    assertRefused("SERVICE_NOT_ALLOWED", () -> record(ada, area.police, good));
    assertRefused(
        "VALID_FROM_PAST",
        () -> record(ada, area.service, good.toBuilder().setValidFrom("2020-01-01").build()));
    assertRefused("VALIDATION_FAILED", () -> record(ada, area.service, calendar("12:00", "12:00")));
    assertRefused(
        "VALIDATION_FAILED",
        () -> record(ada, area.service, good.toBuilder().addClosures("2027-02-30").build()));
    assertRefused(
        "AGENCY_NOT_FOUND",
        () -> record(ada, area.service, good.toBuilder().setEmergencyTeam("no-team").build()));
  }

  @Test
  void setsNoImmediateLadderUnlessSomebodyIsOnCall() {
    uk.yjx.clocks.v1.Ladder day = ladder(ClockKind.CLOCK_KIND_ALERT_IMMEDIATE).build();
    assertRefused("LADDER_NEEDS_OUT_OF_HOURS", () -> record(ada, day));
    uk.yjx.clocks.v1.Ladder night =
        day.toBuilder().addOutOfHours(rung(0, Post.POST_ON_CALL)).build();
    assertRefused("ON_CALL_NOT_STAFFED", () -> record(ada, night));
    String olu = area.service + "/user/olu";
    area.principal(olu);
    area.grant(olu, Role.ROLE_ON_CALL, area.service);
    assertEquals(1, record(ada, night));
    assertEquals(
        1,
        stub(ada)
            .listLadders(ListLaddersRequest.newBuilder().setAgency(area.service).build())
            .getLaddersList()
            .stream()
            .filter(l -> l.getKind() == ClockKind.CLOCK_KIND_ALERT_IMMEDIATE)
            .findFirst()
            .orElseThrow()
            .getVersion());
  }

  @Test
  void refusesLaddersThatFallOrReachTooHigh() {
    assertRefused(
        "LADDER_NOT_ASCENDING",
        () ->
            record(
                ada,
                ladder(ClockKind.CLOCK_KIND_RECALL)
                    .addInHours(rung(5, Post.POST_HEAD_OF_SERVICE))
                    .build()));
    assertRefused(
        "LADDER_TOO_HIGH",
        () ->
            record(
                ada,
                ladder(ClockKind.CLOCK_KIND_ALERT_ROUTINE)
                    .addInHours(rung(600, Post.POST_HEAD_OF_SERVICE))
                    .build()));
  }

  @Test
  void listsWhatWaitsToThoseWhoAnswerForItAndWithoutRecordsToTheOperator() {
    area.child(1, area.ann);
    area.arrest(1);
    List<RunningClock> seen = list(area.max);
    assertEquals(1, seen.size());
    assertEquals(ClockKind.CLOCK_KIND_ALERT_SAME_DAY, seen.getFirst().getKind());
    assertEquals(36, seen.getFirst().getRecordId().length());
    assertEquals("", list(OPERATOR).getFirst().getRecordId());
    assertRefused(
        "SERVICE_NOT_ALLOWED",
        () ->
            stub(area.max)
                .listClocks(ListClocksRequest.newBuilder().setAgency(area.police).build()));
  }

  private List<RunningClock> list(String who) {
    return stub(who)
        .listClocks(ListClocksRequest.newBuilder().setAgency(area.service).build())
        .getClocksList();
  }

  private int record(String who, String agency, Calendar calendar) {
    return stub(who)
        .recordCalendar(
            RecordCalendarRequest.newBuilder()
                .setRequestId(area.requestId())
                .setAgency(agency)
                .setCalendar(calendar)
                .build())
        .getVersion();
  }

  private int record(String who, uk.yjx.clocks.v1.Ladder ladder) {
    return stub(who)
        .recordLadder(
            RecordLadderRequest.newBuilder()
                .setRequestId(area.requestId())
                .setAgency(area.service)
                .setLadder(ladder)
                .build())
        .getVersion();
  }

  private ClockServiceGrpc.ClockServiceBlockingStub stub(String who) {
    return ClockServiceGrpc.newBlockingStub(exchange.as(who));
  }

  private Calendar calendar(String opens, String closes) {
    return Calendar.newBuilder()
        .setValidFrom(tomorrow())
        .addWeek(DayHours.newBuilder().setDayOfWeek(1).setOpens(opens).setCloses(closes))
        .build();
  }

  private uk.yjx.clocks.v1.Ladder.Builder ladder(ClockKind kind) {
    return uk.yjx.clocks.v1.Ladder.newBuilder()
        .setKind(kind)
        .setValidFrom(today())
        .addInHours(rung(20, Post.POST_SERVICE_MANAGER));
  }

  private static uk.yjx.clocks.v1.Rung rung(int minutes, Post post) {
    return uk.yjx.clocks.v1.Rung.newBuilder()
        .addPosts(post)
        .setTime(
            uk.yjx.clocks.v1.RungTime.newBuilder()
                .setElapsed(Duration.newBuilder().setSeconds(minutes * 60L)))
        .build();
  }

  private String today() {
    return LocalDate.ofInstant(exchange.clock().instant(), DueTimes.LONDON).toString();
  }

  private String tomorrow() {
    return LocalDate.parse(today()).plusDays(1).toString();
  }

  private static void assertRefused(String reason, Executable call) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    assertEquals(reason, refused.getStatus().getDescription());
  }
}
