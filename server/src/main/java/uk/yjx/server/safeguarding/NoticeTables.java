package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/** What is written of notices about children. */
@Singleton
final class NoticeTables {
  static final String PURPOSE = "safeguarding.notice";

  private final TableWriter<Stored> notices = new Notices();
  private final TableWriter<Link> links = new Links();
  private final TableWriter<Withdrawal> withdrawals = new Withdrawals();
  private final TableWriter<Emptied> emptied = new EmptiedRows();

  /**
   * A notice.
   *
   * @param told what it tells of an episode; null for none
   * @param sealed its content; null where it may not be kept
   * @param withdrawn it had been withdrawn before it came
   */
  record Stored(
      UUID id,
      AgencyId from,
      String requestId,
      int kind,
      @Nullable UUID episode,
      Episode.@Nullable Told told,
      Instant happenedAt,
      byte @Nullable [] sealed,
      @Nullable Instant deleteAfter,
      @Nullable Instant withdrawn) {}

  private record Link(@Nullable Long notice, int outcome, ChildId child, String rule) {}

  private record Withdrawal(AgencyId from, String requestId, RecallReason reason, Instant at) {}

  private record Emptied(long notice, RecallReason reason, Instant at) {}

  void add(Entry.Builder entry, Stored notice) {
    entry.row(notices, notice);
    byte[] sealed = notice.sealed();
    if (sealed != null) {
      entry.weighing(sealed.length);
    }
  }

  /** The links a plan makes; the notice null where it is the entry's own. */
  void linksOf(Entry.Builder entry, Plan plan, @Nullable Long notice) {
    for (Plan.Finding finding : plan.findings()) {
      switch (finding) {
        case Plan.Finding.Linked l -> {
          entry.row(links, new Link(notice, 1, l.child(), l.rule()));
          for (Plan.Finding.Copy copy : l.copies()) {
            entry.row(links, new Link(notice, 1, copy.child(), Plan.Finding.Copy.RULE));
          }
        }
        case Plan.Finding.InReview r ->
            r.candidates().forEach(c -> entry.row(links, new Link(notice, 2, c, r.rule())));
        case Plan.Finding.Unmatched u -> {
          // Nothing links an unmatched child.
        }
      }
    }
  }

  /** Somebody decided that a notice is not about this child. */
  void ruleOut(Entry.Builder entry, long notice, ChildId child) {
    entry.row(links, new Link(notice, 3, child, "DECIDED"));
  }

  /** A notice is withdrawn, whether it has come or not. */
  void withdraw(
      Entry.Builder entry, AgencyId from, String requestId, RecallReason reason, Instant at) {
    entry.row(withdrawals, new Withdrawal(from, requestId, reason, at));
  }

  /** Empties a notice that had come, and forgets whom it was linked to. */
  void empty(Entry.Builder entry, long notice, RecallReason reason, Instant at) {
    entry.row(emptied, new Emptied(notice, reason, at));
  }

  private static final class Notices implements TableWriter<Stored> {
    /** It neither begins nor ends anything. */
    private static final int NO_EDGE = -1;

    private static final BulkInsert<Placed<Stored>> INSERT =
        BulkInsert.into("safeguarding.notice")
            .int8("position")
            .uuid("notice_id")
            .text("agency_id")
            .text("request_id")
            .int2("kind")
            .uuid("episode")
            .int2("edge")
            .timestamptz("happened_at")
            .bytea("sealed")
            .timestamptz("delete_after")
            .timestamptz("withdrawn_at")
            .filledBy((placed, row) -> {
              Stored n = placed.row();
              Episode.Told told = n.told();
              row.put(placed.position())
                  .put(n.id())
                  .put(n.from().value())
                  .put(n.requestId())
                  .put(n.kind())
                  .put(told == null ? null : n.episode())
                  .put(told == null ? NO_EDGE : told.edge().ordinal())
                  .put(n.happenedAt())
                  .put(n.sealed())
                  .put(n.deleteAfter())
                  .put(n.withdrawn());
            });

    @Override
    public void write(Connection c, List<Placed<Stored>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }
  }

  private static final class Links implements TableWriter<Link> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.link (notice_position, position, outcome, child_id, rule)
        VALUES (?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Link>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Link> placed : rows) {
          Link link = placed.row();
          Long notice = link.notice();
          s.setLong(1, notice == null ? placed.position() : notice);
          s.setLong(2, placed.position());
          s.setInt(3, link.outcome());
          s.setObject(4, link.child().value());
          s.setString(5, link.rule());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Withdrawals implements TableWriter<Withdrawal> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.withdrawal
          (agency_id, notice_request_id, reason, position, withdrawn_at)
        VALUES (?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Withdrawal>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Withdrawal> placed : rows) {
          Withdrawal withdrawal = placed.row();
          s.setString(1, withdrawal.from().value());
          s.setString(2, withdrawal.requestId());
          s.setInt(3, withdrawal.reason().getNumber());
          s.setLong(4, placed.position());
          s.setObject(5, withdrawal.at().atOffset(ZoneOffset.UTC));
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  /** Written after the links of the same batch, which are those before this entry. */
  private static final class EmptiedRows implements TableWriter<Emptied> {
    private static final String EMPTY =
        """
        UPDATE safeguarding.notice
        SET sealed = NULL, delete_after = NULL, withdrawn_at = ?, withdrawn_reason = ?,
            withdrawn_position = ?
        WHERE position = ?
        """;

    private static final String FORGET =
        """
        DELETE FROM safeguarding.link
        WHERE notice_position = ?
        """;

    private static final String FORGET_KEYS =
        """
        DELETE FROM safeguarding.match_key
        WHERE notice_position = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Emptied>> rows) throws SQLException {
      try (PreparedStatement empty = c.prepareStatement(EMPTY);
          PreparedStatement forget = c.prepareStatement(FORGET);
          PreparedStatement keys = c.prepareStatement(FORGET_KEYS)) {
        for (Placed<Emptied> placed : rows) {
          Emptied notice = placed.row();
          empty.setObject(1, notice.at().atOffset(ZoneOffset.UTC));
          empty.setInt(2, notice.reason().getNumber());
          empty.setLong(3, placed.position());
          empty.setLong(4, notice.notice());
          empty.addBatch();
          forget.setLong(1, notice.notice());
          forget.addBatch();
          keys.setLong(1, notice.notice());
          keys.addBatch();
        }
        empty.executeBatch();
        forget.executeBatch();
        keys.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 150;
    }
  }
}
