package uk.yjx.server.agreements;

import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;

/** Writes and reads versions of agreements; a version once written is never changed. */
@Singleton
final class AgreementTable implements TableWriter<Agreement> {

  private static final String INSERT =
      """
      INSERT INTO agreements.agreement_version
        (agreement_id, version, title, from_agencies, to_agencies, categories, gateways, purposes,
         valid_from, valid_to, ended, changed_position)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String CHANGED =
      """
      SELECT agreement_id, version, title, from_agencies, to_agencies, categories, gateways,
             purposes, valid_from, valid_to, ended
      FROM agreements.agreement_version
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY changed_position
      """;

  @Override
  public void write(Connection connection, List<Placed<Agreement>> rows) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT)) {
      for (Placed<Agreement> placed : rows) {
        Agreement a = placed.row();
        s.setString(1, a.id());
        s.setInt(2, a.version());
        s.setString(3, a.title());
        s.setArray(4, texts(connection, a.from(), AgencyId::value));
        s.setArray(5, texts(connection, a.to(), AgencyId::value));
        s.setArray(6, texts(connection, a.categories(), DataCategory::name));
        s.setArray(7, texts(connection, a.gateways(), LegalGateway::name));
        s.setArray(8, texts(connection, a.purposes(), Purpose::name));
        s.setObject(9, a.validFrom().atOffset(ZoneOffset.UTC));
        s.setObject(10, a.validTo().atOffset(ZoneOffset.UTC));
        s.setBoolean(11, a.ended());
        s.setLong(12, placed.position());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Versions written at positions in (after, upTo], in order. */
  static List<Agreement> changed(Connection connection, long after, long upTo) throws SQLException {
    List<Agreement> found = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(CHANGED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(read(r));
        }
      }
    }
    return found;
  }

  private static Agreement read(ResultSet r) throws SQLException {
    return new Agreement(
        r.getString(1),
        r.getInt(2),
        r.getString(3),
        set(r, 4, AgencyId::new),
        set(r, 5, AgencyId::new),
        set(r, 6, DataCategory::valueOf),
        set(r, 7, LegalGateway::valueOf),
        set(r, 8, Purpose::valueOf),
        instant(r, 9),
        instant(r, 10),
        r.getBoolean(11));
  }

  private static <T> Array texts(
      Connection connection, Collection<T> values, Function<T, String> text) throws SQLException {
    return connection.createArrayOf("text", values.stream().map(text).sorted().toArray());
  }

  private static <T> Set<T> set(ResultSet r, int column, Function<String, T> value)
      throws SQLException {
    Set<T> values = new LinkedHashSet<>();
    for (String text : (String[]) r.getArray(column).getArray()) {
      values.add(value.apply(text));
    }
    return values;
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
