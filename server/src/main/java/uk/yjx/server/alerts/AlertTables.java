package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What rooms write when alerts are raised, released and dealt with. */
@Singleton
public final class AlertTables {
  static final String FACTS_PURPOSE = "alerts.facts";
  static final String MATERIAL_PURPOSE = "alerts.material";
  static final String OUTCOME_PURPOSE = "alerts.outcome";

  private final Vault vault;
  private final ReviewKinds reviewed;
  private final TableWriter<SealedAlert> alerts = new Alerts();
  private final TableWriter<MailboxEntry> entries = new Entries();
  private final TableWriter<Release> releases = new AlertChanges.Releases();
  private final TableWriter<StateChange> states = new AlertChanges.States();
  private final TableWriter<Release> assignments = new AlertChanges.Assignments();
  private final TableWriter<OutcomeRecord> outcomes = new AlertChanges.Outcomes();
  private final TableWriter<Release> acceptances = new AlertChanges.Acceptances();
  private final TableWriter<UnownedItem> unowned = new Unowned();
  private final TableWriter<UUID> closed = new UnownedClosed();

  AlertTables(Vault vault, ReviewKinds reviewed) {
    this.vault = vault;
    this.reviewed = reviewed;
  }

  private record SealedAlert(NewAlert alert, byte[] facts, byte @Nullable [] material) {}

  /** An alert released towards a person. */
  record Release(UUID alert, PrincipalId to) {}

  /** A new state of an alert; `by` and `at` are set when a person dealt with it. */
  record StateChange(
      UUID alert, AlertState state, @Nullable PrincipalId by, @Nullable Instant at) {}

  /** What was done; the reason sealed under the entry's key. */
  record OutcomeRecord(UUID alert, AlertOutcome outcome, byte[] sealedReason) {}

  /**
   * A notice that reached nobody.
   *
   * @param record position of the record; null where it is the entry's own
   */
  public record UnownedItem(
      UUID id,
      UnownedReason reason,
      Urgency urgency,
      @Nullable AgencyId service,
      Instant since,
      Instant dueAt,
      @Nullable Long record) {

    /** An item about the entry's own record, or about none. */
    public UnownedItem(
        UUID id,
        UnownedReason reason,
        Urgency urgency,
        @Nullable AgencyId service,
        Instant since,
        Instant dueAt) {
      this(id, reason, urgency, service, since, dueAt, null);
    }
  }

  /**
   * Raises an alert; its facts are sealed under the entry's key. Whether a review is due because of
   * it is what the service's own table says, whoever raises it.
   */
  public void raise(Entry.Builder entry, RecordKey key, NewAlert raised) {
    boolean due = asksReview(raised);
    NewAlert alert =
        raised.facts().getReviewDue() == due
            ? raised
            : raised.with(raised.facts().toBuilder().setReviewDue(due).build());
    entry.depends(FactKey.significance(alert.service()));
    byte[] sealed = vault.seal(key, alert.facts().toByteArray(), FACTS_PURPOSE);
    byte[] material = null;
    if (!alert.material().equals(AlertMaterial.getDefaultInstance())) {
      material = vault.seal(key, alert.material().toByteArray(), MATERIAL_PURPOSE);
      entry.weighing(material.length);
    }
    entry.row(alerts, new SealedAlert(alert, sealed, material)).weighing(sealed.length);
    entry.touches(FactKey.alert(alert.id()));
    UUID through = alert.through();
    if (through != null) {
      entry.touches(FactKey.alertsThrough(through));
    }
    ChildId child = alert.child();
    if (child != null) {
      entry.touches(FactKey.alertsOf(child));
    }
  }

  private boolean asksReview(NewAlert alert) {
    return alert.child() != null
        && !alert.isNote()
        && reviewed.askReview(alert.service(), alert.kind(), alert.raisedAt());
  }

  /** Appends a line to a mailbox. */
  public void append(Entry.Builder entry, MailboxEntry line) {
    entry.row(entries, line);
  }

  /** Adds an item that nobody owns. */
  public void unowned(Entry.Builder entry, UnownedItem item) {
    entry.row(unowned, item);
  }

  /** Closes an item that somebody owns now; does nothing where there is none. */
  public void close(Entry.Builder entry, UUID item) {
    entry.row(closed, item);
  }

  /** An alert leaves towards a person: it is DELIVERED from now on, if it was OPEN. */
  void release(Entry.Builder entry, UUID alert, PrincipalId to) {
    entry.row(releases, new Release(alert, to));
  }

  /** What an alert was about is over: nobody need do anything about it any more. */
  public void settle(Entry.Builder entry, UUID alert) {
    change(entry, new StateChange(alert, AlertState.ALERT_STATE_OUTCOME_RECORDED, null, null));
  }

  void change(Entry.Builder entry, StateChange change) {
    entry.row(states, change).touches(FactKey.alert(change.alert()));
  }

