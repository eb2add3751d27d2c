package uk.yjx.server.casepapers;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.casepapers.v1.QuarantineReason;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads packages and their documents for their sender. */
@Singleton
final class PackageReader {
  private static final String COLUMNS =
      """
      SELECT p.package_id, p.position, p.agency_id, p.series_id, p.version, p.state, p.expires_at,
             k.wrapped, p.sealed
      FROM casepapers.package p
      LEFT JOIN storage.record_key k ON k.position = p.position
      """;

  private static final String FIND = COLUMNS + "WHERE p.package_id = ? AND p.agency_id = ?";

  private static final String OF_DOCUMENT =
      COLUMNS
          + """
          JOIN casepapers.document d ON d.package_id = p.package_id
          WHERE d.document_id = ? AND p.agency_id = ?
          """;

  private static final String DOCUMENTS =
      """
      SELECT document_id, ordinal, size_bytes, state, committed_bytes, quarantine_reason
      FROM casepapers.document
      WHERE package_id = ?
      ORDER BY ordinal
      """;

  private static final String EARLIER =
      """
      SELECT series_id
      FROM casepapers.package
      WHERE package_id = ? AND agency_id = ? AND urn_fingerprint = ? AND state = 2
      """;

  private static final String SERIES =
      """
      SELECT coalesce(max(version), 0), coalesce(bool_or(state = 1), false)
      FROM casepapers.package
      WHERE series_id = ?
      """;

  private static final String OPEN =
      "SELECT count(*) FROM casepapers.package WHERE agency_id = ? AND state = 1";

  private final Database database;
  private final Vault vault;

  PackageReader(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** A series: its highest version, and whether a package of it is open. */
  record Series(UUID id, int version, boolean open) {}

  /** A package of an agency. */
  Optional<StoredPackage> find(UUID id, AgencyId agency) {
    return one(FIND, id, agency);
  }

  /** The package of an agency's document. */
  Optional<StoredPackage> ofDocument(UUID document, AgencyId agency) {
    return one(OF_DOCUMENT, document, agency);
  }

  /** Documents of a package, in the sender's order. */
  List<StoredDocument> documents(UUID id) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(DOCUMENTS)) {
      s.setObject(1, id);
      List<StoredDocument> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(
              new StoredDocument(
                  r.getObject(1, UUID.class),
                  r.getInt(2),
                  r.getLong(3),
                  DocumentState.forNumber(r.getInt(4)),
                  r.getLong(5),
                  QuarantineReason.forNumber(r.getInt(6))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  /** What was announced; empty when nothing of it is kept. */
  Optional<CreatePackageRequest> announced(StoredPackage stored) {
    byte[] sealed = stored.sealed();
    byte[] wrapped = stored.wrappedKey();
    if (sealed == null || wrapped == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          CreatePackageRequest.parseFrom(
              vault.open(vault.unwrap(wrapped), sealed, PackageTables.PACKAGE_PURPOSE)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored package cannot be read", e);
    }
  }

  /** The series of a completed package of an agency about a case. */
  Optional<Series> series(UUID earlier, AgencyId agency, long urnFingerprint) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(EARLIER)) {
      s.setObject(1, earlier);
      s.setString(2, agency.value());
      s.setLong(3, urnFingerprint);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(series(c, r.getObject(1, UUID.class))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  /** Packages an agency has open. */
  long open(AgencyId agency) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN)) {
      s.setString(1, agency.value());
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  private static Series series(Connection c, UUID series) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(SERIES)) {
      s.setObject(1, series);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return new Series(series, r.getInt(1), r.getBoolean(2));
      }
    }
  }

  private Optional<StoredPackage> one(String sql, UUID id, AgencyId agency) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      s.setObject(1, id);
      s.setString(2, agency.value());
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(read(r)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  private static StoredPackage read(ResultSet r) throws SQLException {
    return new StoredPackage(
        r.getObject(1, UUID.class),
        r.getLong(2),
        new AgencyId(r.getString(3)),
        r.getObject(4, UUID.class),
        r.getInt(5),
        PackageState.forNumber(r.getInt(6)),
        r.getObject(7, OffsetDateTime.class).toInstant(),
        r.getBytes(8),
        r.getBytes(9));
  }
}
