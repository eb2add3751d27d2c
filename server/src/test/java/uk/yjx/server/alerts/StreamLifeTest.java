package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Grant;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.alerts.v1.StreamState;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.Collected;
import uk.yjx.server.identity.Caller;

/** How streams end, wait and go on: promises 6 and 9, and a role withdrawn in between. */
final class StreamLifeTest {
  private static final int FROZEN = 10;
  private static final int ALERTS = 30;

  private final AlertsExchange exchange = AlertsExchange.shared();

  @Test
  void holdsNothingForReadersThatNeverRead() throws Exception {
    Area area = Area.full();
    area.child(
        1,
        List.of(
            allocation(area.ann, AllocationRole.ALLOCATION_ROLE_LEAD),
            allocation(area.ben, AllocationRole.ALLOCATION_ROLE_CO_WORKER)));
    List<Reading> frozen = new ArrayList<>();
    for (int i = 0; i < FROZEN; i++) {
      frozen.add(Reading.frozen(area, area.ben));
    }
    Reading ann = Reading.of(area, area.ann);
    ann.untilLive();
    for (int i = 0; i < ALERTS; i++) {
      area.arrest(1);
    }
    List<String> seen = new ArrayList<>();
    while (seen.size() < ALERTS) {
      ann.events().forEach(e -> seen.add(e.getAlert().getAlertId()));
    }
    assertEquals(ALERTS, seen.stream().distinct().count());
    // A frame exists from its disclosure on: none was made for those without room for it.
    assertEquals(
        0, count("SELECT count(*) FROM alerts.disclosure WHERE principal = '" + area.ben + "'"));
    frozen.forEach(Reading::close);
    ann.close();
  }

