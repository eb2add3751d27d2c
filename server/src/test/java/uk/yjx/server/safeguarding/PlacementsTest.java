package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.ConfirmReceivedRequest;
import uk.yjx.safeguarding.v1.EndPlacementRequest;
import uk.yjx.safeguarding.v1.ListPlacementsRequest;
import uk.yjx.safeguarding.v1.OwedItem;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.OwedState;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc.PlacementServiceBlockingStub;
import uk.yjx.safeguarding.v1.PlacementView;
import uk.yjx.safeguarding.v1.RecordPlacementRequest;
import uk.yjx.safeguarding.v1.ReportDefaultersRequest;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockRun;
import uk.yjx.server.clocks.WorkingDays;
import uk.yjx.server.storage.TestDatabase;

/** A child of one service in another's area, and what is owed there, through the whole exchange. */
final class PlacementsTest {
  private static final AgencyCalendar CALENDAR = new AgencyCalendar(new WorkingDays(), List.of());
  private static final List<DataCategory> PLACEMENT = List.of(DataCategory.DATA_CATEGORY_PLACEMENT);

  /** An exchange of its own: on the shared clock years pass, and the children must be under 18. */
  private static final AlertsExchange EXCHANGE =
      AlertsExchange.through("placements", TestDatabase::database);

  private final AlertsExchange exchange = EXCHANGE;
  private final Care host = Care.agreed(exchange);
  private final Care home = Care.agreed(exchange);
  private final String placing = home.agency;
  private final String hostHead = host.area.service + "/user/hal";
  private final String homeHead = home.area.service + "/user/hea";
  private final String director = placing + "/user/dia";
  private String child = "";

  @BeforeEach
  void everybody() {
    both(host.area.service, home.area.service);
    both(host.area.service, placing);
    staff(host, hostHead, Role.ROLE_HEAD_OF_SERVICE, host.area.service);
    staff(home, homeHead, Role.ROLE_HEAD_OF_SERVICE, home.area.service);
    staff(home, director, Role.ROLE_DIRECTOR, "");
    staff(home, placing + "/user/hob", Role.ROLE_PARTNER_HEAD, "");
    child = host.area.child(1, host.area.ann);
    home.area.child(1, home.area.ann);
    Instant now = exchange.clock().instant();
    Instant ten = CALENDAR.endOfShift(now, 1).minus(Duration.ofHours(7));
    exchange.clock().pass(Duration.between(now, ten));
  }

  @Test
  void climbsFromTheHomeWorkerToBothHeadsToTheDirectorAndIntoTheReport() {
    Instant begun = host.now();
    String id = record("C-1");
    assertEquals(1, owed(home.area.ann), "who owes is told at once");
    assertEquals(1, owed(placing + "/user/fay"));
    assertEquals(0, owed(host.area.ann));
    PlacementView seen = only(host.area.ann);
    assertEquals(id, seen.getPlacementId());
    assertEquals(7, seen.getOwedCount());
    assertEquals(
        OwedState.OWED_STATE_WAITING, item(seen, OwedKind.OWED_KIND_ASSESSMENT).getState());
    received(id, OwedKind.OWED_KIND_RISK_INFORMATION);
    passWorkingDays(5);
    assertEquals(1, owed(host.area.ann), "the host hears that it has not come");
    assertEquals(0, owed(director));
    passWorkingDays(2);
    assertEquals(1, owed(hostHead));
    assertEquals(1, owed(homeHead));
    passWorkingDays(2);
    assertEquals(1, owed(director));
    OwedItem late = item(only(host.area.ann), OwedKind.OWED_KIND_ASSESSMENT);
    assertEquals(OwedState.OWED_STATE_OVERDUE, late.getState());
    assertEquals(List.of(Post.POST_OPERATOR), late.getNextPostsList());
    passWorkingDays(30);
    var report =
        report(begun, host.now()).stream()
            .filter(row -> row.getAuthority().startsWith(home.area.service))
            .findFirst()
            .orElseThrow();
    assertTrue(report.getSuppressed(), "three things owed are too few to tell of");
    passWorkingDays(30);
    assertEquals(0, item(only(host.area.ann), OwedKind.OWED_KIND_ASSESSMENT).getNextPostsCount());
  }

