package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What is written of court events and of the papers expected because of them. */
@Singleton
final class PapersTables {
  static final String EVENT_PURPOSE = "casepapers.court-event";
  static final String EXPECTED_PURPOSE = "casepapers.expected";

  private final Vault vault;
  private final TableWriter<SealedEvent> events = new Events();
  private final TableWriter<AttachedEvents.Attached> attached = new AttachedEvents();
  private final TableWriter<SealedExpectation> opened = new Opened();
  private final TableWriter<SealedExpectation> changed = new Changed();
  private final TableWriter<Overdue> overdue = new OverdueAlerts();

  PapersTables(Vault vault) {
    this.vault = vault;
  }

  /**
   * A version of an event to be stored.
   *
   * @param child whom it is about, and the child's service; null when nobody may know
   */
  record NewEvent(
      AgencyId source,
      int rank,
      int gateway,
      Instant at,
      Instant recordedAt,
      long urnKey,
      @Nullable ChildId child,
      @Nullable AgencyId service,
      RecordCourtEventRequest request) {}

  private record SealedEvent(NewEvent event, byte[] sealed) {}

  private record SealedExpectation(ExpectationRow row, byte[] sealed) {}

  private record Overdue(UUID expectation, UUID alert) {}

  /** Stores a version of an event, sealed under the entry's key. */
  void record(Entry.Builder entry, RecordKey key, NewEvent event) {
    byte[] plain = event.request().toBuilder().clearRequestId().build().toByteArray();
    byte[] sealed = vault.seal(key, plain, EVENT_PURPOSE);
    entry.row(events, new SealedEvent(event, sealed)).weighing(sealed.length);
    entry.touches(FactKey.courtEvent(event.source(), event.request().getEventRef()));
    if (event.child() != null) {
      entry.touches(FactKey.papersOf(event.child()));
    }
  }

  /** Somebody decided whom the event recorded at a position is about. */
  void attach(Entry.Builder entry, long position, CourtRecorder.Known known) {
    entry
        .row(attached, new AttachedEvents.Attached(position, known))
        .touches(FactKey.papersOf(known.child()));
  }

  /** Opens an expectation. */
  void open(Entry.Builder entry, RecordKey key, ExpectationRow row) {
    entry.row(opened, sealed(key, row)).touches(FactKey.papersOf(row.child()));
  }

  /** Writes what an expectation has become. */
  void change(Entry.Builder entry, RecordKey key, ExpectationRow row) {
    entry.row(changed, sealed(key, row)).touches(FactKey.papersOf(row.child()));
  }

  /** Remembers the alert that said that papers are overdue. */
  void overdue(Entry.Builder entry, UUID expectation, UUID alert) {
    entry.row(overdue, new Overdue(expectation, alert));
  }

  private SealedExpectation sealed(RecordKey key, ExpectationRow row) {
    return new SealedExpectation(row, vault.seal(key, row.facts().toByteArray(), EXPECTED_PURPOSE));
  }

  private static final class Events implements TableWriter<SealedEvent> {
    private static final BulkInsert<Placed<SealedEvent>> INSERT =
        BulkInsert.into("casepapers.court_event")
            .text("source_agency")
            .text("event_ref")
            .int4("version")
            .int8("position")
            .bool("withdrawn")
            .int2("source_rank")
            .int2("gateway")
            .timestamptz("occurred_at")
            .timestamptz("recorded_at")
            .int8("urn_key")
            .uuid("child_id")
            .text("service")
            .bytea("sealed")
            .filledBy((placed, row) -> {
              NewEvent it = placed.row().event();
              ChildId child = it.child();
              AgencyId service = it.service();
              row.put(it.source().value())
                  .put(it.request().getEventRef())
                  .put(it.request().getVersion())
                  .put(placed.position())
                  .put(it.request().getWithdrawn())
                  .put(it.rank())
                  .put(it.gateway())
                  .put(it.at())
                  .put(it.recordedAt())
                  .put(it.urnKey())
                  .put(child == null ? null : child.value())
                  .put(service == null ? null : service.value())
                  .put(placed.row().sealed());
            });

    @Override
    public void write(Connection c, List<Placed<SealedEvent>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<SealedEvent>> rows) {
      return INSERT.append(script, rows);
    }
  }

  private static final class Opened implements TableWriter<SealedExpectation> {
    private static final BulkInsert<Placed<SealedExpectation>> INSERT =
        BulkInsert.into("casepapers.expectation")
            .uuid("expectation_id")
            .uuid("child_id")
            .text("service")
            .int8("urn_key")
            .text("expected_from")
            .text("agreement_id")
            .int4("agreement_version")
            .int2("gateway")
            .int2("stage")
            .timestamptz("since")
            .timestamptz("due_at")
            .int2("state")
            .timestamptz("complete_at")
            .int8("opened_position")
            .int8("sealed_position")
            .bytea("sealed")
            .filledBy((placed, row) -> {
              ExpectationRow it = placed.row().row();
              row.put(it.id())
                  .put(it.child().value())
                  .put(it.service().value())
                  .put(it.urnKey())
                  .put(it.from().value())
                  .put(it.basis().agreementId())
                  .put(it.basis().agreementVersion())
                  .put(it.basis().gateway().getNumber())
                  .put(it.stage().getNumber())
                  .put(it.since())
                  .put(it.dueAt())
                  .put(it.state().getNumber())
                  .put(it.completeAt())
                  .put(placed.position())
                  .put(placed.position())
                  .put(placed.row().sealed());
            });

    @Override
    public void write(Connection c, List<Placed<SealedExpectation>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<SealedExpectation>> rows) {
      return INSERT.append(script, rows);
    }
  }

  private static final class Changed implements TableWriter<SealedExpectation> {
    private static final String UPDATE =
        """
        UPDATE casepapers.expectation
        SET due_at = ?, state = ?, complete_at = ?, moved_due_at = ?, sealed_position = ?,
            sealed = ?,
            overdue_alert = CASE WHEN ? THEN NULL ELSE overdue_alert END
        WHERE expectation_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<SealedExpectation>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(UPDATE)) {
        for (Placed<SealedExpectation> placed : rows) {
          ExpectationRow it = placed.row().row();
          Instant complete = it.completeAt();
          s.setObject(1, it.dueAt().atOffset(ZoneOffset.UTC));
          s.setInt(2, it.state().getNumber());
          s.setObject(3, complete == null ? null : complete.atOffset(ZoneOffset.UTC));
          Instant moved = it.movedTo();
          s.setObject(4, moved == null ? null : moved.atOffset(ZoneOffset.UTC));
          s.setLong(5, placed.position());
          s.setBytes(6, placed.row().sealed());
          s.setBoolean(
              7,
              it.state() == ExpectationState.EXPECTATION_STATE_OPEN && it.overdueAlert() == null);
          s.setObject(8, it.id());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 120;
    }
  }

  private static final class OverdueAlerts implements TableWriter<Overdue> {
    private static final String UPDATE =
        "UPDATE casepapers.expectation SET overdue_alert = ? WHERE expectation_id = ?";

    @Override
    public void write(Connection c, List<Placed<Overdue>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(UPDATE)) {
        for (Placed<Overdue> placed : rows) {
          s.setObject(1, placed.row().alert());
          s.setObject(2, placed.row().expectation());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 121;
    }
  }
}
