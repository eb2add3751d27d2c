package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What is written of prompts. Whoever decides upon them depends on {@code earlySupport}. */
@Singleton
final class PromptTables {
  private static final String REASON_PURPOSE = "earlysupport.reason";

  private final Vault vault;
  private final TableWriter<Raised> raised = new Raisings();
  private final TableWriter<Decided> decided = new Decisions();
  private final TableWriter<UUID> ended = new Endings();
  private final TableWriter<About> about = new Abouts();

  PromptTables(Vault vault) {
    this.vault = vault;
  }

  private record Raised(UUID id, AgencyId service, Instant at) {}

  private record Decided(
      UUID id, PromptState state, PrincipalId by, Instant at, byte[] sealedReason) {}

  /** All that a prompt is about from now on; nothing once it has ended. */
  private record About(AgencyId service, UUID prompt, List<Fact.Ref> refs) {}

  /** A prompt that waits for a decision. */
  void raise(Entry.Builder entry, AgencyId service, UUID id, Instant at) {
    entry.row(raised, new Raised(id, service, at)).touches(FactKey.earlySupport(service));
  }

  /** What a prompt is about from now on, instead of what it was. */
  void about(Entry.Builder entry, AgencyId service, UUID id, Collection<Fact.Ref> refs) {
    entry
        .row(about, new About(service, id, List.copyOf(refs)))
        .touches(FactKey.earlySupport(service));
  }

  /** A person has decided. */
  void decide(
      Entry.Builder entry,
      RecordKey key,
      PromptRow prompt,
      PromptState state,
      PrincipalId by,
      Instant at,
      String reason) {
    byte[] sealed = vault.seal(key, reason.getBytes(StandardCharsets.UTF_8), REASON_PURPOSE);
    entry
        .row(decided, new Decided(prompt.id(), state, by, at, sealed))
        .weighing(sealed.length)
        .touches(FactKey.earlySupport(prompt.service()));
  }

  /** A prompt has ended: it is about nothing any more, and the reason is gone. */
  void end(Entry.Builder entry, PromptRow prompt) {
    entry.row(ended, prompt.id());
    about(entry, prompt.service(), prompt.id(), List.of());
  }

  /** Whether an entry raises a prompt. */
  boolean raises(Entry entry) {
    return !entry.rowsOf(raised).isEmpty();
  }

  private static final class Raisings implements TableWriter<Raised> {
    private static final String INSERT =
        """
        INSERT INTO earlysupport.prompt (prompt_id, service, raised_position, raised_at, state)
        VALUES (?, ?, ?, ?, 1)
        """;

    @Override
    public void write(Connection c, List<Placed<Raised>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Raised> placed : rows) {
          s.setObject(1, placed.row().id());
          s.setString(2, placed.row().service().value());
          s.setLong(3, placed.position());
          s.setObject(4, placed.row().at().atOffset(ZoneOffset.UTC));
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Decisions implements TableWriter<Decided> {
    private static final String UPDATE =
        """
        UPDATE earlysupport.prompt
        SET state = ?, decided_at = ?, decided_by = ?, sealed = ?
        WHERE prompt_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Decided>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(UPDATE)) {
        for (Placed<Decided> placed : rows) {
          Decided decision = placed.row();
          s.setInt(1, decision.state().getNumber());
          s.setObject(2, decision.at().atOffset(ZoneOffset.UTC));
          s.setString(3, decision.by().toString());
          s.setBytes(4, decision.sealedReason());
          s.setObject(5, decision.id());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Endings implements TableWriter<UUID> {
    private static final String UPDATE =
        "UPDATE earlysupport.prompt SET ended_position = ?, sealed = NULL WHERE prompt_id = ?";

    @Override
    public void write(Connection c, List<Placed<UUID>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(UPDATE)) {
        for (Placed<UUID> placed : rows) {
          s.setLong(1, placed.position());
          s.setObject(2, placed.row());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Abouts implements TableWriter<About> {
    private static final String FORGET =
        "DELETE FROM earlysupport.prompt_notice WHERE prompt_id = ?";

    private static final String INSERT =
        """
        INSERT INTO earlysupport.prompt_notice (service, notice_position, person, prompt_id)
        VALUES (?, ?, ?, ?)
        """;

    /** What one prompt gives up another may take over in the same entry. */
    @Override
    public void write(Connection c, List<Placed<About>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(FORGET)) {
        for (Placed<About> placed : rows) {
          s.setObject(1, placed.row().prompt());
          s.addBatch();
        }
        s.executeBatch();
      }
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<About> placed : rows) {
          for (Fact.Ref ref : placed.row().refs()) {
            s.setString(1, placed.row().service().value());
            s.setLong(2, ref.notice());
            s.setInt(3, ref.person());
            s.setObject(4, placed.row().prompt());
            s.addBatch();
          }
        }
        s.executeBatch();
      }
    }
  }
}
