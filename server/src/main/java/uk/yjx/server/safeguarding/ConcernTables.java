package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ThreadEntry;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What is written of concerns: the concern once, and entries of its thread. */
@Singleton
final class ConcernTables {
  static final String PURPOSE = "safeguarding.concern";

  private final Vault vault;
  private final TableWriter<Head> heads = new Heads();
  private final TableWriter<Line> lines = new Lines();

  ConcernTables(Vault vault) {
    this.vault = vault;
  }

  /**
   * A concern without its thread.
   *
   * @param raiserAlert the alert by which the raising side hears of changes
   * @param receiverAlert the alert by which the other side does
   */
  record Head(
      UUID id,
      ChildId child,
      AgencyId from,
      AgencyId to,
      PrincipalId raisedBy,
      ConcernRisk risk,
      LegalGateway gateway,
      boolean doNotContactFamily,
      Instant raisedAt,
      UUID raiserAlert,
      UUID receiverAlert) {

    /** The agency of a side. */
    AgencyId agency(Concern.Side side) {
      return side == Concern.Side.RAISER ? from : to;
    }
  }

  private record Line(UUID concern, int number, Concern.Done done, byte[] sealed) {}

  void raise(Entry.Builder entry, Head head) {
    entry.row(heads, head);
  }

  /** Adds an entry to a thread; whoever decided upon the thread is decided again. */
  void add(
      Entry.Builder entry, RecordKey key, UUID concern, Concern.Done done, ThreadEntry content) {
    byte[] sealed = vault.seal(key, content.toByteArray(), PURPOSE);
    entry
        .row(lines, new Line(concern, content.getNumber(), done, sealed))
        .weighing(sealed.length)
        .touches(FactKey.concern(concern));
  }

  private static final class Heads implements TableWriter<Head> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.concern
          (concern_id, position, child_id, from_agency, to_agency, raised_by, risk, gateway,
           do_not_contact_family, raised_at, raiser_alert, receiver_alert)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Head>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Head> placed : rows) {
          Head head = placed.row();
          s.setObject(1, head.id());
          s.setLong(2, placed.position());
          s.setObject(3, head.child().value());
          s.setString(4, head.from().value());
          s.setString(5, head.to().value());
          s.setString(6, head.raisedBy().toString());
          s.setInt(7, head.risk().getNumber());
          s.setInt(8, head.gateway().getNumber());
          s.setBoolean(9, head.doNotContactFamily());
          s.setObject(10, head.raisedAt().atOffset(ZoneOffset.UTC));
          s.setObject(11, head.raiserAlert());
          s.setObject(12, head.receiverAlert());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Lines implements TableWriter<Line> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.concern_entry
          (concern_id, number, position, kind, side, decision, rung, sealed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Line>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Line> placed : rows) {
          Line line = placed.row();
          Concern.@Nullable Side by = line.done().by();
          s.setObject(1, line.concern());
          s.setInt(2, line.number());
          s.setLong(3, placed.position());
          s.setInt(4, line.done().kind().getNumber());
          if (by == null) {
            s.setNull(5, Types.SMALLINT);
          } else {
            s.setInt(5, by.ordinal());
          }
          s.setInt(6, line.done().decision().getNumber());
          s.setInt(7, line.done().rung());
          s.setBytes(8, line.sealed());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
