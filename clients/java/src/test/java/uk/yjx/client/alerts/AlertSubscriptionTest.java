package uk.yjx.client.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.client.alerts.ScriptedAlerts.alertId;
import static uk.yjx.client.alerts.ScriptedAlerts.cursor;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Open;
import uk.yjx.alerts.v1.StreamState;
import uk.yjx.client.Errors;
import uk.yjx.client.InProcess;
import uk.yjx.common.v1.Purpose;

class AlertSubscriptionTest {

  private SubscriptionHarness harness;

  @BeforeEach
  void open() throws IOException {
    harness = new SubscriptionHarness(10);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void opensWithCursorCreditAndPurpose() throws IOException {
    CursorStore stored = CursorStore.inMemory();
    stored.save(cursor(7));
    try (SubscriptionHarness resumed = new SubscriptionHarness(10, stored)) {
      Open open = resumed.start().frames.getFirst().getOpen();

      assertEquals(cursor(7), open.getResumeCursor());
      assertEquals("desk-0001", open.getInstanceId());
      assertEquals(10, open.getCredit().getAlerts());
      assertEquals(1024 * 1024, open.getCredit().getBytes());
      assertEquals(Purpose.PURPOSE_SUPERVISION, open.getPurpose());
    }
  }

  @Test
  void storesTheCursorOnlyAfterTheHandlerReturned() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.events(1, 3);
    assertEquals(ByteString.EMPTY, harness.cursors.load());

    harness.work();
    assertEquals(cursor(3), harness.cursors.load());
    assertEquals(List.of(alertId(1), alertId(2), alertId(3)), harness.handled);
  }

  @Test
  void givesCreditBackOnlyForWhatTheHandlerDealtWithAndAtHalf() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.events(1, 4);
    call.events(5, 10);
    assertEquals(List.of(), call.grants());

