package uk.yjx.server;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.yjx.server.storage.Database;

/** What the audit log says of refusals. */
public final class LoggedRefusals {
  private static final Pattern COUNT = Pattern.compile("\"n\":([0-9]+)");
  private static final String COUNTING = "yjx.transport/refuse";
  private static final int LEAVES_MAX = 100_000;

  private final Database database;

  /** Reads the log of this database. */
  public LoggedRefusals(Database database) {
    this.database = database;
  }

  /** How often a method ended so. */
  public long times(String outcome, String operation) throws SQLException {
    return leaves(outcome, operation).size();
  }

  /** How many refusals for a reason are in the counts of each minute. */
  public long counted(String reason) throws SQLException {
    long sum = 0;
    for (String leaf : leaves(reason, COUNTING)) {
      Matcher count = COUNT.matcher(leaf);
      if (!count.find()) {
        throw new AssertionError("a count without a number: " + leaf);
      }
      sum += Long.parseLong(count.group(1));
    }
    return sum;
  }

  private List<String> leaves(String outcome, String operation) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s =
            c.prepareStatement("SELECT leaf FROM audit.leaf ORDER BY leaf_index LIMIT ?")) {
      s.setInt(1, LEAVES_MAX);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          String leaf = new String(rows.getBytes(1), StandardCharsets.UTF_8);
          if (leaf.contains("\"outcome\":\"" + outcome + "\"")
              && leaf.contains("\"op\":\"" + operation + "\"")) {
            found.add(leaf);
          }
        }
      }
    }
    return found;
  }
}
