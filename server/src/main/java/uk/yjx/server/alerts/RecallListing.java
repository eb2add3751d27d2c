package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.ListRecallsRequest;
import uk.yjx.alerts.v1.ListRecallsResponse;
import uk.yjx.alerts.v1.Recall;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;

/** Who has confirmed a recall and who has not: to the recipient and whoever answers for them. */
@Singleton
final class RecallListing {
  private static final String OPERATION = "yjx.alerts.v1.AlertService/ListRecalls";

  private static final String PAGE =
      """
      SELECT x.alert_id, a.recall_reason, a.recalled_at, x.principal, x.confirm_by,
             x.confirmed_at, x.climbed_at, x.recalled_position
      FROM alerts.recall_receipt x
      JOIN alerts.alert a ON a.alert_id = x.alert_id
      WHERE (x.principal = ? OR x.service = ANY (?))
        AND (NOT ? OR x.confirmed_at IS NULL)
        AND (x.recalled_position, x.alert_id, x.principal) < (?, ?, ?)
      ORDER BY x.recalled_position DESC, x.alert_id DESC, x.principal DESC
      LIMIT ?
      """;

  private static final UUID LAST = new UUID(-1L, -1L);

  /** Sorts after every principal, which begin with a letter or digit. */
  private static final String BEYOND = "~";

  private final Database database;
  private final PageTokens tokens;
  private final Consultations consultations;
  private final InstantSource clock;

  RecallListing(
      Database database, PageTokens tokens, Consultations consultations, InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.consultations = consultations;
    this.clock = clock;
  }

  private record Row(long position, Recall recall) {}

  /** One page, newest first; null when there is nothing to show. */
  @Nullable Disclosed<ListRecallsResponse> list(Caller caller, ListRecallsRequest request) {
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "recalls " + caller.principal();
    List<Row> rows;
    try {
      rows = read(caller, request, tokens.read(scope, request.getPageToken()), size + 1);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
    if (rows.isEmpty()) {
      return null;
    }
    ListRecallsResponse.Builder page = ListRecallsResponse.newBuilder();
    rows.stream().limit(size).forEach(row -> page.addRecalls(row.recall()));
    if (rows.size() > size) {
      Row end = rows.get(size - 1);
      page.setNextPageToken(
          tokens.after(
              scope,
              end.position()
                  + " "
                  + end.recall().getAlertId()
                  + " "
                  + end.recall().getRecipient()));
    }
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    OPERATION,
                    Purpose.PURPOSE_LAWFULNESS_CHECK,
                    "yjx.alerts.v1.Recall",
                    "recall",
                    page.getRecallsList().stream().map(Recall::getAlertId).distinct().toList()))
            .join(),
        page.build());
  }

  /** A reader sees their own; who answers for a service or an agency sees all of it. */
  private static Set<String> services(Caller caller) {
    Set<String> found = new LinkedHashSet<>();
    for (Role role : List.of(Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER)) {
      for (AgencyId service : caller.services(role)) {
        found.add(service.value());
      }
    }
    if (caller.holds(Role.ROLE_DATA_PROTECTION_OFFICER)) {
      found.add(caller.agency().value());
    }
    return found;
  }

  private List<Row> read(Caller caller, ListRecallsRequest request, String after, int limit)
      throws SQLException {
    String[] last = after.split(" ", -1);
    boolean first = last.length != 3;
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PAGE)) {
      s.setString(1, caller.principal().toString());
      s.setArray(2, c.createArrayOf("text", services(caller).toArray()));
      s.setBoolean(3, request.getUnconfirmedOnly());
      s.setLong(4, first ? Long.MAX_VALUE : Long.parseLong(last[0]));
      s.setObject(5, first ? LAST : UUID.fromString(last[1]));
      s.setString(6, first ? BEYOND : last[2]);
      s.setInt(7, limit);
      List<Row> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new Row(r.getLong(8), recall(r, clock.instant())));
        }
      }
      return found;
    }
  }

  private static Recall recall(ResultSet r, Instant now) throws SQLException {
    Instant confirmBy = instant(r, 5);
    Recall.Builder recall =
        Recall.newBuilder()
            .setAlertId(r.getObject(1, UUID.class).toString())
            .setReason(RecallReason.forNumber(r.getInt(2)))
            .setRecalledAt(Receipts.timestamp(instant(r, 3)))
            .setRecipient(r.getString(4))
            .setConfirmBy(Receipts.timestamp(confirmBy))
            .setClimbed(r.getObject(7) != null);
    if (r.getObject(6) == null) {
      recall.setOverdue(now.isAfter(confirmBy));
    } else {
      recall.setConfirmedAt(Receipts.timestamp(instant(r, 6)));
    }
    return recall.build();
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
