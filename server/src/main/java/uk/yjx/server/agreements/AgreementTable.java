package uk.yjx.server.agreements;

import com.google.protobuf.InvalidProtocolBufferException;
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
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/** Writes and reads versions of agreements; a version once written is never changed. */
@Singleton
final class AgreementTable implements TableWriter<AgreementBook.Proposed> {

  private static final String INSERT =
      """
      INSERT INTO agreements.agreement_version
        (agreement_id, version, title, from_agencies, to_agencies, categories, gateways, purposes,
         valid_from, valid_to, ended, changed_position, proposed_by, document)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** A version without a document was made before agreements had drafts: it is in force. */
  private static final String CHANGED =
      """
      SELECT agreement_id, version, title, from_agencies, to_agencies, categories, gateways,
             purposes, valid_from, valid_to, ended, proposed_by, document
      FROM agreements.agreement_version
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY changed_position, version
      """;

  @Override
  public void write(Connection connection, List<Placed<AgreementBook.Proposed>> rows)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT)) {
      for (Placed<AgreementBook.Proposed> placed : rows) {
        Agreement a = placed.row().version();
        PrincipalId by = placed.row().by();
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
        s.setString(13, by == null ? null : by.toString());
        s.setBytes(14, AgreementTranslation.write(a).toByteArray());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Versions written at positions in (after, upTo], in order. */
  static List<AgreementBook.Proposed> changed(Connection connection, long after, long upTo)
      throws SQLException {
    List<AgreementBook.Proposed> found = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(CHANGED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          String by = r.getString(12);
          found.add(new AgreementBook.Proposed(read(r), by == null ? null : PrincipalId.parse(by)));
        }
      }
    }
    return found;
  }

  private static Agreement read(ResultSet r) throws SQLException {
    byte[] document = r.getBytes(13);
    Agreement.State approved = r.getBoolean(11) ? Agreement.State.ENDED : Agreement.State.IN_FORCE;
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
        document == null || r.getBoolean(11) ? approved : Agreement.State.DRAFT,
        terms(document));
  }

  private static Terms terms(byte @Nullable [] document) {
    if (document == null) {
      return Terms.PLAIN;
    }
    try {
      return AgreementTranslation.terms(uk.yjx.agreements.v1.Agreement.parseFrom(document));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored agreement cannot be read", e);
    }
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
