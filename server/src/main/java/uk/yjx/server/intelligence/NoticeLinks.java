package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.ChildId;

/** What is written of who the people in notices are. */
@Singleton
final class NoticeLinks {
  private final TableWriter<Link> links = new Links();
  private final TableWriter<Unlinked> unlinked = new UnlinkedRows();

  /**
   * A person linked to, or waiting for a decision about, a child. A null position is the entry's.
   */
  record Link(@Nullable Long noticePosition, int person, int outcome, ChildId child, String rule) {
    static final int LINKED = 1;
    static final int REVIEW = 2;

    /** Somebody decided that it is not this child. */
    static final int NOT = 3;
  }

  /** A link that was found wrong. */
  record Unlinked(long noticePosition, int person, ChildId child) {}

  void link(Entry.Builder entry, Link link) {
    entry.row(links, link);
  }

  void unlink(Entry.Builder entry, Unlinked link) {
    entry.row(unlinked, link);
  }

  /** The links a plan makes; the position null where it is the entry's own. */
  void linksOf(Entry.Builder entry, Plan plan, @Nullable Long noticePosition) {
    for (Plan.Finding finding : plan.findings()) {
      switch (finding) {
        case Plan.Finding.Linked l -> {
          link(entry, new Link(noticePosition, l.person(), Link.LINKED, l.child(), l.rule()));
          for (Plan.Finding.Copy copy : l.copies()) {
            String rule = Plan.Finding.Copy.RULE;
            link(entry, new Link(noticePosition, l.person(), Link.LINKED, copy.child(), rule));
          }
        }
        case Plan.Finding.InReview r ->
            r.candidates()
                .forEach(c ->
                    link(entry, new Link(noticePosition, r.person(), Link.REVIEW, c, r.rule())));
        case Plan.Finding.Unmatched u -> {
          // Nothing links an unmatched person.
        }
      }
    }
  }

  private static final class Links implements TableWriter<Link> {
    /** A link of the entry's own notice, which none can have made before. */
    private static final BulkInsert<Placed<Link>> OWN =
        BulkInsert.into("intelligence.link")
            .int8("notice_position")
            .int2("person")
            .int2("outcome")
            .uuid("child_id")
            .text("rule")
            .int8("position")
            .filledBy((placed, row) ->
                row.put(placed.position())
                    .put(placed.row().person())
                    .put(placed.row().outcome())
                    .put(placed.row().child().value())
                    .put(placed.row().rule())
                    .put(placed.position()));

    private static final String OF_OTHERS =
        """
        INSERT INTO intelligence.link (notice_position, person, outcome, child_id, rule, position)
        SELECT * FROM unnest(?::bigint[], ?::int[], ?::int[], ?::uuid[], ?::text[], ?::bigint[])
        ON CONFLICT DO NOTHING
        """;

    @Override
    public void write(Connection c, List<Placed<Link>> rows) throws SQLException {
      OWN.execute(c, rows.stream().filter(Links::isOwn).toList());
      List<Placed<Link>> others = rows.stream().filter(r -> !isOwn(r)).toList();
      if (others.isEmpty()) {
        return;
      }
      try (PreparedStatement s = c.prepareStatement(OF_OTHERS)) {
        s.setArray(
            1,
            c.createArrayOf(
                "bigint", others.stream().map(r -> r.row().noticePosition()).toArray()));
        s.setArray(2, c.createArrayOf("int", others.stream().map(r -> r.row().person()).toArray()));
        s.setArray(
            3, c.createArrayOf("int", others.stream().map(r -> r.row().outcome()).toArray()));
        s.setArray(
            4,
            c.createArrayOf("uuid", others.stream().map(r -> r.row().child().value()).toArray()));
        s.setArray(5, c.createArrayOf("text", others.stream().map(r -> r.row().rule()).toArray()));
        s.setArray(6, c.createArrayOf("bigint", others.stream().map(Placed::position).toArray()));
        s.executeUpdate();
      }
    }

    @Override
    public boolean append(Script script, List<Placed<Link>> rows) {
      return rows.stream().allMatch(Links::isOwn) && OWN.append(script, rows);
    }

    private static boolean isOwn(Placed<Link> placed) {
      return placed.row().noticePosition() == null;
    }
  }

  private static final class UnlinkedRows implements TableWriter<Unlinked> {
    private static final String FORGET =
        """
        DELETE FROM intelligence.link
        WHERE notice_position = ? AND person = ? AND child_id = ? AND outcome = 1
        """;

    @Override
    public void write(Connection c, List<Placed<Unlinked>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(FORGET)) {
        for (Placed<Unlinked> placed : rows) {
          s.setLong(1, placed.row().noticePosition());
          s.setInt(2, placed.row().person());
          s.setObject(3, placed.row().child().value());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
