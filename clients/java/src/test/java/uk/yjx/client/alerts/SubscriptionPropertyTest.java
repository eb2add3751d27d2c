package uk.yjx.client.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.ReceiveRequest;

/** Whatever an exchange does to a subscription, the handler sees every event once and in order. */
class SubscriptionPropertyTest {

  private static final int SEEDS = 200;
  private static final int EVENTS = 60;
  private static final int CREDIT = 10;

  @Test
  void skipsAndRepeatsNothingWhateverHappens() throws IOException {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Run(seed).toTheEnd();
    }
  }

  /** One random course of things. */
  private static final class Run {

    private final String label;
    private final Random random;
    private final SubscriptionHarness harness = new SubscriptionHarness(CREDIT);
    private ScriptedAlerts.Call call;
    private int sent;
    private int sentOnCall;
    private boolean opened;
    private boolean over;

    Run(long seed) throws IOException {
      label = "seed " + seed;
      random = new Random(seed);
      call = harness.start();
    }

    void toTheEnd() {
      while (harness.handled.size() < EVENTS) {
        step();
        int stored = number(harness.cursors.load());
        assertTrue(stored <= harness.handled.size(), label);
      }
      assertEquals(
          IntStream.rangeClosed(1, EVENTS).mapToObj(ScriptedAlerts::alertId).toList(),
          harness.handled,
          label);
      harness.close();
    }

    private void step() {
      if (harness.exchange.last() != call) {
        call = harness.exchange.last();
        sent = number(call.resumedAt());
        sentOnCall = 0;
        opened = false;
        over = false;
      }
      switch (random.nextInt(8)) {
        case 0 -> {
          if (!over) {
            over = true;
            call.responses.onError(Status.UNAVAILABLE.asRuntimeException());
          }
        }
        case 1 -> harness.handlerFailures = random.nextInt(2);
        case 2 -> harness.advance(Duration.ofSeconds(random.nextInt(20)));
        case 3, 4 -> send();
        default -> {
          if (harness.hasWork()) {
            harness.work();
          }
        }
      }
    }

    /** Sends as many events as there is credit for. */
    private void send() {
      if (over || call.responses.isCancelled()) {
        return;
      }
      if (!opened) {
        opened = true;
        call.opened();
        return;
      }
      int credit = call.frames.stream().mapToInt(Run::granted).sum() - sentOnCall;
      assertTrue(credit <= CREDIT, label + ": credit " + credit);
      int count = Math.min(EVENTS - sent, Math.min(credit, 1 + random.nextInt(4)));
      if (count > 0) {
        call.events(sent + 1, sent + count);
        sent += count;
        sentOnCall += count;
      }
    }

    private static int granted(ReceiveRequest frame) {
      return frame.getOpen().getCredit().getAlerts() + frame.getGrant().getAlerts();
    }

    private static int number(ByteString cursor) {
      return cursor.isEmpty() ? 0 : Integer.parseInt(cursor.toStringUtf8().substring(7));
    }
  }
}
