package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Keeps every decision of the desks; none is ever changed. */
@Singleton
final class DecisionTable {
  /** What a sealed reason is bound to. */
  static final String REASON_PURPOSE = "linkage.reason";

  static final int SAME = 1;
  static final int DIFFERENT = 2;
  static final int CANNOT_TELL = 3;
  static final int UNDONE = 4;

  /** Undone because the person had given the child's details. */
  static final int IDENTITY_DISPUTED = 5;

  private static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String COULD_NOT_TELL =
      """
      SELECT DISTINCT notice_position, person
      FROM linkage.decision
      WHERE notice_position = ANY (?) AND verdict = 3
      """;

  private final Database database;
  private final Vault vault;
  private final TableWriter<Row> rows = new Rows();

  DecisionTable(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  private record Row(
      ReviewId review,
      ChildId child,
      int verdict,
      PrincipalId by,
      Instant at,
      byte[] sealedReason) {}

  /** Adds a decision; its reason is sealed under the entry's key. */
  void add(
      Entry.Builder entry,
      RecordKey key,
      ReviewId review,
      ChildId child,
      int verdict,
      PrincipalId by,
      Instant at,
      String reason) {
    byte[] sealed = vault.seal(key, reason.getBytes(StandardCharsets.UTF_8), REASON_PURPOSE);
    entry.row(rows, new Row(review, child, verdict, by, at, sealed)).weighing(sealed.length);
  }

  /** Reviews of these notices of which somebody could not tell. */
  Set<ReviewId> couldNotTell(Collection<Long> notices) {
    Set<ReviewId> found = new HashSet<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(COULD_NOT_TELL)) {
      s.setArray(1, c.createArrayOf("bigint", notices.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new ReviewId(r.getLong(1), r.getInt(2)));
        }
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
    return found;
  }

  private static final class Rows implements TableWriter<Row> {
    private static final BulkInsert<Placed<Row>> INSERT =
        BulkInsert.into("linkage.decision")
            .int8("position")
            .int8("notice_position")
            .int2("person")
            .uuid("child_id")
            .int2("verdict")
            .text("principal")
            .timestamptz("decided_at")
            .bytea("sealed_reason")
            .filledBy((placed, row) ->
                row.put(placed.position())
                    .put(placed.row().review().record())
                    .put(placed.row().review().person())
                    .put(placed.row().child().value())
                    .put(placed.row().verdict())
                    .put(placed.row().by().toString())
                    .put(placed.row().at())
                    .put(placed.row().sealedReason()));

    @Override
    public void write(Connection c, List<Placed<Row>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }
  }
}