  @Test
  void stopsWhatHasComeAndChasesTheRest() {
    String id = record("C-1");
    received(id, OwedKind.OWED_KIND_ASSESSMENT);
    assertRefused("NOT_WAITED_FOR", () -> received(id, OwedKind.OWED_KIND_ASSESSMENT));
    passWorkingDays(6);
    received(id, OwedKind.OWED_KIND_PLAN_AND_ORDERS);
    passWorkingDays(10);
    PlacementView seen = only(host.area.ann);
    OwedItem assessment = item(seen, OwedKind.OWED_KIND_ASSESSMENT);
    assertEquals(OwedState.OWED_STATE_RECEIVED, assessment.getState());
    assertEquals(0, assessment.getClimbs());
    assertEquals(
        OwedState.OWED_STATE_RECEIVED_LATE,
        item(seen, OwedKind.OWED_KIND_PLAN_AND_ORDERS).getState());
    assertEquals(
        OwedState.OWED_STATE_OVERDUE, item(seen, OwedKind.OWED_KIND_RISK_INFORMATION).getState());
    assertEquals(
        OwedState.OWED_STATE_WAITING,
        item(seen, OwedKind.OWED_KIND_RESPONSIBILITY_DECISION).getState());
  }

  @Test
  void showsEachPartyItsOwnPartAndNothingOnceItIsOver() {
    String id = record("C-1");
    PlacementView atHome = only(home.area.ann);
    assertEquals(PlacementParty.PLACEMENT_PARTY_HOME, atHome.getParty());
    assertEquals(4, atHome.getOwedCount());
    PlacementView atAuthority = only(placing + "/user/fay");
    assertEquals(PlacementParty.PLACEMENT_PARTY_PLACING, atAuthority.getParty());
    assertEquals(3, atAuthority.getOwedCount());
    assertFalse(alert(placing + "/user/fay").hasChild(), "the authority's alert names no child");
    assertEquals(List.of(), list(home.area.ben));
    assertEquals(List.of(), list(host.area.ben));
    assertRefused("PLACEMENT_NOT_FOUND", () -> end(home.area.ann, id));
    end(host.area.ann, id);
    assertEquals(List.of(), list(home.area.ann));
    assertEquals(List.of(), list(placing + "/user/fay"));
    PlacementView over = only(host.area.ann);
    assertTrue(over.hasEndedAt());
    assertEquals(
        OwedState.OWED_STATE_NOT_WAITED_FOR, item(over, OwedKind.OWED_KIND_CARE_PLAN).getState());
    passWorkingDays(40);
    assertEquals(0, owed(director), "nothing climbs after the end");
    assertRefused("PLACEMENT_NOT_FOUND", () -> received(id, OwedKind.OWED_KIND_CARE_PLAN));
  }

  @Test
  void endsByItselfOnItsDayAndAtTheLatestAtMidnightWhenTheChildIsEighteen() {
    record("C-1");
    assertEquals(
        Instant.parse("2028-05-05T23:00:00Z").getEpochSecond(),
        only(host.area.ann).getUntil().getSeconds());
    Instant to = host.now().plus(Duration.ofDays(2));
    child = host.area.child(2, host.area.ann);
    home.area.child(2, home.area.ann);
    var unused =
        as(host.area.ann).recordPlacement(request("C-2").setTo(Care.timestamp(to)).build());
    assertEquals(2, list(home.area.ann).size());
    exchange.clock().pass(Duration.between(host.now(), to));
    exchange.bean(ClockRun.class).run();
    assertEquals(1, list(home.area.ann).size());
    assertEquals(1, list(placing + "/user/fay").size());
    passWorkingDays(40);
    assertEquals(
        OwedState.OWED_STATE_NOT_WAITED_FOR,
        item(list(host.area.ann).getFirst(), OwedKind.OWED_KIND_CARE_PLAN).getState());
  }

  @Test
  void answersTheSameWhetherOrNotTheHomeServiceKnowsTheNumber() {
    String unknown = record("C-999");
    assertEquals(7, only(host.area.ann).getOwedCount());
    assertEquals(List.of(), list(home.area.ann));
    assertEquals(0, owed(home.area.ann));
    passWorkingDays(12);
    assertEquals(1, owed(director), "the authority's director is told all the same");
    end(host.area.ann, unknown);
  }

  @Test
  void refusesWhatCannotBeAndStrangersAlike() {
    assertRefused(
        "CHILD_NOT_FOUND", () -> as(host.area.ben).recordPlacement(request("C-1").build()));
    assertRefused(
        "CHILD_NOT_FOUND", () -> as(home.area.ann).recordPlacement(request("C-1").build()));
    assertRefused(
        "AGENCY_NOT_FOUND",
        () ->
            as(host.area.ann).recordPlacement(request("C-1").setHomeService("none-such").build()));
    assertRefused(
        "HOME_IS_HOST",
        () ->
            as(host.area.ann)
                .recordPlacement(request("C-1").setHomeService(host.area.service).build()));
    assertRefused(
        "NO_AGREEMENT",
        () ->
            as(host.area.ann)
                .recordPlacement(request("C-1").setPlacingAuthority(host.agency).build()));
    assertRefused(
        "DATES_REVERSED",
        () ->
            as(host.area.ann)
                .recordPlacement(
                    request("C-1").setTo(Care.timestamp(host.now().minusSeconds(999))).build()));
    assertRefused(
        "PLACEMENT_OVER",
        () ->
            as(host.area.ann)
                .recordPlacement(
                    request("C-1").setTo(Care.timestamp(host.now().minusSeconds(1))).build()));
    assertRefused("PLACEMENT_NOT_FOUND", () -> end(host.area.ann, UUID.randomUUID().toString()));
    RecordPlacementRequest once = request("C-1").build();
    assertEquals(
        as(host.area.ann).recordPlacement(once).getPlacementId(),
        as(host.area.ann).recordPlacement(once).getPlacementId());
    assertEquals(1, list(host.area.ann).size());
  }

