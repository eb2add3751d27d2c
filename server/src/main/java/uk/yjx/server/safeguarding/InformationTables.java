package uk.yjx.server.safeguarding;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Regime;
import uk.yjx.safeguarding.v1.Information;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What is written and read of information for the police. */
@Singleton
final class InformationTables {
  private static final String PURPOSE = "safeguarding.information";

  private static final String READ =
      """
      SELECT i.position, i.service, i.gateway, i.sealed, k.wrapped, i.regime
      FROM safeguarding.information i
      JOIN storage.record_key k ON k.position = i.position
      WHERE i.to_agency = ? AND i.position < ?
      ORDER BY i.position DESC
      LIMIT ?
      """;

  private final TableWriter<Sealed> rows = new Rows();
  private final Vault vault;
  private final Database database;

  InformationTables(Vault vault, Database database) {
    this.vault = vault;
    this.database = database;
  }

  /** An item as it is submitted. */
  record Submitted(
      UUID id,
      AgencyId service,
      AgencyId to,
      PrincipalId by,
      LegalGateway gateway,
      Regime regime,
      Instant at,
      Information content) {}

  /** An item as it is read. */
  record Kept(
      long position, AgencyId service, LegalGateway gateway, Regime regime, Information content) {}

  private record Sealed(Submitted item, byte[] content) {}

  void add(Entry.Builder entry, RecordKey key, Submitted item) {
    byte[] sealed = vault.seal(key, item.content().toByteArray(), PURPOSE);
    entry.row(rows, new Sealed(item, sealed)).weighing(sealed.length);
  }

  /** Items for a police agency before a position, the newest first. */
  List<Kept> of(AgencyId police, long before, int limit) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(READ)) {
      s.setString(1, police.value());
      s.setLong(2, before);
      s.setInt(3, limit);
      List<Kept> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(
              new Kept(
                  r.getLong(1),
                  new AgencyId(r.getString(2)),
                  LegalGateway.forNumber(r.getInt(3)),
                  Regime.forNumber(r.getInt(6)),
                  Information.parseFrom(
                      vault.open(vault.unwrap(r.getBytes(5)), r.getBytes(4), PURPOSE))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("stored information cannot be read", e);
    }
  }

  private static final class Rows implements TableWriter<Sealed> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.information
          (position, information_id, service, to_agency, submitted_by, gateway, in_session,
           submitted_at, sealed, regime)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Sealed>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Sealed> placed : rows) {
          Submitted item = placed.row().item();
          s.setLong(1, placed.position());
          s.setObject(2, item.id());
          s.setString(3, item.service().value());
          s.setString(4, item.to().value());
          s.setString(5, item.by().toString());
          s.setInt(6, item.gateway().getNumber());
          s.setBoolean(7, item.content().getDisclosedInSession());
          s.setObject(8, item.at().atOffset(ZoneOffset.UTC));
          s.setBytes(9, placed.row().content());
          s.setInt(10, item.regime().getNumber());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
