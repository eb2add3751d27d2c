package uk.yjx.server.operations;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import uk.yjx.operations.v1.ListNoticeOutcomesResponse;
import uk.yjx.operations.v1.MatchOutcome;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.operations.v1.PersonOutcome;
import uk.yjx.server.storage.Database;

/** Lists what became of each notice: ids only, no content. */
@Singleton
final class NoticeOutcomes {
  /** Notices in a page whose size was not asked for. */
  static final int PAGE_DEFAULT = 500;

  /** A page ends early above this number of children: its audit event names each of them. */
  static final int CHILDREN_MAX = 1_500;

  private static final String NOTICES =
      """
      SELECT n.position, n.agency_id, e.request_id, n.alerts, n.notes
      FROM intelligence.notice n
      JOIN journal.entry e ON e.position = n.position
      WHERE n.position > ?
      ORDER BY n.position
      LIMIT ?
      """;

  private static final String LINKS =
      """
      SELECT notice_position, person, outcome, child_id, rule
      FROM intelligence.link
      WHERE notice_position > ? AND notice_position <= ?
      ORDER BY notice_position, person, outcome, child_id
      """;

  private static final int LINKED = 1;

  private final Database database;

  NoticeOutcomes(Database database) {
    this.database = database;
  }

  /**
   * One page.
   *
   * @param children pseudonymous ids of the children in it
   */
  record Page(ListNoticeOutcomesResponse response, List<String> children) {
    Page {
      children = List.copyOf(children);
    }
  }

  /**
   * The page after a position; it must not be sent before its reading is committed.
   *
   * @throws SQLException if the database does not answer
   */
  Page read(long after, int pageSize) throws SQLException {
    int size = pageSize == 0 ? PAGE_DEFAULT : pageSize;
    try (Connection c = database.pool().getConnection()) {
      List<NoticeOutcome.Builder> notices = notices(c, after, size);
      long last = notices.isEmpty() ? after : notices.getLast().getPosition();
      Map<Long, List<PersonOutcome>> persons = persons(c, after, last);
      ListNoticeOutcomesResponse.Builder page = ListNoticeOutcomesResponse.newBuilder();
      Set<String> children = new LinkedHashSet<>();
      for (NoticeOutcome.Builder notice : notices) {
        if (children.size() >= CHILDREN_MAX) {
          break;
        }
        List<PersonOutcome> own = persons.getOrDefault(notice.getPosition(), List.of());
        own.stream()
            .map(PersonOutcome::getChildId)
            .filter(id -> !id.isEmpty())
            .forEach(children::add);
        page.addOutcomes(notice.addAllPersons(own));
      }
      int told = page.getOutcomesCount();
      if (told > 0 && (told < notices.size() || notices.size() == size)) {
        page.setNextAfterPosition(page.getOutcomes(told - 1).getPosition());
      }
      return new Page(page.build(), List.copyOf(children));
    }
  }

  private static List<NoticeOutcome.Builder> notices(Connection c, long after, int size)
      throws SQLException {
    List<NoticeOutcome.Builder> notices = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(NOTICES)) {
      s.setLong(1, after);
      s.setInt(2, size);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          notices.add(
              NoticeOutcome.newBuilder()
                  .setPosition(r.getLong(1))
                  .setAgencyId(r.getString(2))
                  .setRequestId(r.getString(3))
                  .setAlerts(r.getInt(4) + r.getInt(5)));
        }
      }
    }
    return notices;
  }

  /** Every link; a review only once a person and only where the person is linked to nobody. */
  private static Map<Long, List<PersonOutcome>> persons(Connection c, long after, long last)
      throws SQLException {
    Map<Long, List<PersonOutcome>> persons = new TreeMap<>();
    Set<List<Long>> decided = new HashSet<>();
    try (PreparedStatement s = c.prepareStatement(LINKS)) {
      s.setLong(1, after);
      s.setLong(2, last);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          boolean first = decided.add(List.of(r.getLong(1), r.getLong(2)));
          boolean linked = r.getInt(3) == LINKED;
          if (linked || first) {
            persons
                .computeIfAbsent(r.getLong(1), k -> new ArrayList<>())
                .add(
                    PersonOutcome.newBuilder()
                        .setPerson(r.getInt(2))
                        .setOutcome(
                            linked
                                ? MatchOutcome.MATCH_OUTCOME_LINKED
                                : MatchOutcome.MATCH_OUTCOME_REVIEW)
                        .setChildId(linked ? r.getString(4) : "")
                        .setRule(r.getString(5))
                        .build());
          }
        }
      }
    }
    return persons;
  }
}
