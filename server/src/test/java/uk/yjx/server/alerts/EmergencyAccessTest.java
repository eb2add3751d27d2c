package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EmergencyAccess;
import uk.yjx.alerts.v1.EmergencyAccessServiceGrpc;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.EmergencyReason;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.ListEmergencyAccessesRequest;
import uk.yjx.alerts.v1.OpenEmergencyAccessRequest;
import uk.yjx.alerts.v1.OpenEmergencyAccessResponse;
import uk.yjx.alerts.v1.ReadEmergencyAccessRequest;
import uk.yjx.alerts.v1.ReadEmergencyAccessResponse;
import uk.yjx.alerts.v1.ReviewEmergencyAccessRequest;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.caseload.v1.SeparationEffect;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.clocks.ClockRun;

/** Emergency access: what it opens, to whom it is told, and how it ends. */
final class EmergencyAccessTest {
  private final AlertsExchange exchange = AlertsExchange.shared();

  @Test
  void opensOneChildsAlertsForAWhileAndTellsEverybodyWhoAnswersForIt() throws Exception {
    Area area = Area.full();
    Area night = Area.full();
    area.agree(night.service);
    String ownOfficer = officer(night);
    String keeper = officer(area);
    area.child(1, area.ann);
    area.arrest(1);
    area.submit(area.quietStop(1));
    area.child(2, area.ann);
    area.arrest(2);
    Reading boss = Reading.of(area, night.max);
    Reading officer = Reading.of(area, ownOfficer);
    Reading owner = Reading.of(area, area.max);
    Reading recordOfficer = Reading.of(area, keeper);
    Reading stranger = Reading.of(area, area.ben);
    OpenEmergencyAccessResponse open = open(area, night.ann, "C-1");
    for (Reading told : List.of(boss, officer, owner, recordOfficer)) {
      AlertEvent event = told.event();
      assertEquals(EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS, event.getCause());
      assertFalse(event.hasAlert());
      EmergencyAccess access = event.getEmergencyAccess();
      assertEquals(night.ann, access.getOpenedBy());
      assertEquals("C-1", access.getServiceChildId());
      assertTrue(access.getOpen());
      assertFalse(access.getJustification().isEmpty());
    }
    assertEquals(List.of(), stranger.untilLive());
    List<Alert> alerts = read(area, night.ann, open).getAlertsList();
    assertEquals(1, alerts.size(), "one child, and no stop");
    assertEquals("C-1", alerts.getFirst().getChild().getServiceChildId());
    String log = events("yjx.alerts.v1.EmergencyAccessService/ReadEmergencyAccess");
    assertTrue(log.contains(LegalGateway.LEGAL_GATEWAY_VITAL_INTERESTS.name()));
    assertTrue(log.contains("PURPOSE_EMERGENCY"));
    for (Reading told : List.of(boss, officer, owner, recordOfficer, stranger)) {
      told.close();
    }
  }

