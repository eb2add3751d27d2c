package uk.yjx.server.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/** Who is admitted when more is submitted than is written. */
class SubmissionGateTest {
  private static final PrincipalId ONE = PrincipalId.parse("north-police/system/records");
  private static final PrincipalId OTHER = PrincipalId.parse("south-police/system/records");

  private final AtomicLong nanos = new AtomicLong();
  private final SubmissionGate gate = new SubmissionGate(nanos::get);

  @Test
  void oneAloneUsesHalfOfTheLimitAndWhoComesLaterFindsRoom() {
    List<CompletableFuture<String>> first = fill(ONE);
    assertEquals(SubmissionGate.LIMIT_MAX / 2, first.size());
    assertEquals(SubmissionGate.LIMIT_MAX / 4, fill(OTHER).size(), "what is free then");
    first.subList(0, first.size() / 2).forEach(done -> done.complete("written"));
    int others = SubmissionGate.LIMIT_MAX / 4 + fill(OTHER).size();
    assertTrue(Math.abs(others - SubmissionGate.LIMIT_MAX * 3 / 8) <= 1, "half of what is left");
  }

  @Test
  void whoIsRefusedIsToldWhyAndHowLongToWait() {
    fill(ONE);
    CompletableFuture<String> refused = gate.admit(ONE, CompletableFuture::new);
    Throwable cause = assertThrows(CompletionException.class, refused::join).getCause();
    Failure failure = assertInstanceOf(Failure.Refused.class, cause).failure();
    assertEquals("OVERLOADED", failure.reason());
    assertEquals(Failure.Code.RESOURCE_EXHAUSTED, failure.code());
    assertEquals(SubmissionGate.RETRY_AFTER, failure.retryAfter());
  }

  @Test
  void noWorkIsDoneForWhoIsRefused() {
    fill(ONE);
    AtomicLong done = new AtomicLong();
    var unused =
        gate.admit(
            ONE,
            () -> {
              done.incrementAndGet();
              return new CompletableFuture<String>();
            });
    assertEquals(0, done.get());
  }

  @Test
  void whatFailsGivesItsPlaceBackToo() {
    gate.admit(ONE, () -> CompletableFuture.failedFuture(new IllegalStateException("no")));
    assertThrows(
        IllegalStateException.class,
        () ->
            gate.admit(
                ONE,
                () -> {
                  throw new IllegalStateException("no");
                }));
    assertEquals(0, gate.underWay());
  }

  @Test
  void theLimitFollowsWhatIsWrittenInTime() {
    for (int round = 0; round < 100; round++) {
      List<CompletableFuture<String>> admitted = fill(ONE);
      pass(SubmissionGate.UNDER_WAY_MAX.plusMillis(1));
      admitted.forEach(done -> done.complete("written late"));
    }
    assertEquals(SubmissionGate.LIMIT_MIN, gate.limit());
    int before = gate.limit();
    List<CompletableFuture<String>> admitted = fill(ONE);
    pass(Duration.ofMillis(10));
    admitted.forEach(done -> done.complete("written"));
    assertTrue(gate.limit() > before, "it grows again");
  }

  @Test
  void manyLateOnesOfOneMomentLowerTheLimitOnce() {
    List<CompletableFuture<String>> admitted = fill(ONE);
    pass(SubmissionGate.UNDER_WAY_MAX.plusMillis(1));
    admitted.forEach(done -> done.complete("written late"));
    assertEquals((int) (SubmissionGate.LIMIT_MAX * 0.9), gate.limit());
  }

  /** Three times what is written arrives; what is written must not shrink, nor wait for long. */
  @Test
  void threeTimesTheCapacityKeepsTheGoodputAndBoundsTheWait() {
    long seed = 8;
    Random random = new Random(seed);
    int perMilli = 2;
    Deque<CompletableFuture<String>> queue = new ArrayDeque<>();
    Deque<Long> since = new ArrayDeque<>();
    long written = 0;
    long inTime = 0;
    long millis = 60_000;
    for (long now = 0; now < millis; now++) {
      int arrivals = perMilli * 3 + random.nextInt(-1, 2);
      for (int i = 0; i < arrivals; i++) {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> answer = gate.admit(i % 2 == 0 ? ONE : OTHER, () -> work);
        if (!answer.isDone()) {
          queue.add(work);
          since.add(now);
        }
      }
      pass(Duration.ofMillis(1));
      for (int i = 0; i < perMilli && !queue.isEmpty(); i++) {
        queue.removeFirst().complete("written");
        written++;
        inTime += now - since.removeFirst() <= 4_000 ? 1 : 0;
      }
    }
    assertTrue(written >= 0.99 * perMilli * millis, "seed " + seed + ": written " + written);
    assertTrue(inTime >= 0.8 * perMilli * millis, "seed " + seed + ": in time " + inTime);
    assertFalse(queue.size() > 4_000 * perMilli, "seed " + seed + ": waiting " + queue.size());
  }

  private List<CompletableFuture<String>> fill(PrincipalId principal) {
    List<CompletableFuture<String>> admitted = new ArrayList<>();
    while (true) {
      CompletableFuture<String> work = new CompletableFuture<>();
      if (gate.admit(principal, () -> work).isCompletedExceptionally()) {
        return admitted;
      }
      admitted.add(work);
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
