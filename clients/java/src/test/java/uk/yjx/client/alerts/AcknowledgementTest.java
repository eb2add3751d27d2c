package uk.yjx.client.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.client.alerts.ScriptedAlerts.alertId;

import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeResult;

class AcknowledgementTest {

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
  void isCompleteWhenEveryIdHasItsResult() {
    ScriptedAlerts.Call call = harness.startOpened();
    CompletableFuture<List<AcknowledgeResult>> future =
        harness.subscription.acknowledge(List.of(alertId(1), alertId(2), alertId(1)));
    assertEquals(List.of(List.of(alertId(1), alertId(2))), call.acknowledged());

    call.applied(alertId(2));
    assertFalse(future.isDone());
    call.applied(alertId(1));
    assertEquals(
        List.of(alertId(2), alertId(1)),
        future.join().stream().map(AcknowledgeResult::getAlertId).toList());
  }

  @Test
  void waitsForTheCallToOpen() {
    ScriptedAlerts.Call call = harness.start();
    harness.subscription.acknowledge(List.of(alertId(1)));
    assertEquals(List.of(), call.acknowledged());
    call.opened();
    assertEquals(List.of(List.of(alertId(1))), call.acknowledged());
  }

  @Test
  void isSaidAgainAfterAReconnectionUntilItIsAnswered() {
    ScriptedAlerts.Call call = harness.startOpened();
    CompletableFuture<List<AcknowledgeResult>> future =
        harness.subscription.acknowledge(List.of(alertId(1), alertId(2)));
    call.applied(alertId(1));
    call.responses.onError(Status.UNAVAILABLE.asRuntimeException());
    assertFalse(future.isDone());

    ScriptedAlerts.Call next = harness.reconnected();
    next.opened();
    assertEquals(List.of(List.of(alertId(2))), next.acknowledged());
    next.applied(alertId(2));
    assertEquals(2, future.join().size());
  }

  @Test
  void keepsAFrameWithinFiveHundredIds() {
    ScriptedAlerts.Call call = harness.startOpened();
    harness.subscription.acknowledge(
        IntStream.rangeClosed(1, 1001).mapToObj(ScriptedAlerts::alertId).toList());
    assertEquals(List.of(500, 500, 1), call.acknowledged().stream().map(List::size).toList());
  }

  @Test
  void isToldApartFromReadingByTheOrderInWhichBothWereSaid() {
    ScriptedAlerts.Call call = harness.startOpened();
    CompletableFuture<List<AcknowledgeResult>> read =
        harness.subscription.read(List.of(alertId(1)));
    CompletableFuture<List<AcknowledgeResult>> acknowledged =
        harness.subscription.acknowledge(List.of(alertId(1)));
    assertEquals(List.of(List.of(alertId(1))), call.read());

    call.applied(alertId(1));
    assertTrue(read.isDone());
    assertFalse(acknowledged.isDone());
    call.applied(alertId(1));
    assertTrue(acknowledged.isDone());
  }

  @Test
  void sharesTheResultOfAnIdThatIsUnderWay() {
    ScriptedAlerts.Call call = harness.startOpened();
    CompletableFuture<List<AcknowledgeResult>> first =
        harness.subscription.acknowledge(List.of(alertId(1)));
    CompletableFuture<List<AcknowledgeResult>> second =
        harness.subscription.acknowledge(List.of(alertId(1)));
    assertEquals(1, call.acknowledged().size());
    call.applied(alertId(1));
    assertTrue(first.isDone() && second.isDone());
  }

  @Test
  void refusesWhatIsNoAlertId() {
    harness.startOpened();
    assertThrows(
        IllegalArgumentException.class,
        () -> harness.subscription.acknowledge(List.of("1-1-1-1-1")));
  }

  @Test
  void failsWhenTheSubscriptionEndsFirst() {
    harness.startOpened();
    CompletableFuture<List<AcknowledgeResult>> future =
        harness.subscription.acknowledge(List.of(alertId(1)));
    harness.subscription.close();

    assertThrows(CompletionException.class, future::join);
    assertTrue(harness.subscription.acknowledge(List.of(alertId(1))).isCompletedExceptionally());
  }
}