  @Test
  void answersTheSameForAbsentShieldedForbiddenAndKeptApartChildren() {
    Area area = Area.full();
    Area night = Area.full(); // no agreement lets its service have anything of this area's police
    area.child(1, area.ann);
    area.arrest(1);
    area.child(2, area.ann);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_ARREST)
            .addPersons(
                area.involved(PersonRole.PERSON_ROLE_ARRESTED, 2).setProtectedPerson(true)));
    area.child(3, area.ann);
    area.arrest(3);
    Keeping.apart(area, area.ben, 3, SeparationEffect.SEPARATION_EFFECT_DENY);
    area.child(4, area.ann);
    area.submit(codeC(area, 4));
    ReadEmergencyAccessResponse nothing = ReadEmergencyAccessResponse.getDefaultInstance();
    int size = open(area, area.ben, "C-9").toBuilder().clearReceipt().build().getSerializedSize();
    for (String child : List.of("C-2", "C-3")) {
      OpenEmergencyAccessResponse open = open(area, area.ben, child);
      assertEquals(size, open.toBuilder().clearReceipt().build().getSerializedSize());
      assertEquals(nothing, read(area, area.ben, open), child);
    }
    String cat = area.service + "/user/cat";
    area.principal(cat);
    area.grant(cat, Role.ROLE_CASE_MANAGER, area.service);
    for (String child : List.of("C-9", "C-4")) {
      assertEquals(nothing, read(area, cat, open(area, cat, child)), child);
    }
    assertEquals(nothing, read(area, night.ann, open(area, night.ann, "C-1")), "no agreement");
    assertEquals(1, read(area, cat, open(area, cat, "C-1")).getAlertsCount());
  }

  @Test
  void writesTheSameEntriesWhetherOrNotThereIsAChild() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    while (Recalling.count(
            "SELECT count(*) FROM intelligence.look_back WHERE done_position IS NULL")
        > 0) {
      Thread.onSpinWait();
    }
    var journal = exchange.bean(uk.yjx.server.journal.Journal.class);
    for (String child : List.of("C-1", "C-9")) {
      long before = journal.stamp();
      OpenEmergencyAccessResponse open = open(area, area.ben, child);
      assertEquals(before + 1, journal.stamp());
      var unused = read(area, area.ben, open);
      assertEquals(before + 2, journal.stamp());
    }
  }

  @Test
  void endsByItselfAndEndsReadingWithIt() {
    Area area = Area.full();
    area.child(1, area.ann);
    area.arrest(1);
    OpenEmergencyAccessResponse open = open(area, area.ben, "C-1");
    assertEquals(
        EmergencyRules.LASTS_DEFAULT.toSeconds(),
        open.getUntil().getSeconds() - exchange.clock().instant().getEpochSecond(),
        1);
    assertEquals("EMERGENCY_ACCESS_NOT_FOUND", why(() -> read(area, area.max, open)));
    exchange.clock().pass(EmergencyRules.LASTS_DEFAULT);
    assertEquals("EMERGENCY_ACCESS_ENDED", why(() -> read(area, area.ben, open)));
    exchange.bean(ClockRun.class).run();
    EmergencyAccess listed = list(area, area.ben).getFirst();
    assertFalse(listed.getOpen());
    assertEquals(open.getUntil(), listed.getUntil());
  }

  @Test
  void leavesAtMostThreeOpenToOnePerson() {
    Area area = Area.full();
    for (int i = 0; i < EmergencyRules.OPEN_MAX; i++) {
      var unused = open(area, area.ben, "C-" + i);
    }
    assertEquals("TOO_MANY_EMERGENCY_ACCESSES", why(() -> open(area, area.ben, "C-9")));
    assertEquals("ROLE_WITHDRAWN", why(() -> open(area, area.service + "/system/cases", "C-1")));
  }

  @Test
  void climbsUntilSomebodyReviewsIt() throws Exception {
    Area area = Area.full();
    String hal = head(area);
    var unused = open(area, area.ben, "C-1");
    Reading max = Reading.of(area, area.max);
    Reading head = Reading.of(area, hal);
    assertEquals(1, max.untilLive().size());
    assertEquals(List.of(), head.untilLive());
    AlertEvent again = climb(max);
    assertTrue(again.getEmergencyAccess().getReviewOverdue());
    assertEquals(EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS, climb(head).getCause());
    String access = again.getEmergencyAccess().getAccessId();
    review(area, hal, access, EmergencyDecision.EMERGENCY_DECISION_JUSTIFIED);
    exchange.clock().pass(Duration.ofDays(14));
    exchange.bean(ClockRun.class).run();
    assertFalse(hasItem(area), "the clock has stopped");
    Reading later = Reading.of(area, area.max);
    assertEquals(List.of(), later.untilLive(), "what is settled is told no more");
    max.close();
    head.close();
    later.close();
  }

  @Test
  void endsWhatWasNotJustifiedAtOnceAndTellsTheHead() throws Exception {
    Area area = Area.full();
    String hal = head(area);
    area.child(1, area.ann);
    area.arrest(1);
    OpenEmergencyAccessResponse open = open(area, area.ben, "C-1");
    assertEquals(1, read(area, area.ben, open).getAlertsCount());
    Reading head = Reading.of(area, hal);
    assertEquals(List.of(), head.untilLive());
    assertEquals(
        "EMERGENCY_ACCESS_NOT_FOUND",
        why(() -> review(Area.full(), area.ann, open.getAccessId(), NOT)));
    review(area, area.max, open.getAccessId(), NOT);
    assertEquals("EMERGENCY_ACCESS_ENDED", why(() -> read(area, area.ben, open)));
    EmergencyAccess told = head.event().getEmergencyAccess();
    assertEquals(NOT, told.getDecision());
    assertEquals(area.max, told.getReviewedBy());
    assertEquals(
        "EMERGENCY_ACCESS_REVIEWED", why(() -> review(area, hal, open.getAccessId(), NOT)));
    head.close();
  }

  @Test
  void letsNobodyReviewTheirOwnAndTellsTheOperatorWhenNobodyAnswers() {
    Area area = Area.small();
    String only = area.service + "/user/only";
    area.principal(only);
    area.grant(only, Role.ROLE_SERVICE_MANAGER, area.service);
    OpenEmergencyAccessResponse open = open(area, only, "C-1");
    assertTrue(hasItem(area));
    assertEquals(
        "REVIEWER_IS_READER",
        why(() ->
            review(
                area, only, open.getAccessId(), EmergencyDecision.EMERGENCY_DECISION_JUSTIFIED)));
  }

  @Test
  void countsTheReaderAmongThoseARecallMustReach() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    OpenEmergencyAccessResponse open = open(area, area.ben, "C-1");
    String alert = read(area, area.ben, open).getAlerts(0).getAlertId();
    Recalling.withdraw(area, notice);
    assertEquals(1, Recalling.recalls(area, area.ben).size());
    assertEquals(alert, Recalling.recalls(area, area.ben).getFirst().getAlertId());
    assertEquals(0, read(area, area.ben, open).getAlertsCount());
  }

  private static final EmergencyDecision NOT = EmergencyDecision.EMERGENCY_DECISION_NOT_JUSTIFIED;

  /** Days pass until the ladder tells somebody. */
  private AlertEvent climb(Reading to) throws InterruptedException {
    for (int day = 0; day < 7; day++) {
      exchange.clock().pass(Duration.ofDays(1));
      exchange.bean(ClockRun.class).run();
      List<AlertEvent> told = to.untilLive();
      if (!told.isEmpty()) {
        return told.getFirst();
      }
    }
    throw new AssertionError("nobody was told");
  }

  private static uk.yjx.intelligence.v1.Notice.Builder codeC(Area area, int child) {
    uk.yjx.intelligence.v1.Notice.Builder notice =
        area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child);
    notice
        .getHandlingBuilder()
        .setConditions(HandlingConditions.newBuilder().setNoOnwardShare(true));
    return notice;
  }

  private static String officer(Area area) {
    String officer = area.service + "/user/dpo";
    area.principal(officer);
    area.grant(officer, Role.ROLE_DATA_PROTECTION_OFFICER, "");
    return officer;
  }

  private static String head(Area area) {
    String head = area.service + "/user/hal";
    area.principal(head);
    area.grant(head, Role.ROLE_HEAD_OF_SERVICE, area.service);
    return head;
  }

  private static OpenEmergencyAccessResponse open(Area area, String who, String child) {
    return EmergencyAccessServiceGrpc.newBlockingStub(area.as(who))
        .openEmergencyAccess(
            OpenEmergencyAccessRequest.newBuilder()
                .setRequestId(area.requestId())
                .setService(area.service)
                .setServiceChildId(child)
                .setReason(EmergencyReason.EMERGENCY_REASON_MISSING)
                .setJustification("Found at night without anybody, says nothing.")
                .build());
  }

  private static ReadEmergencyAccessResponse read(
      Area area, String who, OpenEmergencyAccessResponse access) {
    return EmergencyAccessServiceGrpc.newBlockingStub(area.as(who))
        .readEmergencyAccess(
            ReadEmergencyAccessRequest.newBuilder().setAccessId(access.getAccessId()).build());
  }

  private static List<EmergencyAccess> list(Area area, String who) {
    return EmergencyAccessServiceGrpc.newBlockingStub(area.as(who))
        .listEmergencyAccesses(ListEmergencyAccessesRequest.getDefaultInstance())
        .getAccessesList();
  }

  private static void review(Area area, String who, String access, EmergencyDecision decision) {
    var unused =
        EmergencyAccessServiceGrpc.newBlockingStub(area.as(who))
            .reviewEmergencyAccess(
                ReviewEmergencyAccessRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAccessId(access)
                    .setDecision(decision)
                    .setReason("Invented")
                    .build());
  }

  private static boolean hasItem(Area area) {
    return area.unowned("operator/user/administrator").stream()
        .anyMatch(item ->
            item.getService().equals(area.service)
                && item.getReason() == UnownedReason.UNOWNED_REASON_EMERGENCY_ACCESS);
  }

  /** The newest leaves of one operation, as text. */
  private static String events(String operation) throws Exception {
    try (var c = Recalling.EXCHANGE.database().superuser();
        var s =
            c.prepareStatement("SELECT leaf FROM audit.leaf ORDER BY leaf_index DESC LIMIT 20");
        var r = s.executeQuery()) {
      StringBuilder all = new StringBuilder();
      while (r.next()) {
        String leaf = ByteString.copyFrom(r.getBytes(1)).toStringUtf8();
        all.append(leaf.contains(operation) ? leaf : "");
      }
      return all.toString();
    }
  }

  private static String why(Runnable call) {
    return String.valueOf(Reading.status(call).getDescription());
  }
}
