package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.safeguarding.v1.EndPlacementRequest;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc;
import uk.yjx.safeguarding.v1.RecordPlacementRequest;
import uk.yjx.server.clocks.ClockRun;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.safeguarding.Care;
import uk.yjx.server.storage.TestDatabase;

/** Notices about a child whom a placement ties to home, host and placing authority. */
final class PlacementRoutingTest {
  /** An exchange of its own: the child must be under 18, and midnights pass. */
  private static final AlertsExchange EXCHANGE =
      AlertsExchange.through("routing", TestDatabase::database);

  private final AlertsExchange exchange = EXCHANGE;
  private final Care host = Care.agreed(exchange);
  private final Care home = Care.agreed(exchange);
  private final String placing = home.agency;
  private final String fay = placing + "/user/fay";
  private PersonDescriptor person = home.area.person(1);
  private final Instant from = host.now().minusSeconds(60);
  private String hosted = "";

  @BeforeEach
  void everybodyMayBeTold() {
    both(host.area.service, home.area.service);
    both(host.area.service, placing);
    home.area.agree(host.area.service);
    home.area.agree(placing);
  }

  private void onBothCaseloads() {
    hosted = host.area.child(1, person, List.of(host.area.led(host.area.ann)));
    var unused = home.area.child(1, person, List.of(home.area.led(home.area.ann)));
  }

  @Test
  void nobodyIsToldWhileTwoServicesMayMeanDifferentChildrenAndAllAreOnceAPlacementSaysOne() {
    onBothCaseloads();
    missing();
    assertEquals(List.of(), kinds(home.area.ann), "a person has to decide");
    assertEquals(List.of(), kinds(host.area.ann));
    String placement = record();
    missing();
    Alert atHome = only(home.area.ann);
    assertEquals("", atHome.getPlacementId(), "the home service has it in its own right");
    assertFalse(atHome.hasCaretakingUntil());
    Alert atHost = only(host.area.ann);
    assertEquals(placement, atHost.getPlacementId());
    assertEquals(hosted, atHost.getChild().getChildId());
    assertEquals(
        from.atZone(DueTimes.LONDON).plusMonths(3).toEpochSecond(),
        atHost.getCaretakingUntil().getSeconds());
    Alert atAuthority = only(fay);
    assertEquals(placement, atAuthority.getPlacementId());
    assertFalse(atAuthority.hasChild(), "the authority is told no child by name");
    assertEquals(List.of(), kinds(host.area.ben));
    assertEquals(List.of(), kinds(home.area.ben));
  }

