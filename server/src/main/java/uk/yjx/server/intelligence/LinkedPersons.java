package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/**
 * Which people of a kept notice are linked to which children, and how the notice describes them.
 */
@Singleton
final class LinkedPersons {
  private static final String LINKED =
      """
      SELECT l.person, l.child_id, n.agency_id, e.recorded_at, n.sealed, k.wrapped
      FROM intelligence.link l
      JOIN intelligence.notice n ON n.position = l.notice_position AND n.sealed IS NOT NULL
      JOIN journal.entry e ON e.position = n.position
      JOIN storage.record_key k ON k.position = n.position
      WHERE l.notice_position = ? AND l.outcome = 1
      ORDER BY l.person, l.child_id
      """;

  private final Database database;
  private final Vault vault;

  LinkedPersons(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * A person of the notice, and who it is.
   *
   * @param keepable the notice may be kept for people who are linked to nobody
   */
  record Linked(ChildId child, Submission.Subject subject, boolean keepable) {}

  /** Everybody in the notice who is linked. */
  List<Linked> of(long notice) {
    List<Linked> found = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(LINKED)) {
      s.setLong(1, notice);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          ChildId child = new ChildId(r.getObject(2, UUID.class));
          int person = r.getInt(1);
          PoliceNotice police = read(r);
          police.subjects().stream()
              .filter(subject -> subject.ordinal() == person)
              .map(subject -> new Linked(child, subject, police.mayBeKeptUnmatched()))
              .forEach(found::add);
        }
      }
    } catch (SQLException e) {
      throw Withdrawals.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored notice cannot be read", e);
    }
    return found;
  }

  private PoliceNotice read(ResultSet r) throws SQLException, InvalidProtocolBufferException {
    byte[] plain =
        vault.open(vault.unwrap(r.getBytes(6)), r.getBytes(5), NoticeTables.NOTICE_PURPOSE);
    return PoliceNotice.read(
        Notice.parseFrom(plain),
        new AgencyId(r.getString(3)),
        r.getObject(4, OffsetDateTime.class).toInstant(),
        vault::fingerprint,
        new Violations());
  }
}
