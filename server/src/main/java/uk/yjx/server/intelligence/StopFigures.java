package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/**
 * Stops of children with what is recorded of their ethnicity, for monitoring alone: it goes into
 * counts and nowhere else.
 */
@Singleton
public final class StopFigures {
  private static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String STOPS =
      """
      SELECT l.child_id, l.person, n.sealed, k.wrapped
      FROM intelligence.link l
      JOIN intelligence.notice n ON n.position = l.notice_position
      JOIN storage.record_key k ON k.position = n.position
      WHERE l.child_id = ANY (?) AND l.outcome = 1 AND n.kind = ? AND n.sealed IS NOT NULL
      ORDER BY n.position
      """;

  private final Database database;
  private final Vault vault;

  StopFigures(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * A stop.
   *
   * @param ethnicity self-defined where it is recorded, else as the officer did; may be empty
   */
  public record Stop(ChildId child, Instant at, String ethnicity, SearchOutcome outcome) {}

  /** Every stop of these children that is still kept, in order. */
  public List<Stop> of(Collection<ChildId> children) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(STOPS)) {
      s.setArray(1, c.createArrayOf("uuid", children.stream().map(ChildId::value).toArray()));
      s.setInt(2, NoticeKind.NOTICE_KIND_STOP_SEARCH.getNumber());
      List<Stop> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Notice notice =
              Notice.parseFrom(
                  vault.open(
                      vault.unwrap(r.getBytes(4)), r.getBytes(3), NoticeTables.NOTICE_PURPOSE));
          found.add(stop(new ChildId(r.getObject(1, UUID.class)), r.getInt(2), notice));
        }
      }
      return found;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored notice cannot be read", e);
    }
  }

  private static Stop stop(ChildId child, int person, Notice notice) {
    String own =
        person < notice.getPersonsCount()
            ? notice.getPersons(person).getPerson().getSelfDefinedEthnicity()
            : "";
    var at = notice.getEventTime().getEarliest();
    return new Stop(
        child,
        Instant.ofEpochSecond(at.getSeconds(), at.getNanos()),
        own.isBlank() ? notice.getStopSearch().getOfficerDefinedEthnicity() : own,
        notice.getStopSearch().getOutcome());
  }
}
