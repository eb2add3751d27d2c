package uk.yjx.server.clocks;

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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/** Reads clocks from their table. */
@Singleton
final class ClockReader {
  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String COLUMNS =
      """
      SELECT kind, subject, agency, run, step, started_at, due_at, next_posts, state, paused_at
      FROM clocks.clock
      """;

  private static final String BY_KEY = COLUMNS + "WHERE kind = ? AND subject = ?";

  private static final String DUE =
      COLUMNS
          + """
          WHERE state = 1 AND due_at <= ? AND kind = ANY (?)
            AND (due_at, kind, subject) > (?, ?, ?)
          ORDER BY due_at, kind, subject
          LIMIT ?
          """;

  private static final String NEXT_DUE =
      """
      SELECT due_at
      FROM clocks.clock
      WHERE state = 1 AND kind = ANY (?)
      ORDER BY due_at
      LIMIT 1
      """;

  private static final String OF_AGENCIES =
      """
      SELECT kind, subject, agency, run, step, started_at, due_at, next_posts, state, paused_at,
             climbs
      FROM clocks.clock c
      CROSS JOIN LATERAL (
        SELECT count(*) AS climbs
        FROM clocks.firing f
        WHERE f.kind = c.kind AND f.subject = c.subject AND f.run = c.run) fired
      WHERE agency = ANY (?) AND state IN (1, 2) AND kind = ANY (?) AND (NOT ? OR climbs > 0)
        AND (due_at, kind, subject) > (?, ?, ?)
      ORDER BY due_at, kind, subject
      LIMIT ?
      """;

  /** Every kind there is. */
  static final List<ClockKind> KNOWN =
      Stream.of(ClockKind.values())
          .filter(k -> k != ClockKind.CLOCK_KIND_UNSPECIFIED && k != ClockKind.UNRECOGNIZED)
          .toList();

  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;

  ClockReader(Database database) {
    this.database = database;
  }

  /** Where a page begins: after this clock. */
  record Place(Instant dueAt, int kind, UUID subject) {
    static final Place BEGIN = new Place(Instant.EPOCH, 0, FIRST);

    static Place after(Clock clock) {
      return new Place(clock.dueAt(), clock.key().kind().getNumber(), clock.key().subject());
    }
  }

  Optional<Clock> find(ClockKey key) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(BY_KEY)) {
      s.setInt(1, key.kind().getNumber());
      s.setObject(2, key.subject());
      return clocks(s).stream().findFirst();
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** Clocks of these kinds that run and are due, in order, after a place. */
  List<Clock> due(Collection<ClockKind> kinds, Instant now, Place after, int limit) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(DUE)) {
      s.setObject(1, now.atOffset(ZoneOffset.UTC));
      s.setArray(2, numbers(c, kinds));
      place(s, 3, after);
      s.setInt(6, limit);
      return clocks(s);
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** When the next clock of these kinds is due; empty while none runs. */
  Optional<Instant> nextDue(Collection<ClockKind> kinds) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(NEXT_DUE)) {
      s.setArray(1, numbers(c, kinds));
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(instant(r, 1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /**
   * A clock in a list.
   *
   * @param climbs how often it has acted in this run
   */
  record Listed(Clock clock, int climbs) {}

  /** Clocks of agencies that run or are paused, in order of due time. */
  List<Listed> of(
      Collection<AgencyId> agencies,
      Collection<ClockKind> kinds,
      boolean climbedOnly,
      Place after,
      int limit) {
    List<Listed> found = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OF_AGENCIES)) {
      s.setArray(
          1, c.createArrayOf("text", agencies.stream().map(AgencyId::value).sorted().toArray()));
      s.setArray(2, numbers(c, kinds));
      s.setBoolean(3, climbedOnly);
      place(s, 4, after);
      s.setInt(7, limit);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new Listed(clock(r), r.getInt(11)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  private static Array numbers(Connection c, Collection<ClockKind> kinds) throws SQLException {
    return c.createArrayOf("int2", kinds.stream().map(ClockKind::getNumber).sorted().toArray());
  }

  private static void place(PreparedStatement s, int first, Place place) throws SQLException {
    s.setObject(first, place.dueAt().atOffset(ZoneOffset.UTC));
    s.setInt(first + 1, place.kind());
    s.setObject(first + 2, place.subject());
  }

  private static List<Clock> clocks(PreparedStatement s) throws SQLException {
    List<Clock> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        found.add(clock(r));
      }
    }
    return found;
  }

  private static Clock clock(ResultSet r) throws SQLException {
    return new Clock(
        new ClockKey(ClockKind.forNumber(r.getInt(1)), r.getObject(2, UUID.class)),
        new AgencyId(r.getString(3)),
        r.getInt(4),
        r.getInt(5),
        instant(r, 6),
        instant(r, 7),
        posts((Short[]) r.getArray(8).getArray()),
        ClockState.forNumber(r.getInt(9)),
        Optional.ofNullable(r.getObject(10, OffsetDateTime.class)).map(OffsetDateTime::toInstant));
  }

  /** Posts of a row; those that a newer process wrote and this one does not know are left out. */
  static List<Post> posts(Short[] numbers) {
    List<Post> posts = new ArrayList<>();
    for (short number : numbers) {
      @Nullable Post post = Post.forNumber(number);
      if (post != null) {
        posts.add(post);
      }
    }
    return posts;
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