  @Test
  void theReportIsInTheLogBeforeItIsGiven() {
    long before = reportsInTheLog();
    var unused = report(host.now().minus(Duration.ofDays(1)), host.now());
    assertEquals(before + 1, reportsInTheLog());
    assertRefused("DATES_REVERSED", () -> report(host.now(), host.now()));
    assertEquals(before + 1, reportsInTheLog(), "nothing was shown");
  }

  private long reportsInTheLog() {
    String auditor = "operator/user/ada-" + host.area.requestId();
    host.area.principal(auditor);
    host.area.grant(auditor, Role.ROLE_AUDITOR, "");
    return AuditServiceGrpc.newBlockingStub(host.area.as(auditor))
        .findEvents(
            FindEventsRequest.newBuilder()
                .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
                .setJustification("yearly check")
                .setOperation("yjx.safeguarding.v1.PlacementService/ReportDefaulters")
                .build())
        .getEventsCount();
  }

  private String record(String homeNumber) {
    return as(host.area.ann).recordPlacement(request(homeNumber).build()).getPlacementId();
  }

  private RecordPlacementRequest.Builder request(String homeNumber) {
    return RecordPlacementRequest.newBuilder()
        .setRequestId(host.area.requestId())
        .setChildId(child)
        .setHomeService(home.area.service)
        .setHomeServiceChildId(homeNumber)
        .setPlacingAuthority(placing)
        .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
        .setFrom(Care.timestamp(host.now().minusSeconds(60)));
  }

  private void received(String id, OwedKind kind) {
    var unused =
        as(host.area.ann)
            .confirmReceived(
                ConfirmReceivedRequest.newBuilder()
                    .setRequestId(host.area.requestId())
                    .setPlacementId(id)
                    .setKind(kind)
                    .build());
  }

  private void end(String who, String id) {
    var unused =
        as(who)
            .endPlacement(
                EndPlacementRequest.newBuilder()
                    .setRequestId(host.area.requestId())
                    .setPlacementId(id)
                    .build());
  }

  private PlacementView only(String who) {
    List<PlacementView> all = list(who);
    assertEquals(1, all.size(), who);
    return all.getFirst();
  }

  private List<PlacementView> list(String who) {
    return as(who)
        .listPlacements(
            ListPlacementsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SAFEGUARDING).build())
        .getPlacementsList();
  }

  private List<uk.yjx.safeguarding.v1.DefaulterRow> report(Instant from, Instant to) {
    return as("operator/user/administrator")
        .reportDefaulters(
            ReportDefaultersRequest.newBuilder()
                .setFrom(Care.timestamp(from))
                .setTo(Care.timestamp(to))
                .build())
        .getRowsList();
  }

  private static OwedItem item(PlacementView placement, OwedKind kind) {
    return placement.getOwedList().stream()
        .filter(one -> one.getKind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private long owed(String who) {
    return alerts(who).size();
  }

  private Alert alert(String who) {
    return alerts(who).getFirst();
  }

  private List<Alert> alerts(String who) {
    return host.alerts(who).stream()
        .filter(alert -> alert.getKind() == AlertKind.ALERT_KIND_PLACEMENT_OWED)
        .toList();
  }

  private PlacementServiceBlockingStub as(String who) {
    return PlacementServiceGrpc.newBlockingStub(host.area.as(who));
  }

  private void both(String one, String other) {
    host.agree(one, other, PLACEMENT);
    host.agree(other, one, PLACEMENT);
  }

  private static void staff(Care care, String who, Role role, String service) {
    care.area.principal(who);
    care.area.grant(who, role, service);
  }

  private void passWorkingDays(int days) {
    Instant now = exchange.clock().instant();
    exchange.clock().pass(Duration.between(now, CALENDAR.plusWorkingDays(now, days)));
    exchange.bean(ClockRun.class).run();
  }

  private static void assertRefused(String reason, Runnable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
