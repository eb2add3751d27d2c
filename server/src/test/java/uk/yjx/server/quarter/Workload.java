package uk.yjx.server.quarter;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.server.clocks.StandardLadder;

/** How many alerts stood in whose mailbox for the first time, day by day; silent notes apart. */
final class Workload {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  private final Servers servers;
  private final Map<String, Map<LocalDate, Integer>> days = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private long position;

  Workload(Servers servers) {
    this.servers = servers;
  }

  /** Takes what has come since the last time; at least once a day, before rows are pruned. */
  void collect(Instant now) throws SQLException {
    LocalDate day = LocalDate.ofInstant(now, LONDON);
    try (var c = servers.database.superuser();
        var s =
            c.prepareStatement(
                "SELECT m.mailbox, m.alert_id, m.position FROM alerts.mailbox_entry m"
                    + " JOIN alerts.alert a USING (alert_id)"
                    + " WHERE m.position > ? AND a.urgency <> 3 ORDER BY m.position")) {
      s.setLong(1, position);
      try (var rows = s.executeQuery()) {
        while (rows.next()) {
          position = rows.getLong(3);
          if (known.add(rows.getString(1) + " " + rows.getString(2))) {
            days.computeIfAbsent(rows.getString(1), any -> new HashMap<>())
                .merge(day, 1, Integer::sum);
          }
        }
      }
    }
  }

  /** Alerts a working day of each of these people, in order, days without any among them. */
  int[] perWorkingDay(List<String> principals, LocalDate from, LocalDate to) {
    List<Integer> counts = new ArrayList<>();
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      if (StandardLadder.isWorkingDay(day)) {
        for (String principal : principals) {
          counts.add(days.getOrDefault("person:" + principal, Map.of()).getOrDefault(day, 0));
        }
      }
    }
    int[] sorted = counts.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
