package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.server.intake.EarlierRecords;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Kept police notices in which a child that was added later may be found. */
@Singleton
final class EarlierNotices implements EarlierRecords {
  private static final String FIND =
      """
      SELECT DISTINCT n.position, m.person, n.agency_id, n.sealed, k.wrapped,
        ARRAY(
          SELECT l.child_id FROM intelligence.link l
          WHERE l.notice_position = n.position AND l.person = m.person AND l.outcome = 3)
      FROM intelligence.match_key m
      JOIN intelligence.notice n ON n.position = m.notice_position
      JOIN storage.record_key k ON k.position = n.position
      WHERE m.fingerprint = ANY (?) AND (m.notice_position, m.person) > (?, ?)
        AND n.sealed IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM intelligence.link l
          WHERE l.notice_position = n.position AND l.person = m.person AND l.outcome = 1)
      ORDER BY n.position, m.person
      LIMIT ?
      """;

  private final NoticeLinks links;
  private final Withdrawals withdrawals;
  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  EarlierNotices(
      NoticeLinks links,
      Withdrawals withdrawals,
      Database database,
      Vault vault,
      InstantSource clock) {
    this.links = links;
    this.withdrawals = withdrawals;
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  @Override
  public Failure withdrawn() {
    return Withdrawals.WITHDRAWN;
  }

  @Override
  public List<Earlier> find(Collection<Long> keys, long afterRecord, int afterPerson, int max) {
    List<Earlier> found = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(FIND)) {
      s.setArray(1, c.createArrayOf("bigint", keys.toArray()));
      s.setLong(2, afterRecord);
      s.setInt(3, afterPerson);
      s.setInt(4, max);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(earlier(r));
        }
      }
    } catch (SQLException e) {
      throw Withdrawals.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored notice cannot be read", e);
    }
    return found;
  }

  private Earlier earlier(ResultSet r) throws SQLException, InvalidProtocolBufferException {
    long position = r.getLong(1);
    int person = r.getInt(2);
    AgencyId from = new AgencyId(r.getString(3));
    byte[] plain =
        vault.open(vault.unwrap(r.getBytes(5)), r.getBytes(4), NoticeTables.NOTICE_PURPOSE);
    Instant now = clock.instant();
    PoliceNotice police =
        PoliceNotice.read(Notice.parseFrom(plain), from, now, vault::fingerprint, new Violations());
    List<Submission.Subject> subject =
        police.subjects().stream().filter(it -> it.ordinal() == person).toList();
    Set<ChildId> not = DoubtfulNotices.children(r.getArray(6));
    EarlierNotice again =
        new EarlierNotice(
            police,
            from,
            position,
            subject,
            EarlierNotice.Occasion.childAdded(not),
            links,
            withdrawals);
    return new Earlier(position, person, () -> again, not);
  }
}
