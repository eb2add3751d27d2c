package uk.yjx.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import uk.yjx.identity.v1.WhoAmIRequest;
import uk.yjx.server.storage.Database;
import uk.yjx.server.transport.TestEdge;

/** Strangers cannot fill the log by being refused. */
class RefusalsTest {
  private static final Pattern COUNT = Pattern.compile("\"n\":([0-9]+)");

  private final TestEdge edge = TestEdge.shared();
  private final Refusals refusals = edge.context().getBean(Refusals.class);

  @Test
  void refusalsOfStrangersAreWrittenAsOneCountForEachSourceAndReason() throws Exception {
    refusals.writeCounts().join();
    int before = counts("CERTIFICATE_MISSING").size();
    var stranger = edge.directory(null);
    for (int i = 0; i < 3; i++) {
      assertThrows(
          StatusRuntimeException.class, () -> stranger.whoAmI(WhoAmIRequest.getDefaultInstance()));
    }

    refusals.writeCounts().join();

    List<Long> counts = counts("CERTIFICATE_MISSING");
    List<Long> fresh = counts.subList(before, counts.size());
    assertEquals(3, fresh.stream().mapToLong(n -> n).sum());
    // The minute may have ended in between.
    assertTrue(fresh.size() <= 2);
  }

  @Test
  void sourcesBeyondTheLimitAreCountedTogether() throws Exception {
    refusals.writeCounts().join();
    for (int i = 0; i < Refusals.SOURCES_MAX + 7; i++) {
      refusals.count("192.0.2." + i, "TESTED");
    }

    refusals.writeCounts().join();

    List<Long> counts = counts("TESTED");
    assertTrue(counts.size() <= Refusals.SOURCES_MAX + 2);
    assertEquals(Refusals.SOURCES_MAX + 7, counts.stream().mapToLong(n -> n).sum());
    assertFalse(leaves().stream().anyMatch(leaf -> leaf.contains("192.0.2.")));
  }

  private List<Long> counts(String reason) throws SQLException {
    List<Long> found = new ArrayList<>();
    for (String leaf : leaves()) {
      Matcher n = COUNT.matcher(leaf);
      if (leaf.contains("\"outcome\":\"" + reason + "\"") && n.find()) {
        found.add(Long.parseLong(n.group(1)));
      }
    }
    return found;
  }

  private List<String> leaves() throws SQLException {
    ApplicationContext context = edge.context();
    try (Connection c = context.getBean(Database.class).pool().getConnection();
        PreparedStatement s =
            c.prepareStatement("SELECT leaf FROM audit.leaf ORDER BY leaf_index LIMIT 100000");
        ResultSet rows = s.executeQuery()) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
      }
      return found;
    }
  }
}
