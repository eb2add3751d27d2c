package uk.yjx.server.identity;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;

/**
 * Writes the directory's tables. Changes are rare, so one statement a row is enough, in the order
 * of the journal: a later row of the same batch may concern the same agency or principal.
 */
@Singleton
final class DirectoryTable implements TableWriter<DirectoryChange> {
  /** Before the tables of rooms that refer to agencies. */
  static final int RANK = 10;

  private static final String REGISTER_AGENCY =
      """
      INSERT INTO identity.agency
        (agency_id, kind, display_name, local_authorities, changed_position)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (agency_id) DO UPDATE
      SET kind = excluded.kind,
          display_name = excluded.display_name,
          local_authorities = excluded.local_authorities,
          changed_position = excluded.changed_position
      """;

  private static final String WITHDRAW_ANCHORS =
      """
      UPDATE identity.trust_anchor
      SET withdrawn = true, changed_position = ?
      WHERE agency_id = ? AND NOT withdrawn
      """;

  private static final String REGISTER_ANCHOR =
      """
      INSERT INTO identity.trust_anchor
        (agency_id, certificate_sha256, certificate, withdrawn, changed_position)
      VALUES (?, ?, ?, false, ?)
      ON CONFLICT (agency_id, certificate_sha256) DO UPDATE
      SET withdrawn = false, changed_position = excluded.changed_position
      """;

  private static final String WITHDRAW_ISSUERS =
      """
      UPDATE identity.token_issuer
      SET withdrawn = true, changed_position = ?
      WHERE agency_id = ? AND NOT withdrawn
      """;

  private static final String REGISTER_ISSUER =
      """
      INSERT INTO identity.token_issuer
        (agency_id, issuer, jwks_uri, audience, withdrawn, changed_position)
      VALUES (?, ?, ?, ?, false, ?)
      ON CONFLICT (agency_id, issuer) DO UPDATE
      SET jwks_uri = excluded.jwks_uri,
          audience = excluded.audience,
          withdrawn = false,
          changed_position = excluded.changed_position
      """;

  private static final String REGISTER_PRINCIPAL =
      """
      INSERT INTO identity.principal
        (principal_id, agency_id, display_name, disabled, changed_position)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (principal_id) DO UPDATE
      SET display_name = excluded.display_name,
          disabled = excluded.disabled,
          changed_position = excluded.changed_position
      """;

  private static final String CHANGE_GRANT =
      """
      INSERT INTO identity.role_grant (principal_id, role, service, withdrawn, changed_position)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (principal_id, role, service) DO UPDATE
      SET withdrawn = excluded.withdrawn, changed_position = excluded.changed_position
      """;

  private static final String REVOKE =
      """
      INSERT INTO identity.revocation (agency_id, certificate_sha256, reason, changed_position)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (agency_id, certificate_sha256) DO NOTHING
      """;

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public void write(Connection connection, List<Placed<DirectoryChange>> rows) throws SQLException {
    for (Placed<DirectoryChange> row : rows) {
      switch (row.row()) {
        case DirectoryChange.AgencyRegistered r -> write(connection, row.position(), r.agency());
        case DirectoryChange.PrincipalRegistered r ->
            execute(
                connection,
                REGISTER_PRINCIPAL,
                r.id().toString(),
                r.id().agency().value(),
                r.displayName(),
                r.disabled(),
                row.position());
        case DirectoryChange.GrantChanged r ->
            execute(
                connection,
                CHANGE_GRANT,
                r.principal().toString(),
                r.grant().role().name(),
                serviceColumn(r.grant()),
                r.withdrawn(),
                row.position());
        case DirectoryChange.CertificateRevoked r ->
            execute(
                connection,
                REVOKE,
                r.agency().value(),
                HexFormat.of().parseHex(r.certificateSha256()),
                r.reason(),
                row.position());
      }
    }
  }

  private static void write(Connection connection, long position, Agency agency)
      throws SQLException {
    String id = agency.id().value();
    execute(
        connection,
        REGISTER_AGENCY,
        id,
        agency.kind().name(),
        agency.displayName(),
        connection.createArrayOf("text", agency.localAuthorities().toArray()),
        position);
    execute(connection, WITHDRAW_ANCHORS, position, id);
    for (Anchor anchor : agency.anchors()) {
      execute(
          connection,
          REGISTER_ANCHOR,
          id,
          HexFormat.of().parseHex(anchor.sha256()),
          Pem.der(anchor.certificate()),
          position);
    }
    execute(connection, WITHDRAW_ISSUERS, position, id);
    for (TokenIssuer issuer : agency.issuers()) {
      execute(
          connection,
          REGISTER_ISSUER,
          id,
          issuer.issuer(),
          issuer.jwksUri().toString(),
          issuer.audience(),
          position);
    }
  }

  /** No service is the empty text, so that it can be part of the key. */
  private static String serviceColumn(Grant grant) {
    AgencyId service = grant.service();
    return service == null ? "" : service.value();
  }

  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
