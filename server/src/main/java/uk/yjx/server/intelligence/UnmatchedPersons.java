package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.Evidence;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/**
 * People in notices who are linked to no child and wait for nobody's decision, for as long as the
 * notices may be kept. Stops without further action are not stored, so they are not among them.
 */
@Singleton
public final class UnmatchedPersons {
  /** For so long notices of people who match no child are kept. */
  public static final Duration KEPT = NoticeSubmission.UNMATCHED_RETENTION;

  private static final int PAGE = 500;

  private static final String STANDING =
      """
      SELECT n.position, n.agency_id, e.recorded_at, n.sealed, k.wrapped,
        ARRAY(
          SELECT DISTINCT l.person FROM intelligence.link l
          WHERE l.notice_position = n.position
            AND (l.outcome = 1 OR l.outcome = 2 AND NOT EXISTS (
              SELECT 1 FROM intelligence.link d
              WHERE d.notice_position = l.notice_position AND d.person = l.person
                AND d.outcome = 3 AND d.child_id = l.child_id)))
      FROM intelligence.notice n
      JOIN journal.entry e ON e.position = n.position
      JOIN storage.record_key k ON k.position = n.position
      WHERE n.sealed IS NOT NULL AND n.withdrawn_at IS NULL AND n.delete_after > ?
        AND %s AND n.position > ?
      ORDER BY n.position
      LIMIT ?
      """;

  private static final String OF_KINDS = STANDING.formatted("n.kind = ANY (?)");
  private static final String AMONG = STANDING.formatted("n.position = ANY (?)");

  private final Database database;
  private final Vault vault;

  UnmatchedPersons(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * One person of one notice.
   *
   * @param notice position of the notice
   * @param person index of the person in it
   * @param content the notice
   * @param who what of the description says who it is
   */
  public record Unmatched(long notice, int person, AgencyId from, Notice content, Evidence who) {

    /** The person's part in it. */
    public InvolvedPerson involved() {
      return content.getPersons(person);
    }

    /** When it happened. */
    public Instant at() {
      return Instant.ofEpochSecond(content.getEventTime().getEarliest().getSeconds());
    }

    /** Names nothing: the content is personal data and stays out of logs. */
    @Override
    public String toString() {
      return "Unmatched[" + notice + "." + person + "]";
    }
  }

  /** Everyone in notices of these kinds, in order. */
  public List<Unmatched> kept(EnumSet<NoticeKind> kinds, Instant now) {
    return read(
        OF_KINDS, "smallint", kinds.stream().map(k -> (short) k.getNumber()).toArray(), now);
  }

  /** Everyone in these notices, in order. */
  public List<Unmatched> among(Collection<Long> notices, Instant now) {
    return read(AMONG, "bigint", notices.toArray(), now);
  }

  private List<Unmatched> read(String sql, String type, Object[] of, Instant now) {
    List<Unmatched> found = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      s.setObject(1, now.atOffset(ZoneOffset.UTC));
      s.setArray(2, c.createArrayOf(type, of));
      s.setInt(4, PAGE);
      long after = 0;
      int read = PAGE;
      while (read == PAGE) {
        s.setLong(3, after);
        read = 0;
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            after = r.getLong(1);
            add(r, found);
            read++;
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw Withdrawals.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored notice cannot be read", e);
    }
  }

  private void add(ResultSet r, List<Unmatched> found)
      throws SQLException, InvalidProtocolBufferException {
    AgencyId from = new AgencyId(r.getString(2));
    Notice notice =
        Notice.parseFrom(
            vault.open(vault.unwrap(r.getBytes(5)), r.getBytes(4), NoticeTables.NOTICE_PURPOSE));
    Set<Integer> known = persons(r.getArray(6));
    PoliceNotice police =
        PoliceNotice.read(
            notice,
            from,
            r.getObject(3, OffsetDateTime.class).toInstant(),
            vault::fingerprint,
            new Violations());
    for (Submission.Subject subject : police.subjects()) {
      if (!known.contains(subject.ordinal())) {
        found.add(new Unmatched(r.getLong(1), subject.ordinal(), from, notice, subject.evidence()));
      }
    }
  }

  private static Set<Integer> persons(Array ordinals) throws SQLException {
    Set<Integer> persons = new HashSet<>();
    for (Object one : (Object[]) ordinals.getArray()) {
      persons.add(((Number) one).intValue());
    }
    return persons;
  }
}
