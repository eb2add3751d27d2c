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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.ListUnownedRequest;
import uk.yjx.alerts.v1.ListUnownedResponse;
import uk.yjx.alerts.v1.UnownedItem;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;

/** Lists urgent notices that reached nobody: content-free, to whoever must look after them. */
@Singleton
final class UnownedItems {

  private static final String PAGE =
      """
      SELECT item_id, position, reason, urgency, service, since, due_at, closed, told
      FROM alerts.unowned
      WHERE (? OR service = ANY (?)) AND (? OR NOT closed)
        AND (position, item_id) > (?, ?)
      ORDER BY position, item_id
      LIMIT ?
      """;

  private static final List<Role> READERS =
      List.of(
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_MATCHING_OFFICER,
          Role.ROLE_SECONDED_OFFICER,
          Role.ROLE_SERVICE_INFORMATION_OFFICER);

  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final PageTokens tokens;
  private final InstantSource clock;

  UnownedItems(Database database, PageTokens tokens, InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  private record Row(long position, UnownedItem item) {}

  ListUnownedResponse list(Caller caller, ListUnownedRequest request) {
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "unowned " + caller.principal();
    String[] last = tokens.read(scope, request.getPageToken()).split(" ", -1);
    long position = last.length == 2 ? Long.parseLong(last[0]) : 0;
    UUID item = last.length == 2 ? UUID.fromString(last[1]) : FIRST;
    List<Row> rows = read(caller, request.getIncludeClosed(), position, item, size + 1);
    ListUnownedResponse.Builder response = ListUnownedResponse.newBuilder();
    rows.stream().limit(size).forEach(r -> response.addItems(r.item()));
    if (rows.size() > size) {
      Row end = rows.get(size - 1);
      response.setNextPageToken(tokens.after(scope, end.position() + " " + end.item().getItemId()));
    }
    return response.build();
  }

  private List<Row> read(Caller caller, boolean closedToo, long position, UUID item, int limit) {
    Set<String> services = new HashSet<>();
    for (Role role : READERS) {
      for (AgencyId service : caller.services(role)) {
        services.add(service.value());
      }
    }
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PAGE)) {
      s.setBoolean(1, caller.holds(Role.ROLE_OPERATOR));
      s.setArray(2, c.createArrayOf("text", services.toArray()));
      s.setBoolean(3, closedToo);
      s.setLong(4, position);
      s.setObject(5, item);
      s.setInt(6, limit);
      List<Row> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new Row(r.getLong(2), item(r)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private UnownedItem item(ResultSet r) throws SQLException {
    Instant due = r.getObject(7, OffsetDateTime.class).toInstant();
    String service = r.getString(5);
    boolean closed = r.getBoolean(8);
    UnownedItem.Builder item = UnownedItem.newBuilder();
    for (Object post : (Object[]) r.getArray(9).getArray()) {
      item.addToldValue(((Number) post).intValue());
    }
    return item.setItemId(r.getObject(1, UUID.class).toString())
        .setReason(UnownedReason.forNumber(r.getInt(3)))
        .setUrgency(Projection.urgency(Urgency.values()[r.getInt(4)]))
        .setService(service == null ? "" : service)
        .setSince(Receipts.timestamp(r.getObject(6, OffsetDateTime.class).toInstant()))
        .setDueAt(Receipts.timestamp(due))
        .setOverdue(!closed && clock.instant().isAfter(due))
        .setClosed(closed)
        .build();
  }
}
