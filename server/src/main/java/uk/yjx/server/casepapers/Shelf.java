package uk.yjx.server.casepapers;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads completed packages; who may see them is for others to say. */
@Singleton
final class Shelf {
  private static final String COLUMNS =
      """
      SELECT p.package_id, p.completed_position, p.agency_id, p.series_id, p.version,
             p.completed_at, k.wrapped, p.sealed,
             EXISTS (SELECT 1 FROM casepapers.package later
                     WHERE later.series_id = p.series_id AND later.version > p.version
                       AND later.state = 2 AND later.relation = 3),
             ARRAY(SELECT l.child_id FROM casepapers.link l
                   WHERE l.package_id = p.package_id AND l.outcome = 1 ORDER BY l.child_id)
      FROM casepapers.package p
      JOIN storage.record_key k ON k.position = p.position
      """;

  private static final String OF_CHILD =
      COLUMNS
          + """
          JOIN casepapers.link mine ON mine.package_id = p.package_id
          WHERE mine.child_id = ? AND mine.outcome = 1 AND p.state = 2
            AND p.completed_position < ?
          ORDER BY p.completed_position DESC
          LIMIT ?
          """;

  private static final String OF_DOCUMENT =
      COLUMNS
          + """
          JOIN casepapers.document d ON d.package_id = p.package_id
          WHERE d.document_id = ? AND d.state = 4 AND p.state = 2
          """;

  private final Database database;
  private final Vault vault;
  private final PackageReader packages;

  Shelf(Database database, Vault vault, PackageReader packages) {
    this.database = database;
    this.vault = vault;
    this.packages = packages;
  }

  /** Packages about a child, the newest first, before a position. */
  List<Shelved> ofChild(ChildId child, long before, int limit) {
    return read(
        OF_CHILD,
        s -> {
          s.setObject(1, child.value());
          s.setLong(2, before);
          s.setInt(3, limit);
        });
  }

  /** The package of a document that is available. */
  Optional<Shelved> ofDocument(UUID document) {
    return read(OF_DOCUMENT, s -> s.setObject(1, document)).stream().findFirst();
  }

  private interface Asking {
    void of(PreparedStatement statement) throws SQLException;
  }

  private List<Shelved> read(String sql, Asking asking) {
    List<Shelved> rows = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      asking.of(s);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          rows.add(row(r));
        }
      }
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
    // Documents are read with the connection given back: nobody waits for a second in a first.
    return rows.stream().map(this::withDocuments).toList();
  }

  private Shelved withDocuments(Shelved it) {
    return new Shelved(
        it.id(),
        it.position(),
        it.from(),
        it.series(),
        it.version(),
        it.superseded(),
        it.completedAt(),
        it.announced(),
        it.children(),
        packages.documents(it.id()));
  }

  private Shelved row(ResultSet r) throws SQLException {
    Set<ChildId> children = new HashSet<>();
    for (UUID child : (UUID[]) r.getArray(10).getArray()) {
      children.add(new ChildId(child));
    }
    return new Shelved(
        r.getObject(1, UUID.class),
        r.getLong(2),
        new AgencyId(r.getString(3)),
        r.getObject(4, UUID.class),
        r.getInt(5),
        r.getBoolean(9),
        r.getObject(6, OffsetDateTime.class).toInstant(),
        announced(r.getBytes(7), r.getBytes(8)),
        children,
        List.of());
  }

  private CreatePackageRequest announced(byte[] wrapped, byte[] sealed) {
    try {
      return CreatePackageRequest.parseFrom(
          vault.open(vault.unwrap(wrapped), sealed, PackageTables.PACKAGE_PURPOSE));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored package cannot be read", e);
    }
  }
}
