package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;

/**
 * An urgent match that nobody decides climbs, without content: the item says whom it has reached,
 * and at the end that it has reached the operator (promise 13). A rung at which nobody is passes on
 * at once.
 */
@Singleton
final class ReviewDeadline implements Deadline {
  private static final String OPEN =
      """
      SELECT 1
      FROM alerts.unowned
      WHERE item_id = ? AND NOT closed
      """;

  private final DirectoryFacts directory;
  private final ClockSettings settings;
  private final Database database;
  private final TableWriter<Told> told = new ToldRows();

  ReviewDeadline(DirectoryFacts directory, ClockSettings settings, Database database) {
    this.directory = directory;
    this.settings = settings;
    this.database = database;
  }

  private record Told(UUID item, List<Post> posts) {}

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(ClockKind.CLOCK_KIND_MATCH_REVIEW);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    Set<Long> depends = Set.of(FactKey.service(due.agency()), FactKey.clockRules(due.agency()));
    UUID item = due.key().subject();
    if (!isOpen(item)) {
      return new Effect.Ended("decided", depends);
    }
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(due.agency());
    Ladder ladder = book.ladder(due.agency(), due.key().kind(), due.startedAt());
    Optional<Ladder.Step> here = ladder.step(due.step(), due.startedAt(), calendar);
    Optional<Ladder.Step> after = ladder.step(due.step() + 1, due.startedAt(), calendar);
    boolean end = here.map(Ladder.Step::nobodyLeft).orElse(true);
    List<Post> posts =
        end
            ? List.of(Post.POST_OPERATOR)
            : here.get().posts().stream().filter(post -> isThere(post, due.agency())).toList();
    return new Effect.Act(
        posts.isEmpty() ? "nobody-there" : "told." + codes(posts),
        depends,
        (entry, key) -> {
          if (!posts.isEmpty()) {
            entry.row(told, new Told(item, posts));
          }
        },
        end ? Optional.empty() : after.map(step -> next(step, posts.isEmpty(), now)));
  }

  private static Effect.Next next(Ladder.Step step, boolean atOnce, Instant now) {
    return atOnce ? new Effect.Next(step.index(), now, step.posts()) : Effect.Next.of(step);
  }

  private boolean isThere(Post post, AgencyId service) {
    Directory all = directory.current();
    return roles(post).stream().anyMatch(role -> !all.holders(role, service).isEmpty());
  }

  /** Who sees items without content at a post; nobody where the post is none of a service's. */
  private static List<Role> roles(Post post) {
    return switch (post) {
      case POST_MATCHING_OFFICER ->
          List.of(
              Role.ROLE_MATCHING_OFFICER,
              Role.ROLE_SECONDED_OFFICER,
              Role.ROLE_SERVICE_INFORMATION_OFFICER);
      case POST_DUTY_OFFICER -> List.of(Role.ROLE_DUTY_OFFICER);
      case POST_TEAM_MANAGER, POST_SERVICE_MANAGER -> List.of(Role.ROLE_SERVICE_MANAGER);
      case POST_WORKER,
          POST_HEAD_OF_SERVICE,
          POST_DIRECTOR,
          POST_ON_CALL,
          POST_EMERGENCY_DUTY_TEAM,
          POST_OPERATOR,
          POST_UNSPECIFIED,
          UNRECOGNIZED ->
          List.of();
    };
  }

  private boolean isOpen(UUID item) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN)) {
      s.setObject(1, item);
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static String codes(List<Post> posts) {
    return posts.stream()
        .map(post -> post.name().substring("POST_".length()))
        .collect(Collectors.joining("+"));
  }

  private static final class ToldRows implements TableWriter<Told> {
    private static final String ADD =
        """
        UPDATE alerts.unowned
        SET told = told || ?::smallint[]
        WHERE item_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Told>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(ADD)) {
        for (Placed<Told> placed : rows) {
          Object[] posts =
              placed.row().posts().stream().map(post -> (short) post.getNumber()).toArray();
          s.setArray(1, c.createArrayOf("smallint", posts));
          s.setObject(2, placed.row().item());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
