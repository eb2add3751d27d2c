package uk.yjx.server.intake;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Admits submissions before any work is done for them, so that work is not spent on what nobody
 * waits for any more. Urgent submissions, disclosures, acknowledgements and revocations do not pass
 * it.
 *
 * <p>How many may be under way follows what the database takes: a tenth less when one was under way
 * for longer than {@link #UNDER_WAY_MAX}, one more for each that was not while the limit was used
 * (additive increase, multiplicative decrease, as of TCP and of Netflix's concurrency-limits). A
 * principal may have as many under way as are free (Choudhury and Hahne, «Dynamic queue length
 * thresholds», 1998): one alone uses half of the limit, two a third each, so that nobody finds
 * everything taken.
 */
@Singleton
final class SubmissionGate {
  /** Submissions under way at most, whatever the speed. */
  static final int LIMIT_MAX = 10_000;

  /** Submissions that may be under way at least, whatever the speed. */
  static final int LIMIT_MIN = 64;

  /** A submission under way for longer means that too many are. */
  static final Duration UNDER_WAY_MAX = Duration.ofSeconds(2);

  /** Told to whoever is not admitted. */
  static final Duration RETRY_AFTER = Duration.ofMillis(500);

  private static final double DECREASE = 0.9;

  private static final Failure OVERLOADED =
      Failure.passing(
          Failure.Code.RESOURCE_EXHAUSTED,
          "OVERLOADED",
          "more is being submitted than is written; urgent notices are taken all the same",
          RETRY_AFTER);

  private final LongSupplier nanoClock;
  private final Map<PrincipalId, Integer> byPrincipal = new HashMap<>();
  private int underWay;
  private double limit = LIMIT_MAX;
  private long decreasedAt;

  @Inject
  SubmissionGate() {
    this(System::nanoTime);
  }

  /** A gate with a clock of its own. */
  SubmissionGate(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.decreasedAt = nanoClock.getAsLong();
  }

  /** Does the work if it is admitted; fails with OVERLOADED, which passes, if it is not. */
  <T> CompletableFuture<T> admit(PrincipalId principal, Supplier<CompletableFuture<T>> work) {
    if (!enter(principal)) {
      return CompletableFuture.failedFuture(OVERLOADED.refused());
    }
    long since = nanoClock.getAsLong();
    try {
      return work.get().whenComplete((done, failure) -> leave(principal, since));
    } catch (RuntimeException e) {
      leave(principal, since);
      throw e;
    }
  }

  /** How many may be under way now. */
  synchronized int limit() {
    return (int) limit;
  }

  /** How many are under way now. */
  synchronized int underWay() {
    return underWay;
  }

  private synchronized boolean enter(PrincipalId principal) {
    int own = byPrincipal.getOrDefault(principal, 0);
    if (own >= limit - underWay) {
      return false;
    }
    byPrincipal.put(principal, own + 1);
    underWay++;
    return true;
  }

  private synchronized void leave(PrincipalId principal, long since) {
    long now = nanoClock.getAsLong();
    boolean used = underWay >= limit / 4;
    underWay--;
    byPrincipal.computeIfPresent(principal, (p, own) -> own == 1 ? null : own - 1);
    if (now - since <= UNDER_WAY_MAX.toNanos()) {
      limit = used ? Math.min(LIMIT_MAX, limit + 1) : limit;
    } else if (since - decreasedAt >= 0) {
      // Those that began before the last decrease say nothing about it.
      limit = Math.max(LIMIT_MIN, limit * DECREASE);
      decreasedAt = now;
    }
  }
}
