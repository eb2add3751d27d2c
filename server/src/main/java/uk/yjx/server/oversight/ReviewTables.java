package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.oversight.v1.Contribution;
import uk.yjx.oversight.v1.ReviewEntry;
import uk.yjx.oversight.v1.ReviewOutcome;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What is written of reviews. Whoever decides upon a child's reviews depends on their fact. */
@Singleton
final class ReviewTables {
  static final String ENTRY_PURPOSE = "oversight.review-entry";
  static final String CONTRIBUTION_PURPOSE = "oversight.contribution";

  private final Vault vault;
  private final TableWriter<Opened> openings = new Openings();
  private final TableWriter<Line> lines = new Lines();
  private final TableWriter<Change> changes = new Changes();
  private final TableWriter<Asked> asked = new Askings();
  private final TableWriter<Given> given = new Givings();

  ReviewTables(Vault vault) {
    this.vault = vault;
  }

  /** A review as it is opened. */
  record Opened(UUID id, ChildId child, AgencyId service, Instant at, long since, Instant dueAt) {}

  private record Line(UUID review, ReviewEntry entry, int signs, byte[] sealed) {}

  /**
   * How a review stands from now on. What it covers is the entry's own position.
   *
   * @param since null where it stays
   * @param outcome of a closing; null when it is open
   * @param challenged a challenge is added
   */
  record Change(
      UUID review,
      @Nullable Long since,
      @Nullable ReviewOutcome outcome,
      @Nullable PrincipalId by,
      Instant at,
      boolean unchangedCopy,
      @Nullable Instant dueAt,
      boolean challenged) {}

  private record Asked(UUID review, Role role, Instant dueAt) {}

  private record Given(UUID review, Role role, PrincipalId by, Instant at, byte[] sealed) {}

  void open(Entry.Builder entry, Opened review) {
    entry.row(openings, review).touches(FactKey.reviewsOf(review.child()));
  }

  /** Adds a line to a review's history. */
  void add(Entry.Builder entry, RecordKey key, UUID review, ReviewEntry line, int signs) {
    byte[] sealed = vault.seal(key, line.toByteArray(), ENTRY_PURPOSE);
    entry.row(lines, new Line(review, line, signs, sealed)).weighing(sealed.length);
  }

  void change(Entry.Builder entry, ChildId child, Change change) {
    entry.row(changes, change).touches(FactKey.reviewsOf(child));
  }

  void ask(Entry.Builder entry, UUID review, Role role, Instant dueAt) {
    entry.row(asked, new Asked(review, role, dueAt));
  }

  void give(
      Entry.Builder entry,
      RecordKey key,
      ReviewRow review,
      Contribution contribution,
      PrincipalId by,
      Instant at) {
    byte[] sealed = vault.seal(key, contribution.toByteArray(), CONTRIBUTION_PURPOSE);
    entry
        .row(given, new Given(review.id(), contribution.getRole(), by, at, sealed))
        .weighing(sealed.length)
        .touches(FactKey.reviewsOf(review.child()));
  }

  private static final class Openings implements TableWriter<Opened> {
    private static final String INSERT =
        """
        INSERT INTO oversight.review
          (review_id, child_id, service, opened_position, opened_at, since_position, due_at,
           state, outcome, unchanged_copy, challenges, entries)
        VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, false, 0, 0)
        """;

    @Override
    public void write(Connection c, List<Placed<Opened>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Opened> placed : rows) {
          Opened review = placed.row();
          s.setObject(1, review.id());
          s.setObject(2, review.child().value());
          s.setString(3, review.service().value());
          s.setLong(4, placed.position());
          s.setObject(5, review.at().atOffset(ZoneOffset.UTC));
          s.setLong(6, review.since());
          s.setObject(7, review.dueAt().atOffset(ZoneOffset.UTC));
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Lines implements TableWriter<Line> {
    private static final String INSERT =
        """
        INSERT INTO oversight.review_entry
          (review_id, number, position, kind, at, author, signs, sealed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private static final String COUNT =
        "UPDATE oversight.review SET entries = greatest(entries, ?) WHERE review_id = ?";

    @Override
    public void write(Connection c, List<Placed<Line>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT);
          PreparedStatement count = c.prepareStatement(COUNT)) {
        for (Placed<Line> placed : rows) {
          ReviewEntry line = placed.row().entry();
          s.setObject(1, placed.row().review());
          s.setInt(2, line.getNumber());
          s.setLong(3, placed.position());
          s.setInt(4, line.getKind().getNumber());
          s.setObject(5, ReviewWords.instant(line.getAt()).atOffset(ZoneOffset.UTC));
          s.setString(6, line.getAuthor().isEmpty() ? null : line.getAuthor());
          s.setInt(7, placed.row().signs());
          s.setBytes(8, placed.row().sealed());
          s.addBatch();
          count.setInt(1, line.getNumber());
          count.setObject(2, placed.row().review());
          count.addBatch();
        }
        s.executeBatch();
        count.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 110;
    }
  }

  private static final class Changes implements TableWriter<Change> {
    private static final String CHANGE =
        """
        UPDATE oversight.review
        SET state = ?, covered_position = ?, closed_at = ?, closed_by = ?, outcome = ?,
            unchanged_copy = ?, since_position = coalesce(?, since_position),
            due_at = coalesce(?, due_at), challenges = challenges + ?
        WHERE review_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Change>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(CHANGE)) {
        for (Placed<Change> placed : rows) {
          Change change = placed.row();
          ReviewOutcome outcome = change.outcome();
          PrincipalId by = change.by();
          Instant due = change.dueAt();
          s.setInt(1, outcome == null ? 1 : 2);
          s.setObject(2, outcome == null ? null : placed.position());
          s.setObject(3, outcome == null ? null : change.at().atOffset(ZoneOffset.UTC));
          s.setString(4, outcome == null || by == null ? null : by.toString());
          s.setInt(5, outcome == null ? 0 : outcome.getNumber());
          s.setBoolean(6, change.unchangedCopy());
          s.setObject(7, change.since());
          s.setObject(8, due == null ? null : due.atOffset(ZoneOffset.UTC));
          s.setInt(9, change.challenged() ? 1 : 0);
          s.setObject(10, change.review());
          s.executeUpdate();
        }
      }
    }

    @Override
    public int rank() {
      return 111;
    }
  }

  private static final class Askings implements TableWriter<Asked> {
    private static final String INSERT =
        "INSERT INTO oversight.contribution (review_id, role, due_at) VALUES (?, ?, ?)";

    @Override
    public void write(Connection c, List<Placed<Asked>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Asked> placed : rows) {
          s.setObject(1, placed.row().review());
          s.setInt(2, placed.row().role().getNumber());
          s.setObject(3, placed.row().dueAt().atOffset(ZoneOffset.UTC));
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Givings implements TableWriter<Given> {
    private static final String GIVE =
        """
        UPDATE oversight.contribution
        SET given_at = ?, given_by = ?, given_position = ?, sealed = ?
        WHERE review_id = ? AND role = ? AND given_at IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Given>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(GIVE)) {
        for (Placed<Given> placed : rows) {
          Given it = placed.row();
          s.setObject(1, it.at().atOffset(ZoneOffset.UTC));
          s.setString(2, it.by().toString());
          s.setLong(3, placed.position());
          s.setBytes(4, it.sealed());
          s.setObject(5, it.review());
          s.setInt(6, it.role().getNumber());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 112;
    }
  }
}
