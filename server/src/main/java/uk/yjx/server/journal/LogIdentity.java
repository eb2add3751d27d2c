package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.util.UUID;
import uk.yjx.server.audit.EventSource;
import uk.yjx.server.audit.MlDsaSigningKey;
import uk.yjx.server.audit.SigningKey;
import uk.yjx.server.storage.Keys;

/** Which log this exchange writes, under which keys, and which process writes to it. */
@Singleton
public final class LogIdentity {
  private final String base;
  private final byte[] logSeed;
  private final SigningKey receiptKey;
  private final String node;
  private final String build;
  private volatile EventSource source;
  private volatile long epoch = 1;

  LogIdentity(Keys keys, JournalSettings settings) {
    this.base = settings.logName();
    this.logSeed = keys.seed("log");
    this.receiptKey = SigningKey.of(base + "/receipts", keys.seed("receipt"));
    this.node = "node-" + UUID.randomUUID().toString().substring(0, 8);
    String version = LogIdentity.class.getPackage().getImplementationVersion();
    this.build = version == null ? "development" : version;
    this.source = new EventSource(origin(1), node, build);
  }

  /** The origin of the log in an epoch; an origin is never used again. */
  public String origin(long epoch) {
    return base + "/" + epoch;
  }

  /** The key that signs checkpoints of an epoch, and nothing else. */
  public SigningKey logKey(long epoch) {
    return SigningKey.of(origin(epoch), logSeed);
  }

  /** The second key under which published checkpoints are signed, named as their origin. */
  public MlDsaSigningKey secondKey(String origin) {
    return MlDsaSigningKey.of(origin, logSeed);
  }

  /** The key that signs receipts. */
  public SigningKey receiptKey() {
    return receiptKey;
  }

  /** The version of the program. */
  public String build() {
    return build;
  }

  /** Where this process's events come from. */
  public EventSource source() {
    return source;
  }

  /** The epoch of the log this process writes. */
  public long epoch() {
    return epoch;
  }

  void inEpoch(long current) {
    epoch = current;
    source = new EventSource(origin(current), node, build);
  }
}
