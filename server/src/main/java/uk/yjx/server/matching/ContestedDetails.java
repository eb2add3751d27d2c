package uk.yjx.server.matching;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FactSource;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Vault;

/**
 * Details that somebody gave as their own and that are another child's. Once they were, nothing
 * that is told by them alone links to that child by itself: whoever gave them may give them again.
 * A number that was not among them still links.
 */
@Singleton
public final class ContestedDetails implements FactSource {
  /** Before the matcher, which asks. */
  private static final int RANK = 35;

  private static final String CHANGED =
      """
      SELECT child_id, fingerprint
      FROM matching.contested_detail
      WHERE position > ? AND position <= ?
      ORDER BY position, child_id, fingerprint
      """;

  private final Vault vault;
  private final Caseload caseload;
  private final TableWriter<Row> rows = new Rows();
  private volatile Map<ChildId, Set<Long>> contested = Map.of();

  ContestedDetails(Vault vault, Caseload caseload) {
    this.vault = vault;
    this.caseload = caseload;
  }

  private record Row(ChildId child, long fingerprint) {}

  /**
   * Contests the details of a description for a child. Whoever is deciding upon one of them decides
   * again.
   */
  public void contest(Entry.Builder entry, ChildId child, Evidence given) {
    for (String key : given.keys()) {
      entry.touches(FactKey.match(vault.fingerprint(key)));
    }
    for (String key : given.exactKeys()) {
      entry.row(rows, new Row(child, vault.fingerprint(key)));
    }
  }

  /** Whether all that says that the description is this child's was once given falsely. */
  boolean isContested(ChildId child, Evidence given) {
    Set<Long> against = contested.get(child);
    if (against == null) {
      return false;
    }
    Collection<String> onRecord =
        caseload.now().child(child).map(ChildCase::person).map(Evidence::of).stream()
            .flatMap(evidence -> evidence.exactKeys().stream())
            .toList();
    return given.exactKeys().stream()
        .filter(Profile::isNumberKey)
        .filter(onRecord::contains)
        .allMatch(key -> against.contains(vault.fingerprint(key)));
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    Map<ChildId, Set<Long>> next = null;
    try (PreparedStatement s = connection.prepareStatement(CHANGED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          next = next == null ? new HashMap<>(contested) : next;
          next.merge(
              new ChildId(r.getObject(1, UUID.class)), Set.of(r.getLong(2)), ContestedDetails::and);
        }
      }
    }
    publish(next);
  }

  private void publish(@Nullable Map<ChildId, Set<Long>> next) {
    if (next != null) {
      contested = Map.copyOf(next);
    }
  }

  private static Set<Long> and(Set<Long> some, Set<Long> more) {
    Set<Long> all = new HashSet<>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }

  @Override
  public int rank() {
    return RANK;
  }

  private static final class Rows implements TableWriter<Row> {
    private static final String INSERT =
        """
        INSERT INTO matching.contested_detail (child_id, fingerprint, position)
        VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """;

    @Override
    public void write(Connection c, List<Placed<Row>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Row> placed : rows) {
          s.setObject(1, placed.row().child().value());
          s.setLong(2, placed.row().fingerprint());
          s.setLong(3, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
