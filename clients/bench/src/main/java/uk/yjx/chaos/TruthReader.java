package uk.yjx.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Role;
import uk.yjx.history.RequestKey;
import uk.yjx.history.Truth;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.world.Caseload;
import uk.yjx.world.Staff;

/** Reads what the database and the log hold, past the exchange where that is possible. */
record TruthReader(ClusterDatabase database, Caseload caseload) {

  private static final int ROWS_FETCHED = 10_000;

  private static final String NOTICES =
      """
      SELECT e.agency_id, e.request_id, e.position, e.leaf_index, n.alerts + n.notes AS raises
      FROM intelligence.notice n
      JOIN journal.entry e ON e.position = n.position
      ORDER BY e.position
      """;

  private static final String RAISED =
      """
      SELECT a.alert_id, a.notice_position
      FROM alerts.alert a
      JOIN intelligence.notice n ON n.position = a.notice_position
      ORDER BY a.notice_position, a.alert_id
      """;

  private static final String LINES =
      """
      SELECT mailbox, position, ordinal, alert_id, cause
      FROM alerts.mailbox_entry
      ORDER BY position, ordinal
      """;

  private static final String LEAVES =
      """
      SELECT leaf_index, position, encode(leaf_hash, 'hex') AS hash,
             pg_xact_commit_timestamp(xmin) AS committed_at
      FROM audit.leaf
      ORDER BY leaf_index
      """;

  private static final String ACKNOWLEDGED =
      """
      SELECT alert_id
      FROM alerts.alert
      WHERE acknowledged_by IS NOT NULL
      """;

  /** Lines of readers' mailboxes, without anything else. */
  List<Truth.Line> lines(List<String> readers) throws SQLException, IOException {
    Map<String, List<String>> byMailbox = readersByMailbox(readers);
    return rows(
            LINES,
            row -> {
              List<Truth.Line> lines = new ArrayList<>();
              for (String reader : byMailbox.getOrDefault(row.getString("mailbox"), List.of())) {
                lines.add(
                    new Truth.Line(
                        reader,
                        row.getLong("position"),
                        row.getInt("ordinal"),
                        row.getString("alert_id"),
                        cause(row.getInt("cause"))));
              }
              return lines;
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Everything; the auditor reads the log's openings over the contract. */
  Truth read(List<String> readers, ExchangeConnection auditor)
      throws SQLException, IOException, VerificationException {
    Map<Long, Instant> committed = new HashMap<>();
    List<Truth.Leaf> leaves =
        rows(
            LEAVES,
            row -> {
              OffsetDateTime at = row.getObject("committed_at", OffsetDateTime.class);
              if (at != null) {
                committed.put(row.getLong("leaf_index"), at.toInstant());
              }
              return new Truth.Leaf(
                  row.getLong("leaf_index"), row.getLong("position"), row.getString("hash"));
            });
    List<Truth.Disclosure> disclosures =
        DisclosedEvents.read(auditor.channel(), leaves.size()).stream()
            .flatMap(event ->
                event.alerts().stream()
                    .map(alert ->
                        new Truth.Disclosure(
                            event.recipient(),
                            alert,
                            event.leafIndex(),
                            committed.getOrDefault(event.leafIndex(), Instant.MAX))))
            .toList();
    return new Truth(
        rows(
            NOTICES,
            row ->
                new Truth.Held(
                    new RequestKey(row.getString("agency_id"), row.getString("request_id")),
                    row.getLong("position"),
                    row.getLong("leaf_index"),
                    row.getInt("raises"))),
        rows(
            RAISED,
            row -> new Truth.Raised(row.getString("alert_id"), row.getLong("notice_position"))),
        lines(readers),
        leaves,
        disclosures,
        new HashSet<>(rows(ACKNOWLEDGED, row -> row.getString("alert_id"))));
  }

  private Map<String, List<String>> readersByMailbox(List<String> readers) {
    Set<String> wanted = Set.copyOf(readers);
    Map<String, List<String>> found = new HashMap<>();
    for (Staff one : caseload.staff()) {
      if (!wanted.contains(one.id())) {
        continue;
      }
      put(found, "person:" + one.id(), one.id());
      for (RoleGrant grant : one.roles()) {
        if (grant.getRole() == Role.ROLE_DUTY_OFFICER) {
          put(found, "duty:" + grant.getService(), one.id());
        }
      }
      if (one.holds(Role.ROLE_FRONT_DOOR)) {
        put(found, "front-door:" + one.agencyId(), one.id());
      }
    }
    return found;
  }

  private static void put(Map<String, List<String>> found, String mailbox, String reader) {
    found.computeIfAbsent(mailbox, m -> new ArrayList<>()).add(reader);
  }

  private static String cause(int number) {
    EntryCause cause = EntryCause.forNumber(number);
    return cause == null ? "cause " + number : cause.name();
  }

  /** Reads one row. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String sql, RowReader<T> reader) throws SQLException, IOException {
    List<T> all = new ArrayList<>();
    try (Connection c = database.connect()) {
      c.setAutoCommit(false);
      try (PreparedStatement query = c.prepareStatement(sql)) {
        query.setFetchSize(ROWS_FETCHED);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            all.add(reader.read(rows));
          }
        }
      }
    }
    return all;
  }
}