    harness.work();
    assertEquals(List.of(), call.grants());
    harness.work();
    assertEquals(1, call.grants().size());
    assertEquals(10, call.grants().getFirst().getAlerts());
  }

  @Test
  void callsTheHandlerForOneFrameAtATime() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.events(1, 1);
    call.events(2, 2);
    harness.work();
    assertEquals(List.of(alertId(1)), harness.handled);
    harness.work();
    assertFalse(harness.hasWork());
    assertEquals(List.of(alertId(1), alertId(2)), harness.handled);
  }

  @Test
  void bringsTheSameEventsAgainWhenTheHandlerThrows() {
    harness.handlerFailures = 1;
    ScriptedAlerts.Call call = harness.startOpened();
    call.events(1, 2);
    harness.work();
    assertEquals(new SubscriptionState.Blocked("HANDLER_FAILED"), harness.states.getLast());
    assertEquals(ByteString.EMPTY, harness.cursors.load());
    assertFalse(harness.hasWork());

    harness.advance(Duration.ofMillis(500));
    harness.work();
    assertEquals(List.of(alertId(1), alertId(2)), harness.handled);
    assertEquals(cursor(2), harness.cursors.load());
    assertEquals(new SubscriptionState.CatchingUp(), harness.states.getLast());
  }

  @Test
  void storesTheCursorOfAHeartbeatBehindWhatWaits() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.events(1, 1);
    call.progress(5, StreamState.STREAM_STATE_LIVE, "");
    assertEquals(new SubscriptionState.Live(), harness.states.getLast());

    harness.work();
    assertEquals(cursor(1), harness.cursors.load());
    harness.work();
    assertEquals(cursor(5), harness.cursors.load());
  }

  @Test
  void resumesBehindWhatItReceivedAndHoldsCreditForWhatWaits() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.events(1, 4);
    call.responses.onError(Status.UNAVAILABLE.asRuntimeException());
    ScriptedAlerts.Call next = harness.reconnected();

    assertEquals(cursor(4), next.resumedAt());
    assertEquals(6, next.frames.getFirst().getOpen().getCredit().getAlerts());
    next.opened();
    next.events(5, 6);
    harness.work();
    harness.work();
    assertEquals(6, harness.handled.size());
    assertEquals(6, next.grants().getFirst().getAlerts());
  }

  @Test
  void stopsForGoodWhenAnotherSubscriptionTookOver() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.responses.onError(InProcess.error(Status.Code.ABORTED, "SUPERSEDED"));
    harness.advance(Duration.ofHours(1));

    assertEquals(1, harness.exchange.calls.size());
    assertEquals("SUPERSEDED", harness.subscription.closed().join().cause().orElseThrow().reason());
  }

  @Test
  void stopsForGoodWhenTheCallerMayNotReceive() {
    for (Status.Code code :
        List.of(
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.INVALID_ARGUMENT)) {
      CallEnd end =
          CallEnd.of(
              Optional.of(Errors.of(InProcess.error(code, "SCOPE_NOT_ALLOWED"))),
              harness.inProcess.connection(),
              0);
      assertEquals(CallEnd.STOP, end, code.name());
    }
  }

  @Test
  void opensWithoutCursorAtOnceWhenTheCursorIsOfNoUse() {
    harness.startOpened().events(1, 1);
    harness.work();
    harness
        .exchange
        .last()
        .responses
        .onError(InProcess.error(Status.Code.OUT_OF_RANGE, "CURSOR_EXPIRED"));
    assertEquals(2, harness.exchange.calls.size());
    assertEquals(ByteString.EMPTY, harness.exchange.last().resumedAt());

    harness.exchange.last().opened();
    harness.exchange.last().events(2, 2);
    harness
        .exchange
        .last()
        .responses
        .onError(InProcess.error(Status.Code.FAILED_PRECONDITION, "LOG_EPOCH_CHANGED"));
    assertEquals(3, harness.exchange.calls.size());
    assertEquals(ByteString.EMPTY, harness.exchange.last().resumedAt());
  }

  @Test
  void doesNotSpinWhenTheExchangeRefusesEvenNoCursor() {
    harness.start();
    harness
        .exchange
        .last()
        .responses
        .onError(InProcess.error(Status.Code.OUT_OF_RANGE, "CURSOR_EXPIRED"));
    assertEquals(1, harness.exchange.calls.size());
    assertInstanceOf(SubscriptionState.BackingOff.class, harness.states.getLast());
  }

  @Test
  void connectsAgainAfterTwoAndAHalfSilentHeartbeats() {
    ScriptedAlerts.Call call = harness.startOpened();
    harness.advance(Duration.ofSeconds(20));
    call.progress(1, StreamState.STREAM_STATE_LIVE, "");
    harness.advance(Duration.ofSeconds(24));
    assertEquals(new SubscriptionState.Live(), harness.states.getLast());

    harness.advance(Duration.ofSeconds(1));
    assertTrue(call.responses.isCancelled());
    SubscriptionState.BackingOff wait = (SubscriptionState.BackingOff) harness.states.getLast();
    assertEquals("SILENT", wait.cause().orElseThrow().reason());
    harness.reconnected();
    assertEquals(2, harness.exchange.calls.size());
  }

  @Test
  void connectsAgainWhenAnOpenedCallIsNeverAnswered() {
    harness.start();
    harness.advance(Duration.ofSeconds(15));
    harness.reconnected();
    assertEquals(2, harness.exchange.calls.size());
  }

  @Test
  void comesBackAfterADrainNoSoonerThanAsked() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.drain(20);
    call.responses.onCompleted();

    assertEquals(
        new SubscriptionState.BackingOff(Duration.ofMillis(20_500), Optional.empty()),
        harness.states.getLast());
  }

  @Test
  void givesCreditAnewWhenBothSidesCountedDifferently() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.progress(1, StreamState.STREAM_STATE_BLOCKED, "NO_CREDIT");
    assertEquals(new SubscriptionState.Blocked("NO_CREDIT"), harness.states.getLast());
    assertEquals(List.of(), call.grants());
    call.progress(1, StreamState.STREAM_STATE_BLOCKED, "NO_CREDIT");
    assertEquals(10, call.grants().getFirst().getAlerts());
  }

  @Test
  void startsNoHandlerOnceClosed() {
    ScriptedAlerts.Call call = harness.startOpened();
    call.events(1, 1);
    harness.subscription.close();
    harness.work();

    assertEquals(List.of(), harness.handled);
    assertTrue(call.responses.isCancelled());
    assertTrue(harness.subscription.closed().join().cause().isEmpty());
  }
}