  @Test
  void sendsNothingThatWasReservedBeforeTheRoleWasWithdrawn() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann =
        Reading.of(
            area,
            area.ann,
            Reading.opening().setCredit(Grant.newBuilder().setAlerts(0).setBytes(1_000_000)));
    ann.frame();
    area.arrest(1);
    assertEquals("NO_CREDIT", DeliveryTest.blockedReason(ann));
    CompletableFuture<Void> withdrawn;
    try (HeadLock lock = HeadLock.hold(exchange)) {
      withdrawn =
          CompletableFuture.runAsync(
              () -> area.withdraw(area.ann, Role.ROLE_CASE_MANAGER, area.service));
      lock.untilSomeoneWaits();
      ann.grant(10, 0);
      // Its answer shows that the grant was taken and the disclosure decided upon the old roles.
      while (!ann.progress().getBlockedReason().isEmpty()) {
        Thread.onSpinWait();
      }
    }
    withdrawn.join();
    Status end = ann.end();
    assertEquals("ROLE_WITHDRAWN", end.getDescription());
    assertEquals(
        0, count("SELECT count(*) FROM alerts.disclosure WHERE principal = '" + area.ann + "'"));
  }

  @Test
  void refusesACursorOlderThanWhatIsKeptAndThenLosesNothingOpen() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    ByteString old = ann.frame().getOpened().getHeadCursor();
    area.arrest(1);
    String open = ann.event().getAlert().getAlertId();
    area.arrest(1);
    ann.acknowledge(ann.event().getAlert().getAlertId());
    ann.close();
    exchange.clock().pass(StreamUpkeep.RETENTION.plus(Duration.ofDays(1)));
    exchange.bean(StreamUpkeep.class).prune();
    assertEquals(
        "CURSOR_EXPIRED",
        Reading.of(area, area.ann, Reading.opening().setResumeCursor(old)).end().getDescription());
    Reading fresh = Reading.of(area, area.ann);
    assertEquals(
        List.of(open), fresh.untilLive().stream().map(e -> e.getAlert().getAlertId()).toList());
    fresh.close();
    assertEquals(
        1,
        count(
            "SELECT count(*) FROM alerts.mailbox_entry WHERE mailbox = 'person:" + area.ann + "'"));
  }

  @Test
  void saysWhenItIsAboutToStop() throws Exception {
    Area area = Area.full();
    Reading ann = Reading.of(area, area.ann);
    ann.untilLive();
    exchange.bean(StreamServices.class).drain(Duration.ofSeconds(3));
    ReceiveResponse drain = ann.frame();
    while (!drain.hasDrain()) {
      drain = ann.frame();
    }
    assertEquals(3, drain.getDrain().getRetryAfter().getSeconds());
    assertEquals(Status.Code.OK, ann.end().getCode());
  }

  @Test
  void beatsWhileThereIsNothingToSay() throws Exception {
    Area area = Area.full();
    Reading ann = Reading.of(area, area.ann);
    ann.untilLive();
    ann.progress(); // by now everything sent before has been read
    StreamRegistry registry = exchange.bean(StreamRegistry.class);
    registry
        .all()
        .forEach(s ->
            s.heartbeat(
                System.nanoTime() + StreamServices.HEARTBEAT_INTERVAL.toNanos(),
                StreamServices.HEARTBEAT_INTERVAL));
    ReceiveResponse beat = ann.frame();
    assertTrue(beat.hasProgress());
    assertEquals(0, beat.getProgress().getNonce());
    ann.close();
  }

  @Test
  void saysAtOnceThatItIsLive() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading other = Reading.of(area, area.ann);
    area.arrest(1);
    String open = other.event().getAlert().getAlertId();
    other.close();
    Collected<ReceiveResponse> sent = new Collected<>();
    // Not registered, so no heartbeat says it later.
    AlertStream stream = unregistered(area.ann, sent);
    stream.opened(Opened.getDefaultInstance());
    stream.progress(1);
    assertTrue(sent.next().hasOpened());
    List<Progress> told = new ArrayList<>();
    List<String> events = new ArrayList<>();
    while (told.stream().noneMatch(p -> p.getState() == StreamState.STREAM_STATE_LIVE)) {
      ReceiveResponse frame = sent.next();
      frame.getEvents().getEventsList().forEach(e -> events.add(e.getAlert().getAlertId()));
      if (frame.hasProgress()) {
        told.add(frame.getProgress());
      }
    }
    assertEquals(List.of(open), events);
    assertEquals(told.getLast().getHeadCursor(), told.getLast().getCursor());
    stream.cancelled();
  }

  @Test
  void asksAReaderWithANewDeskToOpenAgain() throws Exception {
    Area area = Area.full();
    area.child(1, (String) null);
    area.arrest(1);
    Reading ann = Reading.of(area, area.ann);
    assertEquals(List.of(), ann.untilLive());
    area.grant(area.ann, Role.ROLE_DUTY_OFFICER, area.service);
    exchange.bean(StreamUpkeep.class).fence();
    assertEquals(Status.Code.OK, ann.end().getCode());
    Reading again = Reading.of(area, area.ann);
    assertFalse(again.untilLive().isEmpty());
    again.close();
  }

  private AlertStream unregistered(String who, Collected<ReceiveResponse> sent) {
    Caller caller = exchange.caller(who);
    StreamServices services = exchange.bean(StreamServices.class);
    return new AlertStream(
        services,
        new Disclosures.Reader(caller, Purpose.PURPOSE_SUPERVISION, "test"),
        exchange
            .bean(Relations.class)
            .selection(caller, Scope.SCOPE_MY_CASELOAD, exchange.clock().instant()),
        Credit.unlimited(),
        new Outlet<>(sent, Frames.RECEIVE),
        FeedItem.Place.START,
        FeedItem.Place.endOf(services.feed().head()));
  }

  private Allocation allocation(String worker, AllocationRole role) {
    return Allocation.newBuilder()
        .setPrincipalId(worker)
        .setRole(role)
        .setFrom(Area.timestamp(exchange.clock().instant().minusSeconds(60)))
        .build();
  }

  private long count(String sql) throws Exception {
    try (Connection c = exchange.database().superuser();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
