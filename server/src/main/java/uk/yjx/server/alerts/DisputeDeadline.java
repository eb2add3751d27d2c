package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Database;

/**
 * A dispute without an answer climbs: at the child's service, which knows the family, managers and
 * then the head get the alert again; when the sender's time is over, the operator hears of it
 * without content. The sender sees on its list that it has climbed.
 */
@Singleton
final class DisputeDeadline implements Deadline {
  private static final String OPEN =
      """
      SELECT alert_id, due_at
      FROM alerts.dispute
      WHERE dispute_id = ? AND answered_at IS NULL
      """;

  private final AlertReader reader;
  private final AlertTables tables;
  private final DisputeTables disputes;
  private final Relations relations;
  private final DirectoryFacts directory;
  private final ClockSettings settings;
  private final Database database;
  private final Ids ids;

  DisputeDeadline(
      AlertReader reader,
      AlertTables tables,
      DisputeTables disputes,
      Relations relations,
      DirectoryFacts directory,
      ClockSettings settings,
      Database database,
      Ids ids) {
    this.reader = reader;
    this.tables = tables;
    this.disputes = disputes;
    this.relations = relations;
    this.directory = directory;
    this.settings = settings;
    this.database = database;
    this.ids = ids;
  }

  private record Open(UUID alert, Instant dueAt) {}

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(ClockKind.CLOCK_KIND_DISPUTE);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    try {
      Open open = open(id);
      AlertRow row = open == null ? null : reader.byIds(List.of(open.alert())).get(open.alert());
      if (open == null || row == null) {
        return new Effect.Ended("answered", Set.of());
      }
      return climb(due, id, open, row, now);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private Effect climb(Clock due, UUID id, Open open, AlertRow row, Instant now) {
    NewAlert alert = row.alert();
    Set<Long> depends =
        new HashSet<>(
            Set.of(
                FactKey.alert(alert.id()),
                FactKey.service(alert.service()),
                FactKey.clockRules(due.agency())));
    ChildId child = alert.child();
    if (child != null) {
      depends.add(FactKey.child(child));
    }
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(due.agency());
    Ladder ladder = book.ladder(due.agency(), due.key().kind(), due.startedAt());
    boolean end = due.step() == DisputeClocks.END;
    List<Mailbox> to =
        end
            ? List.of()
            : ladder
                .step(due.step(), due.startedAt(), calendar)
                .map(step ->
                    Climb.mailboxes(
                        step.posts(),
                        relations.holders(alert, now),
                        alert.service(),
                        directory.current()))
                .orElse(List.of());
    Effect.Next later =
        ladder
            .step(due.step() + 1, due.startedAt(), calendar)
            .filter(step -> !step.nobodyLeft() && step.at().isBefore(open.dueAt()))
            .map(Effect.Next::of)
            .orElseGet(() ->
                new Effect.Next(DisputeClocks.END, open.dueAt(), List.of(Post.POST_OPERATOR)));
    return new Effect.Act(
        end ? "unanswered" : to.isEmpty() ? "nobody-there" : "told",
        depends,
        (entry, key) -> {
          disputes.climbed(entry, id, alert.id(), now);
          for (Mailbox mailbox : to) {
            tables.append(
                entry,
                new MailboxEntry(
                    mailbox, alert.service(), alert.id(), EntryCause.ENTRY_CAUSE_ESCALATED));
          }
          if (end) {
            tables.unowned(
                entry,
                new AlertTables.UnownedItem(
                    ids.next(),
                    UnownedReason.UNOWNED_REASON_DISPUTE_UNANSWERED,
                    alert.urgency(),
                    alert.service(),
                    due.startedAt(),
                    now));
          }
        },
        end ? Optional.empty() : Optional.of(later));
  }

  private @Nullable Open open(UUID dispute) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN)) {
      s.setObject(1, dispute);
      try (ResultSet r = s.executeQuery()) {
        return r.next()
            ? new Open(r.getObject(1, UUID.class), r.getObject(2, OffsetDateTime.class).toInstant())
            : null;
      }
    }
  }
}
