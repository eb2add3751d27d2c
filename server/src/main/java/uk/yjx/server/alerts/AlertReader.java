package uk.yjx.server.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads alerts and mailboxes from their tables. */
@Singleton
final class AlertReader {

  private static final String COLUMNS =
      """
      SELECT a.alert_id, a.child_id, a.service, a.source_agency, a.kind, a.urgency, a.category,
             a.gateway, a.agreement_id, a.agreement_version, a.raised_position, a.raised_at,
             a.due_at, a.sealed, a.state, a.acknowledged_by, a.acknowledged_at, a.outcome,
             k.wrapped, a.assigned_to, a.material,
             (SELECT array_agg(x.principal) FROM alerts.condition_acceptance x
              WHERE x.alert_id = a.alert_id AND a.material IS NOT NULL),
             a.disputed, a.recalled_at, a.recall_reason,
             (SELECT array_agg(x.principal ORDER BY x.principal)
              FROM alerts.recall_receipt x
              WHERE x.alert_id = a.alert_id AND a.recalled_at IS NOT NULL),
             (SELECT array_agg(x.told_position IS NOT NULL ORDER BY x.principal)
              FROM alerts.recall_receipt x
              WHERE x.alert_id = a.alert_id AND a.recalled_at IS NOT NULL),
             (SELECT array_agg(
                CASE WHEN x.confirmed_at IS NULL THEN x.confirm_by END ORDER BY x.principal)
              FROM alerts.recall_receipt x
              WHERE x.alert_id = a.alert_id AND a.recalled_at IS NOT NULL),
             a.notice_position
      FROM alerts.alert a
      LEFT JOIN storage.record_key k ON k.position = a.raised_position
      """;

  private static final String BY_IDS = COLUMNS + "WHERE a.alert_id = ANY (?)";

  private static final String OPEN_OF_CHILD =
      COLUMNS
          + """
          WHERE a.child_id = ? AND a.state NOT IN (4, 6, 8) AND a.urgency <> 3
          ORDER BY a.raised_position
          """;

  private static final String ABOUT_CHILD =
      COLUMNS
          + """
          WHERE a.child_id = ? AND a.raised_position > ? AND k.wrapped IS NOT NULL
          ORDER BY a.raised_position
          FETCH FIRST ? ROWS WITH TIES
          """;

  private static final String PAGE =
      COLUMNS
          + """
          WHERE (a.service = ANY (?) OR EXISTS (
                  SELECT 1 FROM alerts.mailbox_entry m
                  WHERE m.alert_id = a.alert_id AND m.mailbox = ANY (?)))
            AND a.state = ANY (?) AND a.urgency = ANY (?)
            AND (?::uuid IS NULL OR a.child_id = ?::uuid)
            AND (NOT ? OR (a.due_at < ? AND a.state NOT IN (4, 5, 6, 8)))
            AND (a.raised_position, a.alert_id) < (?, ?)
            AND (a.urgency <> 3 OR a.raised_at > ?)
            AND (a.child_id IS NULL OR a.child_id <> ALL (?))
            AND (NOT a.shielded OR a.assigned_to = ? OR EXISTS (
                  SELECT 1 FROM alerts.mailbox_entry m
                  WHERE m.alert_id = a.alert_id AND m.mailbox = ?))
          ORDER BY a.raised_position DESC, a.alert_id DESC
          LIMIT ?
          """;

  /**
   * An alert comes once for each position, by its first line there, and a warning about it once;
   * cause 7 is MOVED_AWAY, 8 SEPARATION.
   */
  private static final String LINES =
      """
      SELECT m.mailbox, m.position, m.ordinal, m.service, m.alert_id, m.cause
      FROM alerts.mailbox_entry m
      WHERE (m.mailbox = ANY (?) OR (m.service = ANY (?) AND m.cause <> 7))
        AND (m.position, m.ordinal) > (?, ?) AND m.position <= ?
        AND NOT EXISTS (
          SELECT 1 FROM alerts.mailbox_entry e
          WHERE e.position = m.position AND e.ordinal < m.ordinal AND e.alert_id = m.alert_id
            AND (e.cause = 8) = (m.cause = 8)
            AND (e.mailbox = ANY (?) OR (e.service = ANY (?) AND e.cause <> 7)))
      ORDER BY m.position, m.ordinal
      LIMIT ?
      """;

