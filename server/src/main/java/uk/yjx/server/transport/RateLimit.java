package uk.yjx.server.transport;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Limits how many calls a principal begins: a bucket of {@code burst} tokens that fills at {@code
 * perSecond}. There are as many buckets as registered principals have called, no more.
 */
final class RateLimit implements ServerInterceptor {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long perSecond;
  private final long burst;
  private final LongSupplier nanoClock;
  private final ConcurrentMap<PrincipalId, Bucket> buckets = new ConcurrentHashMap<>();

  RateLimit(int perSecond, int burst, LongSupplier nanoClock) {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("rate and burst are at least one call");
    }
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoClock = nanoClock;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Caller caller = EdgeCall.current().caller();
    if (caller != null) {
      Duration wait = take(caller.principal());
      if (wait != null) {
        throw limited(wait).refused();
      }
    }
    return next.startCall(call, headers);
  }

  /** Takes a token; when there is none, says how long until there is. */
  @Nullable Duration take(PrincipalId principal) {
    long now = nanoClock.getAsLong();
    return buckets.computeIfAbsent(principal, p -> new Bucket(burst * SECOND_NANOS, now)).take(now);
  }

  private Failure limited(Duration wait) {
    return Failure.passing(
        Failure.Code.RESOURCE_EXHAUSTED,
        "RATE_LIMITED",
        "more than " + perSecond + " calls a second or " + burst + " at once; try again",
        wait);
  }

  /** Counts in billionths of a token, so that no fraction is lost between calls. */
  private final class Bucket {
    private long tokens;
    private long filledAt;

    Bucket(long tokens, long filledAt) {
      this.tokens = tokens;
      this.filledAt = filledAt;
    }

    synchronized @Nullable Duration take(long now) {
      long elapsed = Math.min(Math.max(0, now - filledAt), fullAfter());
      tokens = Math.min(burst * SECOND_NANOS, tokens + elapsed * perSecond);
      filledAt = Math.max(filledAt, now);
      if (tokens >= SECOND_NANOS) {
        tokens -= SECOND_NANOS;
        return null;
      }
      return Duration.ofNanos((SECOND_NANOS - tokens) / perSecond + 1);
    }

    private long fullAfter() {
      return burst * SECOND_NANOS / perSecond + 1;
    }
  }
}
