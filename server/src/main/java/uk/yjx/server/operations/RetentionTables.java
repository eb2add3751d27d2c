package uk.yjx.server.operations;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** What is written of retention. */
@Singleton
final class RetentionTables {
  private final TableWriter<Schedule> schedules = new Schedules();
  private final TableWriter<Hold> holds = new Holds();
  private final TableWriter<Release> releases = new Releases();
  private final TableWriter<Proposed> proposals = new Proposals();
  private final TableWriter<Approved> approvals = new Approvals();

  /** For how many days an agency keeps its records. */
  private record Schedule(AgencyId agency, int keepDays) {}

  /** A hold of one child's records, or of all; the reason sealed under the entry's key. */
  private record Hold(AgencyId agency, @Nullable ChildId child, byte[] reason) {}

  private record Release(AgencyId agency, @Nullable ChildId child) {}

  /** A record past its time that is put up for review. */
  record Proposed(UUID id, long record, AgencyId agency, Instant dueSince, PrincipalId by) {}

  private record Approved(UUID id, PrincipalId by, Instant at) {}

  void schedule(Entry.Builder entry, AgencyId agency, int keepDays) {
    entry.row(schedules, new Schedule(agency, keepDays));
  }

  void hold(Entry.Builder entry, AgencyId agency, @Nullable ChildId child, byte[] reason) {
    entry.row(holds, new Hold(agency, child, reason));
  }

  void release(Entry.Builder entry, AgencyId agency, @Nullable ChildId child) {
    entry.row(releases, new Release(agency, child));
  }

  void propose(Entry.Builder entry, Proposed erasure) {
    entry.row(proposals, erasure);
  }

  /** The schema refuses who proposed it, what is held and what is done: the entry fails alone. */
  void approve(Entry.Builder entry, UUID erasure, PrincipalId by, Instant at) {
    entry.row(approvals, new Approved(erasure, by, at));
  }

  private static final class Schedules implements TableWriter<Schedule> {
    private static final String INSERT =
        """
        INSERT INTO retention.schedule (agency_id, position, keep_days)
        VALUES (?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Schedule>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Schedule> placed : rows) {
          s.setString(1, placed.row().agency().value());
          s.setLong(2, placed.position());
          s.setInt(3, placed.row().keepDays());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Holds implements TableWriter<Hold> {
    private static final String INSERT =
        """
        INSERT INTO retention.hold (agency_id, position, child_id, reason_sealed)
        VALUES (?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Hold>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Hold> placed : rows) {
          ChildId child = placed.row().child();
          s.setString(1, placed.row().agency().value());
          s.setLong(2, placed.position());
          s.setObject(3, child == null ? null : child.value());
          s.setBytes(4, placed.row().reason());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Releases implements TableWriter<Release> {
    private static final String RELEASE =
        """
        UPDATE retention.hold
        SET released_position = ?
        WHERE agency_id = ? AND child_id IS NOT DISTINCT FROM ?::uuid
          AND released_position IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Release>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RELEASE)) {
        for (Placed<Release> placed : rows) {
          ChildId child = placed.row().child();
          s.setLong(1, placed.position());
          s.setString(2, placed.row().agency().value());
          s.setObject(3, child == null ? null : child.value());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Proposals implements TableWriter<Proposed> {
    private static final String INSERT =
        """
        INSERT INTO retention.erasure
          (erasure_id, record_position, agency_id, due_since, proposed_by, proposed_position)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (record_position) DO NOTHING
        """;

    @Override
    public void write(Connection c, List<Placed<Proposed>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Proposed> placed : rows) {
          Proposed erasure = placed.row();
          s.setObject(1, erasure.id());
          s.setLong(2, erasure.record());
          s.setString(3, erasure.agency().value());
          s.setObject(4, erasure.dueSince().atOffset(ZoneOffset.UTC));
          s.setString(5, erasure.by().toString());
          s.setLong(6, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Approvals implements TableWriter<Approved> {
    private static final String ERASE = "SELECT retention.erase_record(?, ?, ?, ?)";

    @Override
    public void write(Connection c, List<Placed<Approved>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(ERASE)) {
        for (Placed<Approved> placed : rows) {
          s.setObject(1, placed.row().id());
          s.setString(2, placed.row().by().toString());
          s.setLong(3, placed.position());
          s.setObject(4, placed.row().at().atOffset(ZoneOffset.UTC));
          s.execute();
        }
      }
    }

    @Override
    public int rank() {
      return 200;
    }
  }
}
