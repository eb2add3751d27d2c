package uk.yjx.server.evidence;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.audit.SigningKey;
import uk.yjx.server.kernel.Failure;

/**
 * Signs the committed log, round by round: recomputes its root from the leaves, compares it with
 * the frontier the writers keep, and signs only what extends everything signed before. One thread
 * calls {@link #round}; the results may be read by any.
 */
final class LogSigner {
  /** A log that was refused is looked at again this often. */
  static final Duration REFUSED_RETRY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(LogSigner.class);

  private final LogStore store;
  private final SignedLogTable table;
  private final SigningLease lease;
  private final CheckpointFile file;
  private final Elsewhere elsewhere;
  private final LongFunction<SigningKey> keys;
  private final InstantSource clock;
  private @Nullable SigningKey key;
  private long keyEpoch;
  private @Nullable RecomputedLog log;

  /** The fence under which {@link #log} was restored; another holder may have signed since. */
  private long restoredUnder;

  private Instant refusedUntil = Instant.MIN;
  private volatile @Nullable SignedLog signed;
  private volatile SignerState state = new SignerState.Following();

  LogSigner(
      LogStore store,
      SigningLease lease,
      CheckpointFile file,
      Elsewhere elsewhere,
      LongFunction<SigningKey> keys,
      InstantSource clock) {
    this.store = store;
    this.table = new SignedLogTable(store);
    this.lease = lease;
    this.file = file;
    this.elsewhere = elsewhere;
    this.keys = keys;
    this.clock = clock;
  }

  /** Where else a checkpoint of this log may be known: its witnesses. */
  @FunctionalInterface
  interface Elsewhere {
    /** The largest one; none where nobody answers. */
    Optional<Checkpoint> last(SigningKey key);
  }

  /** The newest signed state this process knows and has checked; none before the first. */
  @Nullable SignedLog signed() {
    return signed;
  }

  SignerState state() {
    return state;
  }

  /**
   * Signs what is new, when this process may.
   *
   * @param follow whether to learn what another process signed, when this one may not
   */
  SignerState round(boolean follow) {
    Instant now = clock.instant();
    LogHead head = store.head();
    SigningKey current = keyOf(head.epoch());
    // Held also while refusing: a process that knows less must not sign instead.
    boolean mine = lease.hold(current.name(), now);
    if (now.isBefore(refusedUntil) || (!mine && !follow && isFollowing())) {
      return state;
    }
    try {
      state = mine ? sign(head, current, now) : follow(head, current);
    } catch (BrokenLog e) {
      refuse(e.getMessage() == null ? "the log is broken" : e.getMessage(), now);
    } catch (UncheckedIOException e) {
      refuse("the file " + file.path() + " cannot be read or written", now);
    } catch (Failure.Refused e) {
      // Whether the last checkpoint was stored is not known: it is read again.
      log = null;
      throw e;
    }
    return state;
  }

  /** Lets another process sign at once. */
  void release() {
    lease.release(clock.instant());
  }

  private SignerState sign(LogHead head, SigningKey current, Instant now) {
    RecomputedLog own = log;
    if (own == null || restoredUnder != lease.fence()) {
      Optional<Checkpoint> last = store.latest(current.name());
      Optional<Checkpoint> known = known(current);
      if (last.isPresent() && known.isEmpty()) {
        throw new BrokenLog(
            "the log was signed up to %d leaves, but neither the file %s nor a witness knows of it;"
                    .formatted(last.get().size(), file.path())
                + " all processes of an exchange share one file, and without it the log goes on only"
                + " in a new epoch");
      }
      own = RecomputedLog.restore(store, table, current, last, known, head.size());
      log = own;
      restoredUnder = lease.fence();
      if (last.isPresent()) {
        signed = new SignedLog(last.get(), own.edge());
      }
    }
    SignedLog before = signed;
    if (before != null && head.size() == before.size()) {
      return new SignerState.Signing();
    }
    own.growTo(head.size());
    byte[] root = own.root();
    if (own.size() != head.size() || !Arrays.equals(root, head.frontier().root())) {
      throw new BrokenLog(
          "the root computed from the leaves is not that of the journal's frontier at size "
              + head.size());
    }
    Checkpoint checkpoint = Checkpoint.sign(current, head.size(), root);
    file.remember(checkpoint);
    if (!table.keep(lease, checkpoint, own.takeCompleted(), now)) {
      LOG.info("another process signs the log now");
      log = null;
      return new SignerState.Following();
    }
    signed = new SignedLog(checkpoint, own.edge());
    return new SignerState.Signing();
  }

  /** The larger of what the file and the witnesses know. */
  private Optional<Checkpoint> known(SigningKey current) {
    Optional<Checkpoint> remembered = file.last(current);
    Optional<Checkpoint> witnessed = elsewhere.last(current);
    if (remembered.isEmpty() || witnessed.isEmpty()) {
      return remembered.or(() -> witnessed);
    }
    return witnessed.get().size() > remembered.get().size() ? witnessed : remembered;
  }

  private SignerState follow(LogHead head, SigningKey current) {
    Optional<Checkpoint> last = store.latest(current.name());
    SignedLog before = signed;
    if (last.isEmpty() || (before != null && last.get().size() == before.size())) {
      return new SignerState.Following();
    }
    RecomputedLog own = log;
    if (own == null || own.size() > last.get().size()) {
      own = RecomputedLog.restore(store, table, current, last, Optional.empty(), head.size());
      log = own;
      restoredUnder = 0;
    }
    own.growTo(last.get().size());
    own.dropCompleted();
    last.get().requireSignedBy(current).requireRoot(own.root());
    signed = new SignedLog(last.get(), own.edge());
    return new SignerState.Following();
  }

  private void refuse(String why, Instant now) {
    log = null;
    refusedUntil = now.plus(REFUSED_RETRY);
    SignerState refusing = new SignerState.Refusing(why);
    if (!refusing.equals(state)) {
      LOG.error("The log is not signed any more: {}", why);
    }
    state = refusing;
  }

  private boolean isFollowing() {
    return state instanceof SignerState.Following;
  }

  private SigningKey keyOf(long epoch) {
    SigningKey known = key;
    if (known == null || keyEpoch != epoch) {
      known = keys.apply(epoch);
      key = known;
      keyEpoch = epoch;
      log = null;
      signed = null;
      // What was refused was the log of another epoch.
      refusedUntil = Instant.MIN;
      state = new SignerState.Following();
    }
    return known;
  }
}
