package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;

/** Reads prompts that have not ended. */
@Singleton
final class PromptStore {
  private static final String STANDING =
      """
      SELECT p.prompt_id, p.service, p.raised_position, p.raised_at, p.state, p.decided_at,
        ARRAY(
          SELECT n.notice_position FROM earlysupport.prompt_notice n
          WHERE n.prompt_id = p.prompt_id ORDER BY n.notice_position, n.person),
        ARRAY(
          SELECT n.person FROM earlysupport.prompt_notice n
          WHERE n.prompt_id = p.prompt_id ORDER BY n.notice_position, n.person)
      FROM earlysupport.prompt p
      WHERE p.service = ? AND p.ended_position IS NULL
      """;

  private static final String ALL =
      STANDING
          + """
            AND (p.raised_position, p.prompt_id) > (?, ?) AND (? OR p.state = 1)
          ORDER BY p.raised_position, p.prompt_id
          LIMIT ?
          """;

  private static final String ONE = STANDING + "AND p.prompt_id = ?";

  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;

  PromptStore(Database database) {
    this.database = database;
  }

  /** A place in the order of prompts: after a prompt and all before it. */
  record Place(long raised, UUID prompt) {
    static final Place BEGIN = new Place(0, FIRST);

    static Place after(PromptRow prompt) {
      return new Place(prompt.raised(), prompt.id());
    }

    /** The place as text; its form is the token's alone. */
    String text() {
      return raised + ":" + prompt;
    }

    /** The place of a text made by {@link #text}. */
    static Place parse(String text) {
      int colon = text.indexOf(':');
      return new Place(
          Long.parseLong(text.substring(0, colon)), UUID.fromString(text.substring(colon + 1)));
    }
  }

  /** Every prompt of a service, the oldest first. */
  List<PromptRow> all(AgencyId service) {
    return after(service, Place.BEGIN, true, Integer.MAX_VALUE);
  }

  /** Prompts of a service after a place, the oldest first; at most so many. */
  List<PromptRow> after(AgencyId service, Place place, boolean decidedToo, int max) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ALL)) {
      s.setString(1, service.value());
      s.setLong(2, place.raised());
      s.setObject(3, place.prompt());
      s.setBoolean(4, decidedToo);
      s.setInt(5, max);
      return rows(s);
    } catch (SQLException e) {
      throw AssessmentStore.READ_FAILED.refused();
    }
  }

  /** One prompt of a service. */
  Optional<PromptRow> find(AgencyId service, UUID prompt) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ONE)) {
      s.setString(1, service.value());
      s.setObject(2, prompt);
      return rows(s).stream().findFirst();
    } catch (SQLException e) {
      throw AssessmentStore.READ_FAILED.refused();
    }
  }

  private static List<PromptRow> rows(PreparedStatement s) throws SQLException {
    List<PromptRow> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        OffsetDateTime decided = r.getObject(6, OffsetDateTime.class);
        Object[] notices = (Object[]) r.getArray(7).getArray();
        Object[] persons = (Object[]) r.getArray(8).getArray();
        SortedSet<Fact.Ref> refs = new TreeSet<>();
        for (int i = 0; i < notices.length; i++) {
          refs.add(
              new Fact.Ref(((Number) notices[i]).longValue(), ((Number) persons[i]).intValue()));
        }
        found.add(
            new PromptRow(
                r.getObject(1, UUID.class),
                new AgencyId(r.getString(2)),
                r.getLong(3),
                r.getObject(4, OffsetDateTime.class).toInstant(),
                PromptState.forNumber(r.getInt(5)),
                decided == null ? null : decided.toInstant(),
                refs));
      }
    }
    return found;
  }
}
