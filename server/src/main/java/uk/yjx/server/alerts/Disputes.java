package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What a child or parent says is not true: shown on every view until the sender has answered. */
@Singleton
public final class Disputes {
  /**
   * Within this time the sender answers: one month, as for a request for rectification (Data
   * Protection Act 2018 s.54; UK GDPR article 12(3)).
   */
  static final Period ANSWER_WITHIN = Period.ofMonths(1);

  private static final String STATEMENT_PURPOSE = "alerts.dispute";
  private static final String ANSWER_PURPOSE = "alerts.dispute-answer";

  private static final Failure BY_CONCERN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "DISPUTE_BY_CONCERN",
          "what social care, health or custody told is disputed by a concern to them");

  private static final Failure OPEN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "DISPUTE_OPEN",
          "the alert is disputed already and the sender has not answered yet");

  private static final String COLUMNS =
      """
      SELECT d.dispute_id, d.position, d.alert_id, d.notice_position, d.since, d.due_at, d.sealed,
             k.wrapped, d.climbed_at IS NOT NULL
      FROM alerts.dispute d
      JOIN storage.record_key k ON k.position = d.position
      """;

  private static final String OPEN_OF_AGENCY =
      COLUMNS
          + """
          WHERE d.source_agency = ? AND d.answered_at IS NULL AND d.position > ?
          ORDER BY d.position
          LIMIT ?
          """;

  private static final String OPEN_BY_ID =
      COLUMNS
          + """
          WHERE d.dispute_id = ? AND d.source_agency = ? AND d.answered_at IS NULL
          """;

  private final Alterations alterations;
  private final AlertReader reader;
  private final Colleagues colleagues;
  private final DisputeTables tables;
  private final DisputeClocks climbs;
  private final AuditTrail audit;
  private final Database database;
  private final Vault vault;
  private final Ids ids;

  Disputes(
      Alterations alterations,
      AlertReader reader,
      Colleagues colleagues,
      DisputeTables tables,
      DisputeClocks climbs,
      AuditTrail audit,
      Database database,
      Vault vault,
      Ids ids) {
    this.alterations = alterations;
    this.reader = reader;
    this.colleagues = colleagues;
    this.tables = tables;
    this.climbs = climbs;
    this.audit = audit;
    this.database = database;
    this.vault = vault;
    this.ids = ids;
  }

  /**
   * A dispute without an answer.
   *
   * @param position of the entry that recorded it
   * @param climbed people at the child's service have been told that there is no answer yet
   * @param record position of the entry that raised the alert, or of the record it is about
   */
  public record Unanswered(
      UUID id,
      long position,
      UUID alert,
      long record,
      Instant since,
      Instant dueAt,
      boolean climbed,
      String statement) {}

  /** Records what the child or parent says; the sender is told with the next list of disputes. */
  CompletableFuture<Committed> raise(
      Caller caller, RequestKey request, UUID alert, String statement) {
    return alterations.alter(
        caller,
        request,
        alert,
        (change, row, by, at) -> {
          if (row.alert().facts().getFacts().hasChildNotice()) {
            throw BY_CONCERN.refused();
          }
          if (row.disputed()) {
            throw OPEN.refused();
          }
          Instant due = at.atZone(DueTimes.LONDON).plus(ANSWER_WITHIN).toInstant();
          UUID dispute = ids.next();
          tables.raise(
              change.entry(),
              new DisputeTables.Raised(
                  dispute, alert, at, due, sealed(change.key(), statement, STATEMENT_PURPOSE)));
          climbs.begin(change.entry(), dispute, row.alert().source(), at, due);
          colleagues.tell(change.entry(), by.principal(), row, at);
          change.event(
              audit
                  .event(EventType.ALTERATION, "DisputeAlert", "disputed", at)
                  .personal(PersonalMember.JUSTIFICATION, statement));
        });
  }

  /** Disputes about what an agency sent, without an answer, the oldest first. */
  public List<Unanswered> of(AgencyId source, long afterPosition, int limit) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN_OF_AGENCY)) {
      s.setString(1, source.value());
      s.setLong(2, afterPosition);
      s.setInt(3, limit);
      return read(s);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /** A dispute about what an agency sent; null when there is none or it has its answer. */
  public @Nullable Unanswered find(AgencyId source, UUID id) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN_BY_ID)) {
      s.setObject(1, id);
      s.setString(2, source.value());
      List<Unanswered> found = read(s);
      return found.isEmpty() ? null : found.getFirst();
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /**
   * Writes the sender's answer into the caller's own entry. A rejected dispute is told to everyone
   * who has the alert; whoever upholds one recalls the record in the same entry, which tells them.
   */
  public void answer(
      Entry.Builder entry,
      RecordKey key,
      Caller caller,
      Unanswered dispute,
      boolean upheld,
      String reason,
      Instant at) {
    entry.depends(FactKey.alert(dispute.alert()));
    climbs.stop(entry, dispute.id());
    tables.answer(
        entry,
        new DisputeTables.Answered(
            dispute.id(), dispute.alert(), at, upheld, sealed(key, reason, ANSWER_PURPOSE)));
    if (upheld) {
      return;
    }
    try {
      Map<UUID, AlertRow> rows = reader.byIds(List.of(dispute.alert()));
      for (AlertRow row : rows.values()) {
        colleagues.tell(entry, caller.principal(), row, at);
      }
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private byte[] sealed(RecordKey key, String text, String purpose) {
    return vault.seal(key, text.getBytes(StandardCharsets.UTF_8), purpose);
  }

  private List<Unanswered> read(PreparedStatement s) throws SQLException {
    List<Unanswered> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        byte[] plain = vault.open(vault.unwrap(r.getBytes(8)), r.getBytes(7), STATEMENT_PURPOSE);
        found.add(
            new Unanswered(
                r.getObject(1, UUID.class),
                r.getLong(2),
                r.getObject(3, UUID.class),
                r.getLong(4),
                r.getObject(5, OffsetDateTime.class).toInstant(),
                r.getObject(6, OffsetDateTime.class).toInstant(),
                r.getBoolean(9),
                new String(plain, StandardCharsets.UTF_8)));
      }
    }
    return found;
  }
}