  @Test
  void whoeverTheNoticeWasMatchedWithTheOtherHearsToo() {
    PersonDescriptor known = host.area.person(1);
    PersonDescriptor withOwnNumber =
        person.toBuilder().clearIdentifiers().addAllIdentifiers(known.getIdentifiersList()).build();
    hosted = host.area.child(1, withOwnNumber, List.of(host.area.led(host.area.ann)));
    var unused = home.area.child(1, person, List.of(home.area.led(home.area.ann)));
    String placement = record();
    missing();
    assertEquals("", only(home.area.ann).getPlacementId());
    assertEquals(placement, only(host.area.ann).getPlacementId());
    host.area.agree(home.area.service);
    host.area.submit(
        host.area
            .notice(NoticeKind.NOTICE_KIND_ARREST)
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(withOwnNumber)
                    .setRole(PersonRole.PERSON_ROLE_ARRESTED)));
    assertEquals("", of(host.area.ann, AlertKind.ALERT_KIND_ARREST).getPlacementId());
    assertEquals(placement, of(home.area.ann, AlertKind.ALERT_KIND_ARREST).getPlacementId());
  }

  @Test
  void whoNamesTheNumberOfAnotherChildHearsNothingOfThatChild() {
    hosted = host.area.child(1, host.area.ann);
    var unused = home.area.child(1, person, List.of(home.area.led(home.area.ann)));
    String unusedPlacement = record();
    missing();
    assertEquals(1, kinds(home.area.ann).size());
    assertEquals(List.of(), kinds(host.area.ann), "the two cases do not look like one child");
    assertEquals(List.of(), kinds(fay));
  }

  @Test
  void withoutAnAgreementWithTheSenderTheOthersAreNotTold() {
    onBothCaseloads();
    String unused = record();
    host.area.submit(
        host.area
            .notice(NoticeKind.NOTICE_KIND_MISSING_STARTED)
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(person)
                    .setRole(PersonRole.PERSON_ROLE_MISSING)));
    assertEquals(1, kinds(host.area.ann).size(), "these police have agreed with the host alone");
    assertEquals(List.of(), kinds(home.area.ann));
    assertEquals(List.of(), kinds(fay));
  }

  @Test
  void aQuietStopIsNotToldToTheAuthority() {
    onBothCaseloads();
    String unused = record();
    var stop = home.area.quietStop(1);
    stop.getPersonsBuilder(0).setPerson(person);
    home.area.submit(stop);
    assertEquals(1, kinds(home.area.ann).size());
    assertEquals(1, kinds(host.area.ann).size());
    assertEquals(List.of(), kinds(fay));
  }

  @Test
  void theEndEndsWhatIsPendingAndWhatIsOpenAndItsLadder() throws Exception {
    onBothCaseloads();
    String placement = record();
    Reading reading = Reading.of(host.area, host.area.ann);
    assertEquals(List.of(), reading.untilLive());
    missing();
    List<AlertEvent> told = reading.untilLive();
    assertEquals(1, told.size());
    String alert = told.getFirst().getAlert().getAlertId();
    end(placement);
    missing();
    List<AlertEvent> after = reading.untilLive();
    assertEquals(
        List.of(EntryCause.ENTRY_CAUSE_MOVED_AWAY),
        after.stream().map(AlertEvent::getCause).toList());
    assertFalse(after.getFirst().getAlert().hasChild());
    reading.close();
    assertEquals(List.of(), kinds(host.area.ann));
    assertEquals(List.of(), kinds(fay));
    StatusRuntimeException gone =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                AlertServiceGrpc.newBlockingStub(host.area.as(host.area.ann))
                    .getAlert(
                        GetAlertRequest.newBuilder()
                            .setAlertId(alert)
                            .setPurpose(Purpose.PURPOSE_SUPERVISION)
                            .build()));
    assertEquals(io.grpc.Status.Code.NOT_FOUND, gone.getStatus().getCode());
    exchange.clock().pass(Duration.ofDays(3));
    exchange.bean(ClockRun.class).run();
    assertEquals(List.of(), kinds(host.area.dee), "its ladder has stopped");
    assertTrue(kinds(home.area.dee).contains(AlertKind.ALERT_KIND_MISSING), "the home's climbs");
    Reading old = Reading.of(host.area, host.area.ann, Reading.opening());
    assertEquals(List.of(), old.untilLive(), "a stream that begins anew finds nothing");
    old.close();
  }

  @Test
  void noticesThatRaceWithTheEndLeaveNothingOpenBehind() throws Exception {
    onBothCaseloads();
    String placement = record();
    Reading reading = Reading.of(host.area, host.area.ann);
    assertEquals(List.of(), reading.untilLive());
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 24; i++) {
        int number = i;
        done.add(
            pool.submit(() -> {
              if (number == 11) {
                end(placement);
              } else {
                missing();
              }
            }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    List<AlertEvent> events = reading.untilLive();
    events.addAll(reading.untilLive());
    boolean over = false;
    for (AlertEvent event : events) {
      boolean moved = event.getCause() == EntryCause.ENTRY_CAUSE_MOVED_AWAY;
      assertTrue(!over || moved, "nothing new comes after the end: " + event.getCause());
      over |= moved;
    }
    reading.close();
    assertEquals(List.of(), kinds(host.area.ann));
    assertEquals(List.of(), kinds(fay));
    assertEquals(0, openThrough(placement));
  }

  @Test
  void atLocalMidnightOfTheEighteenthBirthdayDeliveryEndsBeforeAnythingActsUponIt() {
    LocalDate birthday = LocalDate.ofInstant(host.now(), DueTimes.LONDON).plusDays(2);
    person =
        person.toBuilder()
            .clearDatesOfBirth()
            .addDatesOfBirth(
                PartialDate.newBuilder()
                    .setYear(birthday.getYear() - 18)
                    .setMonth(birthday.getMonthValue())
                    .setDay(birthday.getDayOfMonth()))
            .build();
    onBothCaseloads();
    String unused = record();
    Instant midnight = birthday.atStartOfDay(DueTimes.LONDON).toInstant();
    exchange.clock().pass(Duration.between(host.now(), midnight.minusSeconds(1)));
    missing();
    assertEquals(1, kinds(host.area.ann).size());
    exchange.clock().pass(Duration.ofSeconds(1));
    assertEquals(List.of(), kinds(host.area.ann), "what was told is not shown any more");
    missing();
    exchange.bean(ClockRun.class).run();
    assertEquals(List.of(), kinds(host.area.ann));
    assertEquals(List.of(), kinds(fay));
  }

  private void missing() {
    var unused =
        home.area.submit(
            home.area
                .notice(NoticeKind.NOTICE_KIND_MISSING_STARTED)
                .addPersons(
                    InvolvedPerson.newBuilder()
                        .setPerson(person)
                        .setRole(PersonRole.PERSON_ROLE_MISSING)));
  }

  private String record() {
    return PlacementServiceGrpc.newBlockingStub(host.area.as(host.area.ann))
        .recordPlacement(
            RecordPlacementRequest.newBuilder()
                .setRequestId(host.area.requestId())
                .setChildId(hosted)
                .setHomeService(home.area.service)
                .setHomeServiceChildId("C-1")
                .setPlacingAuthority(placing)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
                .setFrom(Area.timestamp(from))
                .build())
        .getPlacementId();
  }

  private void end(String placement) {
    var unused =
        PlacementServiceGrpc.newBlockingStub(host.area.as(host.area.ann))
            .endPlacement(
                EndPlacementRequest.newBuilder()
                    .setRequestId(host.area.requestId())
                    .setPlacementId(placement)
                    .build());
  }

  /** Alerts because of a placement that still wait for somebody. */
  private long openThrough(String placement) throws Exception {
    try (var c = exchange.database().database().pool().getConnection();
        var s =
            c.prepareStatement(
                "SELECT count(*) FROM alerts.alert"
                    + " WHERE placement_id = ?::uuid AND state NOT IN (4, 6, 8)")) {
      s.setString(1, placement);
      try (var r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  private Alert only(String who) {
    List<Alert> all = alerts(who);
    assertEquals(1, all.size(), who);
    return all.getFirst();
  }

  private Alert of(String who, AlertKind kind) {
    return alerts(who).stream().filter(it -> it.getKind() == kind).findFirst().orElseThrow();
  }

  private List<AlertKind> kinds(String who) {
    return alerts(who).stream().map(Alert::getKind).toList();
  }

  /** Alerts somebody has, without what is owed. */
  private List<Alert> alerts(String who) {
    return host.alerts(who).stream()
        .filter(it -> it.getKind() != AlertKind.ALERT_KIND_PLACEMENT_OWED)
        .toList();
  }

  private void both(String one, String other) {
    host.agree(one, other, List.of(DataCategory.DATA_CATEGORY_PLACEMENT));
    host.agree(other, one, List.of(DataCategory.DATA_CATEGORY_PLACEMENT));
  }
}
