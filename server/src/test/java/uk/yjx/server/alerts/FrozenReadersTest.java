package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.common.v1.Role;
import uk.yjx.server.WireExchange;
import uk.yjx.server.storage.Database;

/**
 * Ten readers over real connections that stop reading, with credit for everything: promise 9. What
 * the exchange holds for a stream is what it disclosed and the reader has not taken off the wire;
 * the connection's windows take a known part of it.
 */
final class FrozenReadersTest {
  private static final int FROZEN = 10;
  private static final int ALERTS = 1_200;

  /** Bytes gRPC queues for a stream before it stops being ready. */
  private static final long READY_THRESHOLD_BYTES = 32 * 1024;

  private final WireExchange exchange = WireExchange.shared();

  @Test
  void holdsABoundedNumberOfBytesForEachAndLetsNobodyElseWait() throws Exception {
    Area area = Area.full(exchange);
    List<Allocation> workers = new ArrayList<>();
    workers.add(allocation(area.ann, AllocationRole.ALLOCATION_ROLE_LEAD));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FROZEN; i++) {
      String name = area.service + "/user/frozen-" + i;
      area.principal(name);
      area.grant(name, Role.ROLE_CASE_MANAGER, area.service);
      workers.add(allocation(name, AllocationRole.ALLOCATION_ROLE_CO_WORKER));
      names.add(name);
    }
    area.child(1, workers);
    List<Reading> frozen = names.stream().map(name -> Reading.frozen(area, name)).toList();
    Reading ann = Reading.of(area, area.ann);
    ann.untilLive();
    area.arrests(1, ALERTS);
    Set<String> seen = new HashSet<>();
    long bytes = 0;
    while (seen.size() < ALERTS) {
      for (AlertEvent event : ann.events()) {
        assertTrue(seen.add(event.getAlert().getAlertId()));
        bytes += event.getSerializedSize();
      }
    }
    long each = bytes / ALERTS;
    long bound =
        WireExchange.CLIENT_WINDOW_BYTES
            + READY_THRESHOLD_BYTES
            + AlertStream.ALERTS_PER_FRAME * each;
    assertTrue(bound * 2 < bytes, "the bound means something: " + bound + " of " + bytes);
    // Ann has them all, so these streams have had their turns too; pumping them once more, and
    // after that a disclosure behind whatever they still committed, changes nothing.
    exchange.bean(StreamRegistry.class).all().forEach(AlertStream::signal);
    area.arrest(1);
    assertEquals(1, ann.events().size());
    for (String name : names) {
      long disclosed = disclosed(name);
      assertTrue(disclosed * each <= bound, name + ": " + disclosed * each + " of " + bound);
    }
    frozen.forEach(Reading::close);
    ann.close();
  }

  private long disclosed(String principal) throws Exception {
    try (Connection c = exchange.bean(Database.class).pool().getConnection();
        PreparedStatement s =
            c.prepareStatement("SELECT count(*) FROM alerts.disclosure WHERE principal = ?")) {
      s.setString(1, principal);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  private Allocation allocation(String worker, AllocationRole role) {
    return Allocation.newBuilder()
        .setPrincipalId(worker)
        .setRole(role)
        .setFrom(Area.timestamp(exchange.clock().instant().minusSeconds(60)))
        .build();
  }
}
