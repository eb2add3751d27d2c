package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.audit.v1.FindEventsRequest;

/**
 * Knows which leaves have to be read for an answer: blocks that hold what is asked for, blocks
 * nothing is known of, and the end of the log that no block covers yet. Only completeness rests on
 * it, and whoever doubts that reads everything; what is answered comes from the leaves.
 */
@Singleton
final class LeafIndex {
  /** Leaves in a block; a new width needs new blocks. */
  static final int BLOCK = 256;

  private static final String COVERED =
      """
      SELECT coalesce(max(block) + 1, 0)
      FROM evidence.leaf_block
      WHERE epoch = ?
      """;

  /** First all that hold the topics, by their index; sorted afterwards, never the other way. */
  private static final String HOLDING =
      """
      WITH holding AS MATERIALIZED (
        SELECT b.epoch, b.block
        FROM evidence.leaf_block b
        WHERE b.topics @> ?::bigint[])
      SELECT h.block FROM holding h WHERE h.epoch = ? AND h.block >= ?
      UNION ALL
      SELECT u.block FROM evidence.leaf_block u
      WHERE u.topics IS NULL AND u.epoch = ? AND u.block >= ?
      ORDER BY 1
      LIMIT ?
      """;

  private final Topics topics;

  LeafIndex(Topics topics) {
    this.topics = topics;
  }

  /** Leaves from an index to before another. */
  record Span(long from, long to) {}

  /**
   * What has to be read next.
   *
   * @param spans in order, none overlapping
   * @param next after them, the leaf to go on from; all others below it need not be read
   */
  record Reach(List<Span> spans, long next) {
    /** Takes a copy. */
    Reach {
      spans = List.copyOf(spans);
    }
  }

  /**
   * What a question has to read from a leaf on.
   *
   * @param most leaves to read, from {@link #BLOCK}
   */
  Reach reach(Connection c, FindEventsRequest question, LogHead head, int most)
      throws SQLException {
    long from = question.getFromIndex();
    Long[] asked = topics.asked(question);
    if (asked.length == 0 || question.getExhaustive()) {
      return whole(from, head.size(), most);
    }
    List<Span> spans = new ArrayList<>();
    int blocksMax = most / BLOCK;
    List<Long> holding = holding(c, asked, head.epoch(), from / BLOCK, blocksMax);
    for (long block : holding) {
      add(spans, Math.max(from, block * BLOCK), Math.min(head.size(), (block + 1) * BLOCK));
    }
    if (holding.size() == blocksMax) {
      return new Reach(spans, Math.min(head.size(), (holding.getLast() + 1) * BLOCK));
    }
    long rest = Math.clamp(covered(c, head.epoch()) * BLOCK, from, head.size());
    long to = Math.min(head.size(), rest + (long) (blocksMax - holding.size()) * BLOCK);
    add(spans, rest, to);
    return new Reach(spans, to);
  }

  /** Blocks from the first on that are described or waiting to be. */
  static long covered(Connection c, long epoch) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(COVERED)) {
      s.setLong(1, epoch);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  private static Reach whole(long from, long end, int most) {
    long to = Math.min(end, from + most);
    List<Span> spans = new ArrayList<>();
    add(spans, from, to);
    return new Reach(spans, to);
  }

  private static List<Long> holding(Connection c, Long[] asked, long epoch, long from, int most)
      throws SQLException {
    List<Long> blocks = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(HOLDING)) {
      s.setArray(1, c.createArrayOf("bigint", asked));
      s.setLong(2, epoch);
      s.setLong(3, from);
      s.setLong(4, epoch);
      s.setLong(5, from);
      s.setInt(6, most);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          blocks.add(r.getLong(1));
        }
      }
    }
    return blocks;
  }

  /** Spans that touch become one; an empty one is left out. */
  private static void add(List<Span> spans, long from, long to) {
    if (from >= to) {
      return;
    }
    boolean touches = !spans.isEmpty() && spans.getLast().to() == from;
    spans.add(new Span(touches ? spans.removeLast().from() : from, to));
  }
}
