package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.random.RandomGenerator;
import uk.yjx.server.audit.AuditEvent;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.LeafSealer;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Begins audit events and puts them, sealed, into entries. The exchange has one trail and no
 * setting for another; a measurement of what the log costs composes its own.
 */
@Singleton
public class AuditTrail {
  /** What the sealed openings of one leaf are bound to, as they were kept at first. */
  public static final String OPENINGS_PURPOSE = "audit.openings";

  /** What the sealed openings of an entry's leaves together are bound to. */
  public static final String TOGETHER_PURPOSE = "audit.openings.together";

  private final LogIdentity log;
  private final Ids ids;
  private final Vault vault;
  private final LeafSealer sealer;

  AuditTrail(LogIdentity log, Ids ids, Vault vault, RandomGenerator random) {
    this.log = log;
    this.ids = ids;
    this.vault = vault;
    this.sealer = new LeafSealer(random);
  }

  /** Begins an event of this process. */
  public AuditEventBuilder event(EventType type, String operation, String outcome, Instant at) {
    return AuditEvent.of(log.source(), ids.next(), at, type, operation, outcome);
  }

  /** Adds the event to the entry; its openings are sealed with the entry's, under its key. */
  public void add(Entry.Builder entry, RecordKey key, AuditEventBuilder event) {
    entry.leaf(key, sealer.seal(event.build()));
  }

  /** A fresh key for one entry, which the entry is then sealed under. */
  public RecordKey newKey(Entry.Builder entry) {
    RecordKey key = vault.newRecordKey();
    entry.sealedUnder(key, openings -> vault.seal(key, openings, TOGETHER_PURPOSE));
    return key;
  }

  /** Keeps the answer under the request id, sealed under the entry's key; nothing needs no seal. */
  public void answer(Entry.Builder entry, RecordKey key, RequestKey request, byte[] answer) {
    entry.answers(
        request, answer, answer.length == 0 ? null : vault.seal(key, answer, Answers.PURPOSE));
  }
}
