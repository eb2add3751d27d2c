package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.journal.Admission;
import uk.yjx.server.kernel.Failure;

/**
 * Closes the exchange when nobody outside has seen its log for too long: what is not witnessed
 * could still be rewritten, so nothing more is disclosed upon it.
 */
@Singleton
final class WitnessGate implements Admission {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessGate.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private static final Failure LAGGING =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "WITNESSES_LAG",
          "too few witnesses have seen the log for too long; nothing is disclosed until they have",
          RETRY_AFTER);

  private static final Failure CONTRADICTED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "WITNESS_CONTRADICTS",
          "a witness has seen another past of this log; whoever operates it must look into it");

  private final Duration warnAfter;
  private final Duration refuseAfter;
  private volatile @Nullable Failure refusal;
  private @Nullable Instant behindSince;
  private boolean warned;

  WitnessGate(EvidenceSettings settings) {
    this.warnAfter = settings.witnessWarnAfter();
    this.refuseAfter = settings.witnessRefuseAfter();
  }

  @Override
  public @Nullable Failure refusal() {
    return refusal;
  }

  /** Enough witnesses have seen all there is. */
  synchronized void witnessed() {
    if (refusal != null || warned) {
      LOG.info("the witnesses have seen the whole log again");
    }
    behindSince = null;
    warned = false;
    refusal = null;
  }

  /** There are leaves that too few have seen. */
  synchronized void behind(Instant now) {
    Instant since = behindSince;
    if (since == null) {
      behindSince = now;
      return;
    }
    Duration lag = Duration.between(since, now);
    if (lag.compareTo(refuseAfter) >= 0) {
      if (refusal == null) {
        LOG.error("no quorum of witnesses for {}: nothing is written or disclosed", lag);
      }
      refusal = LAGGING;
    } else if (lag.compareTo(warnAfter) >= 0 && !warned) {
      warned = true;
      LOG.warn("no quorum of witnesses for {}; after {} the exchange closes", lag, refuseAfter);
    }
  }

  /** A witness has seen what this log does not extend. */
  synchronized void contradicted(String how) {
    if (refusal != CONTRADICTED) {
      LOG.error("Nothing is written or disclosed any more: {}", how);
    }
    refusal = CONTRADICTED;
  }
}
