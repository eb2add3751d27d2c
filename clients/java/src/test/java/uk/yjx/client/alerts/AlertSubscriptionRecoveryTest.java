package uk.yjx.client.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import uk.yjx.alerts.v1.StreamState;
import uk.yjx.client.Errors;
import uk.yjx.client.InProcess;

class AlertSubscriptionRecoveryTest {

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
}
