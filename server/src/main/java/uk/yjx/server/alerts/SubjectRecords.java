package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.audit.v1.SubjectRecipient;
import uk.yjx.audit.v1.SubjectRecord;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Database;

/** Records about a child as far as they are the child's own data, and who received them. */
@Singleton
public final class SubjectRecords {
  private static final String RECIPIENTS =
      """
      SELECT d.alert_id, split_part(d.principal, '/', 1), min(e.recorded_at)
      FROM alerts.disclosure d
      JOIN journal.entry e ON e.position = d.position
      WHERE d.alert_id = ANY (?)
      GROUP BY 1, 2
      ORDER BY 1, 3, 2
      """;

  private final AlertReader reader;
  private final Database database;

  SubjectRecords(AlertReader reader, Database database) {
    this.reader = reader;
    this.database = database;
  }

  /**
   * Some records.
   *
   * @param next position to go on from; 0 at the end
   */
  public record Page(List<SubjectRecord> records, long next) {
    /** Takes a copy. */
    public Page {
      records = List.copyOf(records);
    }
  }

  /** Records raised after a position, oldest first; those raised together are in one page. */
  public Page about(ChildId child, long after, int most) {
    try {
      List<AlertRow> rows = reader.about(child, after, most);
      Map<UUID, List<SubjectRecipient>> recipients = recipients(rows);
      List<SubjectRecord> records = new ArrayList<>(rows.size());
      for (AlertRow row : rows) {
        records.add(
            own(row).addAllRecipients(recipients.getOrDefault(row.id(), List.of())).build());
      }
      return new Page(records, rows.size() < most ? 0 : rows.getLast().raisedPosition());
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /**
   * What of an alert is the child's own. Written as a list of what is taken, not of what is left
   * out, so that what is added to alerts later is not told before somebody has thought of it.
   */
  static SubjectRecord.Builder own(AlertRow row) {
    NewAlert alert = row.alert();
    SubjectRecord.Builder own =
        SubjectRecord.newBuilder()
            .setAlertId(alert.id().toString())
            .setSourceAgency(alert.source().value())
            .setReceivedAt(Receipts.timestamp(alert.raisedAt()))
            .setAgreementId(alert.basis().agreementId())
            .setGateway(alert.basis().gateway());
    if (row.recalled() != null) {
      return own.setRecalled(true);
    }
    Alert facts = alert.facts();
    own.setKind(alert.kind()).setRole(facts.getRole()).setDisputed(row.disputed());
    if (facts.hasGrading() || facts.hasConditions()) {
      // Telling somebody of intelligence can prejudice its purpose (DPA 2018 s.45(4)).
      return own.clearRole().setAskSource(true);
    }
    if (facts.hasEventTime()) {
      own.setEventTime(facts.getEventTime());
    }
    return facts.hasFacts() ? own.setFacts(facts.getFacts()) : own;
  }

  private Map<UUID, List<SubjectRecipient>> recipients(List<AlertRow> rows) throws SQLException {
    Map<UUID, List<SubjectRecipient>> found = new HashMap<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RECIPIENTS)) {
      s.setArray(1, c.createArrayOf("uuid", rows.stream().map(AlertRow::id).toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found
              .computeIfAbsent(r.getObject(1, UUID.class), id -> new ArrayList<>())
              .add(
                  SubjectRecipient.newBuilder()
                      .setAgencyId(r.getString(2))
                      .setFirstAt(
                          Receipts.timestamp(r.getObject(3, OffsetDateTime.class).toInstant()))
                      .build());
        }
      }
    }
    return found;
  }
}