  private static final String ALL_LINES =
      """
      SELECT m.mailbox, m.position, m.ordinal, m.service, m.alert_id, m.cause
      FROM alerts.mailbox_entry m
      WHERE m.position > ? AND m.position <= ?
      ORDER BY m.position, m.ordinal
      LIMIT ?
      """;

  private final Database database;
  private final Vault vault;

  AlertReader(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * What to list. `before` is exclusive: newest first.
   *
   * @param hidden shielded children whose alerts are not there for the reader
   * @param reader whose own lines show alerts about protected children
   */
  record Query(
      Collection<String> services,
      Collection<String> mailboxes,
      Collection<AlertState> states,
      Collection<Urgency> urgencies,
      @Nullable UUID child,
      boolean overdueOnly,
      Instant now,
      Instant notesSince,
      long beforePosition,
      UUID beforeAlert,
      Collection<UUID> hidden,
      PrincipalId reader,
      int limit) {}

  /** Alerts by id; ids that name none are missing from the answer. */
  Map<UUID, AlertRow> byIds(Collection<UUID> ids) throws SQLException {
    Map<UUID, AlertRow> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(BY_IDS)) {
      s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
      for (AlertRow row : rows(s)) {
        found.put(row.id(), row);
      }
    }
    return found;
  }

  /** Alerts about a child that somebody must still deal with. */
  List<AlertRow> openOf(ChildId child) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN_OF_CHILD)) {
      s.setObject(1, child.value());
      return rows(s);
    }
  }

  /** Everything about a child raised after a position, in order; what was raised together too. */
  List<AlertRow> about(ChildId child, long after, int most) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ABOUT_CHILD)) {
      s.setObject(1, child.value());
      s.setLong(2, after);
      s.setInt(3, most);
      return rows(s);
    }
  }

  List<AlertRow> page(Query q) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PAGE)) {
      s.setArray(1, c.createArrayOf("text", q.services().toArray()));
      s.setArray(2, c.createArrayOf("text", q.mailboxes().toArray()));
      s.setArray(
          3, c.createArrayOf("int", q.states().stream().map(AlertState::getNumber).toArray()));
      s.setArray(4, c.createArrayOf("int", q.urgencies().stream().map(Urgency::ordinal).toArray()));
      s.setObject(5, q.child());
      s.setObject(6, q.child());
      s.setBoolean(7, q.overdueOnly());
      s.setObject(8, q.now().atOffset(java.time.ZoneOffset.UTC));
      s.setLong(9, q.beforePosition());
      s.setObject(10, q.beforeAlert());
      s.setObject(11, q.notesSince().atOffset(java.time.ZoneOffset.UTC));
      s.setArray(12, c.createArrayOf("uuid", q.hidden().toArray()));
      s.setString(13, q.reader().toString());
      s.setString(14, Mailbox.of(q.reader()).name());
      s.setInt(15, q.limit());
      return rows(s);
    }
  }

  /** Lines of a selection in (after, upTo], in order. */
  List<FeedItem> lines(Selection selection, FeedItem.Place after, long upTo, int limit)
      throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(LINES)) {
      Array mailboxes = c.createArrayOf("text", selection.mailboxes().toArray());
      Array services = c.createArrayOf("text", selection.services().toArray());
      s.setArray(1, mailboxes);
      s.setArray(2, services);
      s.setLong(3, after.position());
      s.setInt(4, after.ordinal());
      s.setLong(5, upTo);
      s.setArray(6, mailboxes);
      s.setArray(7, services);
      s.setInt(8, limit);
      return lines(s);
    }
  }

  /** Every line at positions in (after, upTo], in order. */
  List<FeedItem> allLines(long after, long upTo, int limit) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ALL_LINES)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      s.setInt(3, limit);
      return lines(s);
    }
  }

  private static List<FeedItem> lines(PreparedStatement s) throws SQLException {
    List<FeedItem> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        found.add(
            new FeedItem(
                new FeedItem.Place(r.getLong(2), r.getInt(3)),
                r.getString(1),
                r.getString(4),
                r.getObject(5, UUID.class),
                EntryCause.forNumber(r.getInt(6))));
      }
    }
    return found;
  }

  private List<AlertRow> rows(PreparedStatement s) throws SQLException {
    List<AlertRow> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        byte[] wrapped = r.getBytes(19);
        if (wrapped != null) { // an erased record has no key and is not there any more
          found.add(row(r, wrapped));
        }
      }
    }
    return found;
  }

  private AlertRow row(ResultSet r, byte[] wrapped) throws SQLException {
    UUID child = r.getObject(2, UUID.class);
    String by = r.getString(16);
    String assigned = r.getString(20);
    NewAlert alert =
        new NewAlert(
            r.getObject(1, UUID.class),
            child == null ? null : new ChildId(child),
            new AgencyId(r.getString(3)),
            new AgencyId(r.getString(4)),
            AlertKind.forNumber(r.getInt(5)),
            Urgency.values()[r.getInt(6)],
            DataCategory.forNumber(r.getInt(7)),
            new NewAlert.Basis(r.getString(9), r.getInt(10), LegalGateway.forNumber(r.getInt(8))),
            instant(r, 12),
            r.getObject(13) == null ? null : instant(r, 13),
            facts(r.getBytes(14), wrapped),
            material(r.getBytes(21), wrapped),
            r.getLong(29));
    return new AlertRow(
        alert,
        r.getLong(11),
        AlertState.forNumber(r.getInt(15)),
        assigned == null ? null : PrincipalId.parse(assigned),
        by == null ? null : PrincipalId.parse(by),
        r.getObject(17) == null ? null : instant(r, 17),
        AlertOutcome.forNumber(r.getInt(18)),
        principals(r, 22),
        r.getBoolean(23),
        recalled(r));
  }

  private static AlertRow.@Nullable Recalled recalled(ResultSet r) throws SQLException {
    if (r.getObject(24) == null) {
      return null;
    }
    Map<PrincipalId, AlertRow.Recipient> recipients = new HashMap<>();
    Array found = r.getArray(26);
    if (found != null) {
      String[] principals = (String[]) found.getArray();
      Boolean[] told = (Boolean[]) r.getArray(27).getArray();
      Timestamp[] confirmBy = (Timestamp[]) r.getArray(28).getArray();
      for (int i = 0; i < principals.length; i++) {
        recipients.put(
            PrincipalId.parse(principals[i]),
            new AlertRow.Recipient(
                told[i], confirmBy[i] == null ? null : confirmBy[i].toInstant()));
      }
    }
    return new AlertRow.Recalled(RecallReason.forNumber(r.getInt(25)), instant(r, 24), recipients);
  }

  private static Set<PrincipalId> principals(ResultSet r, int column) throws SQLException {
    Array found = r.getArray(column);
    if (found == null) {
      return Set.of();
    }
    Set<PrincipalId> principals = new HashSet<>();
    for (String one : (String[]) found.getArray()) {
      principals.add(PrincipalId.parse(one));
    }
    return principals;
  }

  private AlertMaterial material(byte @Nullable [] sealed, byte[] wrapped) {
    if (sealed == null) {
      return AlertMaterial.getDefaultInstance();
    }
    try {
      return AlertMaterial.parseFrom(
          vault.open(vault.unwrap(wrapped), sealed, AlertTables.MATERIAL_PURPOSE));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the stored material of an alert cannot be read", e);
    }
  }

  private Alert facts(byte @Nullable [] sealed, byte[] wrapped) {
    if (sealed == null) { // recalled
      return Alert.getDefaultInstance();
    }
    try {
      return Alert.parseFrom(vault.open(vault.unwrap(wrapped), sealed, AlertTables.FACTS_PURPOSE));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the stored facts of an alert cannot be read", e);
    }
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