  void outcome(Entry.Builder entry, RecordKey key, UUID alert, AlertOutcome outcome, String why) {
    byte[] sealed =
        vault.seal(key, why.getBytes(java.nio.charset.StandardCharsets.UTF_8), OUTCOME_PURPOSE);
    entry.row(outcomes, new OutcomeRecord(alert, outcome, sealed));
  }

  void reassign(Entry.Builder entry, UUID alert, PrincipalId to) {
    entry.row(assignments, new Release(alert, to)).touches(FactKey.alert(alert));
  }

  /** A reader accepts the conditions of an alert. */
  void accept(Entry.Builder entry, UUID alert, PrincipalId by) {
    entry.row(acceptances, new Release(alert, by)).touches(FactKey.alert(alert));
  }

  /** The lines an entry appends to mailboxes, in order. */
  List<MailboxEntry> linesOf(Entry entry) {
    return entry.rowsOf(entries);
  }

  /** Alerts whose state or worker an entry changes. */
  List<UUID> changedBy(Entry entry) {
    List<UUID> changed = new ArrayList<>();
    entry.rowsOf(states).forEach(change -> changed.add(change.alert()));
    entry.rowsOf(assignments).forEach(given -> changed.add(given.alert()));
    return changed;
  }

  /** Alerts an entry raises, in order. */
  List<NewAlert> alertsOf(Entry entry) {
    return entry.rowsOf(alerts).stream().map(SealedAlert::alert).toList();
  }

  private static final class Alerts implements TableWriter<SealedAlert> {
    private static final BulkInsert<Placed<SealedAlert>> INSERT =
        BulkInsert.into("alerts.alert")
            .uuid("alert_id")
            .uuid("child_id")
            .text("service")
            .text("source_agency")
            .int2("kind")
            .int2("urgency")
            .int2("category")
            .int2("gateway")
            .text("agreement_id")
            .int4("agreement_version")
            .int8("raised_position")
            .timestamptz("raised_at")
            .timestamptz("due_at")
            .int8("notice_position")
            .bytea("sealed")
            .bytea("material")
            .int2("state")
            .int2("outcome")
            .bool("shielded")
            .uuid("placement_id")
            .filledBy(Alerts::fill);

    @Override
    public void write(Connection c, List<Placed<SealedAlert>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<SealedAlert>> rows) {
      return INSERT.append(script, rows);
    }

    @Override
    public int rank() {
      return 10;
    }

    private static void fill(Placed<SealedAlert> placed, BulkInsert.Row row) {
      NewAlert a = placed.row().alert();
      ChildId child = a.child();
      Long record = a.recordPosition();
      row.put(a.id())
          .put(child == null ? null : child.value())
          .put(a.service().value())
          .put(a.source().value())
          .put(a.kind().getNumber())
          .put(a.urgency().ordinal())
          .put(a.category().getNumber())
          .put(a.basis().gateway().getNumber())
          .put(a.basis().agreementId())
          .put(a.basis().agreementVersion())
          .put(placed.position())
          .put(a.raisedAt())
          .put(a.dueAt())
          .put(record == null ? placed.position() : record)
          .put(placed.row().facts())
          .put(placed.row().material())
          .put(AlertState.ALERT_STATE_OPEN.getNumber())
          .put(AlertOutcome.ALERT_OUTCOME_UNSPECIFIED.getNumber())
          .put(a.isProtected())
          .put(a.through());
    }
  }

  private static final class Entries implements TableWriter<MailboxEntry> {
    private static final BulkInsert<Placed<MailboxEntry>> INSERT =
        BulkInsert.into("alerts.mailbox_entry")
            .text("mailbox")
            .int8("position")
            .int4("ordinal")
            .text("service")
            .uuid("alert_id")
            .int2("cause")
            .filledBy((placed, row) ->
                row.put(placed.row().mailbox().name())
                    .put(placed.position())
                    .put(placed.ordinal())
                    .put(placed.row().service().value())
                    .put(placed.row().alert())
                    .put(placed.row().cause().getNumber()));

    @Override
    public void write(Connection c, List<Placed<MailboxEntry>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<MailboxEntry>> rows) {
      return INSERT.append(script, rows);
    }
  }

  private static final class Unowned implements TableWriter<UnownedItem> {
    private static final BulkInsert<Placed<UnownedItem>> INSERT =
        BulkInsert.into("alerts.unowned")
            .uuid("item_id")
            .int8("position")
            .int2("reason")
            .int2("urgency")
            .text("service")
            .timestamptz("since")
            .timestamptz("due_at")
            .int8("record_position")
            .filledBy((placed, row) -> {
              AgencyId service = placed.row().service();
              Long record = placed.row().record();
              row.put(placed.row().id())
                  .put(placed.position())
                  .put(placed.row().reason().getNumber())
                  .put(placed.row().urgency().ordinal())
                  .put(service == null ? null : service.value())
                  .put(placed.row().since())
                  .put(placed.row().dueAt())
                  .put(record == null ? placed.position() : record);
            });

    @Override
    public void write(Connection c, List<Placed<UnownedItem>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<UnownedItem>> rows) {
      return INSERT.append(script, rows);
    }
  }
}
