package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;

/**
 * Recalls what was raised from a record that turned out wrong, for any room: the content is gone,
 * everyone who received an alert is told and must confirm, and nobody else learns that it was
 * there.
 */
@Singleton
public final class Recalls {
  private static final String DERIVED =
      """
      SELECT alert_id, child_id, service, urgency
      FROM alerts.alert
      WHERE (notice_position = ANY (?) OR raised_position = ANY (?)) AND recalled_at IS NULL
      ORDER BY raised_position, alert_id
      """;

  /** Every mailbox an alert has ever stood in, and everyone it was released to. */
  private static final String TO_BE_TOLD =
      """
      SELECT m.alert_id, m.mailbox, NULL
      FROM alerts.mailbox_entry m
      WHERE m.alert_id = ANY (?)
      UNION
      SELECT d.alert_id, NULL, d.principal
      FROM alerts.disclosure d
      WHERE d.alert_id = ANY (?)
      ORDER BY 1, 2, 3
      """;

  private static final String CLOSE_UNOWNED =
      """
      UPDATE alerts.unowned
      SET closed = true
      WHERE coalesce(record_position, position) = ? AND NOT closed
      """;

  private final Database database;
  private final AlertTables tables;
  private final RecallTables recalls;
  private final DueTimes due;
  private final Clocks clocks;
  private final ClockSettings settings;
  private final AlertLadders ladders;
  private final TableWriter<Long> unowned = new Unowned();

  Recalls(
      Database database,
      AlertTables tables,
      RecallTables recalls,
      DueTimes due,
      Clocks clocks,
      ClockSettings settings,
      AlertLadders ladders) {
    this.database = database;
    this.tables = tables;
    this.recalls = recalls;
    this.due = due;
    this.clocks = clocks;
    this.settings = settings;
    this.ladders = ladders;
  }

  private record Derived(UUID alert, @Nullable ChildId child, AgencyId service, Urgency urgency) {}

  /**
   * What a recall took back.
   *
   * @param alerts the alerts, for the audit event of whoever recalls
   * @param children the children they were about
   */
  public record Recalled(List<UUID> alerts, Set<ChildId> children) {
    public Recalled {
      alerts = List.copyOf(alerts);
      children = Set.copyOf(children);
    }
  }

  /**
   * Recalls every alert raised from a record, in the caller's own entry. Call it inside the
   * proposal: it reads the tables, and the entry is decided again when anybody comes or goes
   * meanwhile.
   *
   * @param records positions of the record's own entry and of entries that raised alerts from it
   */
  public Recalled recall(Entry.Builder entry, Set<Long> records, RecallReason reason, Instant at) {
    Recalled recalled = recall(entry, records, reason, at, alert -> true);
    records.forEach(record -> entry.row(unowned, record));
    return recalled;
  }

  /**
   * The same for the alerts about one child alone: what the record raised for others stands.
   *
   * @param record position of the record's own entry
   */
  public Recalled recallOf(
      Entry.Builder entry, ChildId child, long record, RecallReason reason, Instant at) {
    return recall(entry, Set.of(record), reason, at, alert -> child.equals(alert.child()));
  }

  private Recalled recall(
      Entry.Builder entry,
      Set<Long> records,
      RecallReason reason,
      Instant at,
      Predicate<Derived> which) {
    try (Connection c = database.pool().getConnection()) {
      List<Derived> derived = derived(c, records).stream().filter(which).toList();
      Map<UUID, Set<Mailbox>> told = toBeTold(c, derived);
      Set<ChildId> children = new LinkedHashSet<>();
      entry.depends(FactKey.WATERMARK);
      for (Derived one : derived) {
        depend(entry, one);
        Instant confirmBy = confirmBy(one.urgency(), at);
        recalls.recall(entry, new RecallTables.Recall(one.alert(), reason, at, confirmBy));
        ladders.recalled(entry, one.alert(), one.urgency());
        startToClimb(entry, one, at);
        for (Mailbox mailbox : told.getOrDefault(one.alert(), Set.of())) {
          tables.append(
              entry,
              new MailboxEntry(
                  mailbox, one.service(), one.alert(), EntryCause.ENTRY_CAUSE_WITHDRAWN));
        }
        if (one.child() != null) {
          children.add(one.child());
        }
      }
      return new Recalled(derived.stream().map(Derived::alert).toList(), children);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private void startToClimb(Entry.Builder entry, Derived one, Instant at) {
    entry.depends(FactKey.clockRules(one.service()));
    ClockBook book = settings.now();
    book.ladder(one.service(), ClockKind.CLOCK_KIND_RECALL, at)
        .first(at, book.calendar(one.service()))
        .ifPresent(step ->
            clocks.start(
                entry,
                NewClock.climbing(RecallDeadline.key(one.alert()), one.service(), at, step)));
  }

  /** A recall is never less urgent than the same day: people act upon what they were told. */
  private Instant confirmBy(Urgency urgency, Instant at) {
    Urgency least = urgency == Urgency.IMMEDIATE ? urgency : Urgency.SAME_DAY;
    return due.acknowledgeBy(least, at).orElseThrow();
  }

  private static void depend(Entry.Builder entry, Derived one) {
    entry
        .depends(FactKey.alert(one.alert()))
        .depends(FactKey.readings(one.alert()))
        .depends(FactKey.service(one.service()));
    ChildId child = one.child();
    if (child != null) {
      entry
          .depends(FactKey.child(child))
          .depends(FactKey.alertsOf(child))
          .touches(FactKey.alertsOf(child));
    }
  }

  private static List<Derived> derived(Connection c, Set<Long> records) throws SQLException {
    List<Derived> found = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(DERIVED)) {
      s.setArray(1, c.createArrayOf("bigint", records.toArray()));
      s.setArray(2, c.createArrayOf("bigint", records.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          UUID child = r.getObject(2, UUID.class);
          found.add(
              new Derived(
                  r.getObject(1, UUID.class),
                  child == null ? null : new ChildId(child),
                  new AgencyId(r.getString(3)),
                  Urgency.values()[r.getInt(4)]));
        }
      }
    }
    return found;
  }

  private static Map<UUID, Set<Mailbox>> toBeTold(Connection c, List<Derived> derived)
      throws SQLException {
    Map<UUID, Set<Mailbox>> told = new LinkedHashMap<>();
    Object[] ids = derived.stream().map(Derived::alert).toArray();
    try (PreparedStatement s = c.prepareStatement(TO_BE_TOLD)) {
      s.setArray(1, c.createArrayOf("uuid", ids));
      s.setArray(2, c.createArrayOf("uuid", ids));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          String mailbox = r.getString(2);
          told.computeIfAbsent(r.getObject(1, UUID.class), k -> new LinkedHashSet<>())
              .add(
                  mailbox == null
                      ? Mailbox.of(PrincipalId.parse(r.getString(3)))
                      : new Mailbox(mailbox));
        }
      }
    }
    return told;
  }

  /** Nobody need look after a notice that was taken back. */
  private static final class Unowned implements TableWriter<Long> {
    @Override
    public void write(Connection c, List<Placed<Long>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(CLOSE_UNOWNED)) {
        for (Placed<Long> placed : rows) {
          s.setLong(1, placed.row());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 150;
    }
  }
}
