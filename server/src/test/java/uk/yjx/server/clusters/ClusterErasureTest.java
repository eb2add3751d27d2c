package uk.yjx.server.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.common.v1.Role;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.alerts.Officers;
import uk.yjx.server.storage.Database;

/** What was erased of one child does not live on in what it was linked to. */
final class ClusterErasureTest {
  private static final int KEEP_DAYS = 30;

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Leads leads = new Leads(exchange);
  private final Area area = leads.area;

  @Test
  void erasesOneChildFromAClusterOfThreeAndLeavesTheOthersWarned() throws SQLException {
    area.child(11, area.ann);
    String gone = area.child(22, area.ben);
    area.child(33, area.ann);
    String first = leads.event(11);
    String second = leads.event(22);
    String cluster = leads.open(first, second, leads.event(33));
    leads.add(leads.action(cluster, area.service, Role.ROLE_SECONDED_OFFICER));
    leads.add(leads.action(cluster, area.service, Role.ROLE_SECONDED_OFFICER).addChildIds(gone));
    assertEquals(1, leads.warnings(area.ben).size());
    Officers officers = new Officers(area, area.police).keeping(KEEP_DAYS);
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    var unused = officers.run(false);
    List<Erasure> waiting =
        officers.erasures(false).stream()
            .sorted(Comparator.comparing(Erasure::getPosition))
            .toList();
    assertEquals(3, waiting.size());
    officers.approve(waiting.get(1));
    assertEquals(List.of(), leads.warnings(area.ben));
    assertEquals(2, leads.warnings(area.ann).size(), "the other children are warned as before");
    assertEquals("", leads.get(cluster).getReason(), "it may have told of the child");
    assertEquals(2, leads.get(cluster).getEventsCount());
    assertEquals(1, leads.actions(leads.pol).size());
    assertEquals("", leads.actions(leads.pol).getFirst().getDetail());
    for (String table : List.of("clusters.event", "clusters.warning")) {
      assertEquals(0, count("SELECT count(*) FROM " + table + " WHERE child_id = ?", gone));
    }
    assertEquals(0, count("SELECT count(*) FROM clusters.action WHERE ? = ANY (children)", gone));
    assertEquals(
        1, count("SELECT count(*) FROM alerts.alert WHERE child_id = ?", gone), "and no key to it");
    officers.approve(waiting.getFirst());
    leads.sweep();
    assertEquals(ClosingReason.CLOSING_REASON_TOO_FEW_CHILDREN, leads.get(cluster).getClosing());
    assertEquals(
        AlertState.ALERT_STATE_OUTCOME_RECORDED, leads.warnings(area.ann).getFirst().getState());
  }

  private long count(String sql, String child) throws SQLException {
    try (Connection c = exchange.bean(Database.class).pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      s.setObject(1, UUID.fromString(child));
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }
}
