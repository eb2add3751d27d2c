package uk.yjx.server.clocks;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;

/** Writes clocks and what they did. */
@Singleton
final class ClockTables {
  private final TableWriter<NewClock> starts = new Starts();
  private final TableWriter<ClockChange> changes = new Changes();
  private final TableWriter<Firing> firings = new Firings();

  /**
   * One time that a deadline acted.
   *
   * @param clock as it was before
   * @param at when it acted
   * @param outcome what it did
   */
  record Firing(Clock clock, Instant at, String outcome) {}

  void start(Entry.Builder entry, NewClock clock) {
    entry.row(starts, clock);
  }

  void change(Entry.Builder entry, ClockChange change) {
    entry.row(changes, change);
  }

  void fired(Entry.Builder entry, Firing firing) {
    entry.row(firings, firing);
  }

  /** The earliest due time that an entry gives to a clock; null when it gives none. */
  @Nullable Instant earliestDue(Entry entry) {
    Instant earliest = null;
    for (NewClock clock : entry.rowsOf(starts)) {
      earliest = earlier(earliest, clock.dueAt());
    }
    for (ClockChange change : entry.rowsOf(changes)) {
      earliest = earlier(earliest, change.dueAt());
    }
    return earliest;
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }

  private static final class Starts implements TableWriter<NewClock> {
    // An array of arrays is rectangular in SQL, so that lists come in their written form.
    private static final String INSERT =
        """
        INSERT INTO clocks.clock
          (kind, subject, agency, run, step, started_at, due_at, next_posts, state,
           changed_position)
        SELECT kind, subject, agency, 1, step, started_at, due_at, posts::smallint[], 1, position
        FROM unnest(?::smallint[], ?::uuid[], ?::text[], ?::int[], ?::timestamptz[],
                    ?::timestamptz[], ?::text[], ?::bigint[])
          AS n (kind, subject, agency, step, started_at, due_at, posts, position)
        """;

    @Override
    public void write(Connection c, List<Placed<NewClock>> rows) throws SQLException {
      Script.execute(c, script -> append(script, rows));
    }

    @Override
    public boolean append(Script script, List<Placed<NewClock>> rows) {
      script.add(
          INSERT,
          array("int2", rows, r -> r.key().kind().getNumber()),
          array("uuid", rows, r -> r.key().subject()),
          array("text", rows, r -> r.agency().value()),
          array("int4", rows, NewClock::step),
          array("timestamptz", rows, r -> timestamp(r.startedAt())),
          array("timestamptz", rows, r -> timestamp(r.dueAt())),
          array("text", rows, r -> posts(r.next())),
          positions(rows));
      return true;
    }
  }

  private static final class Changes implements TableWriter<ClockChange> {
    private static final String CHANGE =
        """
        UPDATE clocks.clock c
        SET state = n.state,
            run = c.run + n.again,
            step = coalesce(n.step, c.step),
            started_at = coalesce(n.started_at, c.started_at),
            due_at = greatest(coalesce(n.due_at, c.due_at), coalesce(n.started_at, c.started_at)),
            next_posts = coalesce(n.posts::smallint[], c.next_posts),
            paused_at = n.paused_at,
            ended_why = n.why,
            changed_position = n.position
        FROM unnest(?::smallint[], ?::uuid[], ?::text[], ?::smallint[], ?::int[], ?::int[],
                    ?::timestamptz[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[],
                    ?::bigint[])
          AS n (kind, subject, states, state, again, step, started_at, due_at, posts, paused_at,
                why, position)
        WHERE c.kind = n.kind AND c.subject = n.subject AND c.state = ANY (n.states::smallint[])
        """;

    @Override
    public void write(Connection c, List<Placed<ClockChange>> rows) throws SQLException {
      Script.execute(c, script -> append(script, rows));
    }

    @Override
    public boolean append(Script script, List<Placed<ClockChange>> rows) {
      script.add(
          CHANGE,
          array("int2", rows, r -> r.key().kind().getNumber()),
          array("uuid", rows, r -> r.key().subject()),
          array("text", rows, r -> states(r.from())),
          array("int2", rows, r -> r.to().getNumber()),
          array("int4", rows, r -> r.again() ? 1 : 0),
          array("int4", rows, ClockChange::step),
          array("timestamptz", rows, r -> timestamp(r.startedAt())),
          array("timestamptz", rows, r -> timestamp(r.dueAt())),
          array("text", rows, r -> posts(r.next())),
          array("timestamptz", rows, r -> timestamp(r.pausedAt())),
          array("text", rows, ClockChange::why),
          positions(rows));
      return true;
    }

    @Override
    public int rank() {
      return 110;
    }
  }

  private static final class Firings implements TableWriter<Firing> {
    private static final BulkInsert<Placed<Firing>> INSERT =
        BulkInsert.into("clocks.firing")
            .int2("kind")
            .uuid("subject")
            .int4("run")
            .int4("step")
            .timestamptz("due_at")
            .timestamptz("fired_at")
            .text("outcome")
            .int8("position")
            .filledBy((placed, row) -> {
              Clock clock = placed.row().clock();
              row.put(clock.key().kind().getNumber())
                  .put(clock.key().subject())
                  .put(clock.run())
                  .put(clock.step())
                  .put(clock.dueAt())
                  .put(placed.row().at())
                  .put(placed.row().outcome())
                  .put(placed.position());
            });

    @Override
    public void write(Connection c, List<Placed<Firing>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }
  }

  private interface Value<R> {
    @Nullable Object of(R row);
  }

  private static <R> Script.Parameter array(
      String type, List<TableWriter.Placed<R>> rows, Value<R> value) {
    @Nullable Object[] values = new Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.of(rows.get(i).row());
    }
    return Script.array(type, values);
  }

  private static <R> Script.Parameter positions(List<TableWriter.Placed<R>> rows) {
    return Script.array("int8", rows.stream().map(TableWriter.Placed::position).toArray());
  }

  private static @Nullable String timestamp(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC).toString();
  }

  private static @Nullable String posts(@Nullable List<Post> posts) {
    return posts == null ? null : text(posts.stream().map(Post::getNumber).toList());
  }

  private static String states(List<ClockState> states) {
    return text(states.stream().map(ClockState::getNumber).toList());
  }

  /** Numbers in the written form of an array. */
  private static String text(List<Integer> numbers) {
    return numbers.toString().replace('[', '{').replace(']', '}');
  }
}
