package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/**
 * Begins a new epoch of the log where the settings ask for one: after a restore the log cannot go
 * on as if nothing were lost. Leaf 0 of the new origin holds the last checkpoint of the old one and
 * the size that was restored.
 */
@Singleton
final class EpochStart {
  /** What leaf 0 names as its operation. */
  static final String OPERATION = "yjx.audit/NewEpoch";

  private static final Logger LOG = LoggerFactory.getLogger(EpochStart.class);

  private final Database database;
  private final JournalSettings settings;
  private final LogIdentity log;
  private final Ids ids;
  private final Vault vault;
  private final RandomGenerator random;
  private final InstantSource clock;

  EpochStart(
      Database database,
      JournalSettings settings,
      LogIdentity log,
      Ids ids,
      Vault vault,
      RandomGenerator random,
      InstantSource clock) {
    this.database = database;
    this.settings = settings;
    this.log = log;
    this.ids = ids;
    this.vault = vault;
    this.random = random;
    this.clock = clock;
  }

  /** Hands on the writer, which may begin only after this. */
  Writer before(Writer writer) {
    if (!settings.newEpochReason().isEmpty()) {
      try (Connection owner = database.owner()) {
        begin(owner);
      } catch (SQLException e) {
        throw new IllegalStateException("no new epoch was begun: " + e.getMessage(), e);
      }
    }
    return writer;
  }

  private void begin(Connection owner) throws SQLException {
    owner.setAutoCommit(false);
    Head restored = Head.read(owner);
    try (Statement s = owner.createStatement()) {
      s.execute("SELECT audit.begin_epoch()");
    }
    Head fresh = Head.read(owner);
    log.inEpoch(fresh.epoch());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Entry entry = leafZero(restored, now);
    long position = fresh.position() + 1;
    Script script = new Script();
    EntryTables.write(owner, script, List.of(new EntryTables.PlacedEntry(entry, position, 0, now)));
    fresh.advance(
        script,
        ids.next(),
        position,
        fresh.frontier().append(entry.leaves().getFirst().hash()),
        now);
    script.execute(owner);
    owner.commit();
    LOG.info("log {} has begun; {} is frozen", log.origin(fresh.epoch()), oldOrigin(restored));
  }

  private Entry leafZero(Head restored, Instant now) {
    AuditTrail trail = new AuditTrail(log, ids, vault, random);
    Entry.Builder entry = Entry.decidedAt(restored.position());
    AuditEventBuilder event =
        trail
            .event(EventType.ADMIN, OPERATION, "begun", now)
            .exchange(oldOrigin(restored))
            .count(restored.frontier().size())
            .peer("restored-root:" + HexFormat.of().formatHex(restored.frontier().root()))
            .personal(PersonalMember.JUSTIFICATION, settings.newEpochReason());
    String checkpoint = settings.newEpochCheckpoint();
    if (!checkpoint.isEmpty()) {
      String[] lines = checkpoint.split("\n", 4);
      // In the leaf itself, since what opens it may be erased; the whole note stands beside it.
      event.policy(
          "last-checkpoint:"
              + lines[1]
              + ":"
              + HexFormat.of().formatHex(Base64.getDecoder().decode(lines[2])));
      event.personal(PersonalMember.RECORDS, List.of(checkpoint));
    }
    trail.add(entry, trail.newKey(entry), event);
    return entry.build();
  }

  private String oldOrigin(Head restored) {
    return log.origin(restored.epoch());
  }
}
