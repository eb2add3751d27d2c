package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What people decided about kinds proposed for demotion. */
@Singleton
final class Demotions {
  private static final String PURPOSE = "oversight.demotion";

  private static final String OF =
      """
      SELECT kind, accepted
      FROM oversight.demotion
      WHERE service = ? AND month = ?
      ORDER BY kind
      """;

  private final Database database;
  private final Vault vault;
  private final TableWriter<Decided> decisions = new Decisions();

  Demotions(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** A decision upon one kind in one month. */
  record Decision(
      AgencyId service,
      YearMonth month,
      AlertKind kind,
      boolean accepted,
      PrincipalId by,
      Instant at,
      String reason) {}

  private record Decided(Decision decision, byte[] sealed) {}

  /** What was decided for a month; who decides upon it depends on {@code significance}. */
  Map<AlertKind, Boolean> of(AgencyId service, YearMonth month) {
    Map<AlertKind, Boolean> found = new EnumMap<>(AlertKind.class);
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OF)) {
      s.setString(1, service.value());
      s.setObject(2, month.atDay(1));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.put(AlertKind.forNumber(r.getInt(1)), r.getBoolean(2));
        }
      }
    } catch (SQLException e) {
      throw ReviewStore.READ_FAILED.refused();
    }
    return found;
  }

  void record(Entry.Builder entry, RecordKey key, Decision decision) {
    long fact = FactKey.significance(decision.service());
    byte[] sealed = vault.seal(key, decision.reason().getBytes(StandardCharsets.UTF_8), PURPOSE);
    entry.row(decisions, new Decided(decision, sealed)).depends(fact).touches(fact);
  }

  private static final class Decisions implements TableWriter<Decided> {
    private static final String INSERT =
        """
        INSERT INTO oversight.demotion
          (service, month, kind, accepted, decided_by, decided_at, position, sealed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Decided>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Decided> placed : rows) {
          Decision decision = placed.row().decision();
          LocalDate month = decision.month().atDay(1);
          s.setString(1, decision.service().value());
          s.setObject(2, month);
          s.setInt(3, decision.kind().getNumber());
          s.setBoolean(4, decision.accepted());
          s.setString(5, decision.by().toString());
          s.setObject(6, decision.at().atOffset(ZoneOffset.UTC));
          s.setLong(7, placed.position());
          s.setBytes(8, placed.row().sealed());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
