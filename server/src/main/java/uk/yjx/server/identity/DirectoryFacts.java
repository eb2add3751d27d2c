package uk.yjx.server.identity;

import jakarta.inject.Singleton;
import java.net.URI;
import java.security.cert.CertificateException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.journal.FactSource;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/** The directory in memory, kept equal to its tables. */
@Singleton
public final class DirectoryFacts implements FactSource {
  /** Every other room's facts refer to agencies and principals. */
  static final int RANK = 10;

  private static final String AGENCIES =
      """
      SELECT agency_id, kind, display_name, local_authorities
      FROM identity.agency
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY agency_id
      """;

  /** The whole set of every agency of which an anchor changed. */
  private static final String ANCHORS =
      """
      SELECT agency_id, certificate, withdrawn
      FROM identity.trust_anchor
      WHERE agency_id IN (
        SELECT agency_id FROM identity.trust_anchor
        WHERE changed_position > ? AND changed_position <= ?)
      ORDER BY agency_id, certificate_sha256
      """;

  /** The whole set of every agency of which an issuer changed. */
  private static final String ISSUERS =
      """
      SELECT agency_id, issuer, jwks_uri, audience, withdrawn
      FROM identity.token_issuer
      WHERE agency_id IN (
        SELECT agency_id FROM identity.token_issuer
        WHERE changed_position > ? AND changed_position <= ?)
      ORDER BY agency_id, issuer
      """;

  private static final String PRINCIPALS =
      """
      SELECT principal_id, display_name, disabled
      FROM identity.principal
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY principal_id
      """;

  private static final String GRANTS =
      """
      SELECT principal_id, role, service, withdrawn
      FROM identity.role_grant
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY principal_id, role, service
      """;

  private static final String REVOCATIONS =
      """
      SELECT agency_id, certificate_sha256
      FROM identity.revocation
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY agency_id, certificate_sha256
      """;

  private final Sessions sessions;
  private final InstantSource clock;
  private volatile Directory current = Directory.EMPTY;

  DirectoryFacts(Sessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /** The directory now; read the journal's stamp first when a plan is decided upon it. */
  public Directory current() {
    return current;
  }

  /** Asks again whether a caller accepted before may still call, and with which roles. */
  public Verdict again(Caller caller) {
    return CertificateCheck.again(caller, current, clock.instant());
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    Directory.Changes changes =
        new Directory.Changes(
            read(connection, AGENCIES, after, upTo, DirectoryFacts::agency),
            anchors(connection, after, upTo),
            issuers(connection, after, upTo),
            read(connection, PRINCIPALS, after, upTo, DirectoryFacts::principal),
            read(connection, GRANTS, after, upTo, DirectoryFacts::grant),
            read(connection, REVOCATIONS, after, upTo, DirectoryFacts::revocation));
    if (!changes.isEmpty()) {
      Directory changed = current.after(changes, upTo);
      current = changed;
      sessions.directoryChanged(changed);
    }
  }

  private static Map<AgencyId, List<Anchor>> anchors(Connection connection, long after, long upTo)
      throws SQLException {
    Map<AgencyId, List<Anchor>> found = new HashMap<>();
    read(
        connection,
        ANCHORS,
        after,
        upTo,
        row -> {
          List<Anchor> set =
              found.computeIfAbsent(new AgencyId(row.getString(1)), k -> new ArrayList<>());
          if (!row.getBoolean(3)) {
            set.add(anchor(row.getBytes(2)));
          }
          return set;
        });
    return found;
  }

  private static Map<AgencyId, List<TokenIssuer>> issuers(
      Connection connection, long after, long upTo) throws SQLException {
    Map<AgencyId, List<TokenIssuer>> found = new HashMap<>();
    read(
        connection,
        ISSUERS,
        after,
        upTo,
        row -> {
          List<TokenIssuer> set =
              found.computeIfAbsent(new AgencyId(row.getString(1)), k -> new ArrayList<>());
          if (!row.getBoolean(5)) {
            set.add(
                new TokenIssuer(row.getString(2), URI.create(row.getString(3)), row.getString(4)));
          }
          return set;
        });
    return found;
  }

  private static Anchor anchor(byte[] der) {
    try {
      return Anchor.ofDer(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("a stored trust anchor cannot be read", e);
    }
  }

  private static Agency agency(ResultSet row) throws SQLException {
    Array authorities = row.getArray(4);
    return new Agency(
        new AgencyId(row.getString(1)),
        AgencyKind.valueOf(row.getString(2)),
        row.getString(3),
        List.of((String[]) authorities.getArray()),
        List.of());
  }

  private static Principal principal(ResultSet row) throws SQLException {
    return new Principal(
        PrincipalId.parse(row.getString(1)), row.getString(2), row.getBoolean(3), Set.of());
  }

  private static Directory.GrantChange grant(ResultSet row) throws SQLException {
    String service = row.getString(3);
    return new Directory.GrantChange(
        PrincipalId.parse(row.getString(1)),
        new Grant(Role.valueOf(row.getString(2)), service.isEmpty() ? null : new AgencyId(service)),
        row.getBoolean(4));
  }

  private static Directory.Revocation revocation(ResultSet row) throws SQLException {
    return new Directory.Revocation(
        new AgencyId(row.getString(1)), HexFormat.of().formatHex(row.getBytes(2)));
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> read(
      Connection connection, String sql, long after, long upTo, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, after);
      statement.setLong(2, upTo);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    }
  }
}
