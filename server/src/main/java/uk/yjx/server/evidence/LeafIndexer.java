package uk.yjx.server.evidence;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.kernel.Failure;

/**
 * Follows the log and writes down what each block of leaves can be found under, a little at a time
 * and beside everything else: whatever is not described yet is read by those who ask. One process
 * does it at a time, and nothing is erased in the meantime.
 */
@Singleton
final class LeafIndexer {
  /** Blocks described in one round, so that a flood of events is not slowed by it. */
  static final int BLOCKS_A_ROUND = 2;

  private static final Logger LOG = LoggerFactory.getLogger(LeafIndexer.class);

  /** The same lock as {@code evidence.forget_topics} takes, here alone. */
  private static final String ALONE = "SELECT pg_try_advisory_xact_lock(190, 1)";

  private static final String UNKNOWN =
      """
      SELECT block
      FROM evidence.leaf_block
      WHERE epoch = ? AND topics IS NULL
      ORDER BY block
      LIMIT ?
      """;

  private static final String DESCRIBE =
      """
      INSERT INTO evidence.leaf_block (epoch, block, topics)
      VALUES (?, ?, ?)
      ON CONFLICT (epoch, block) DO UPDATE SET topics = excluded.topics
      """;

  private final LogStore store;
  private final EventPages pages;
  private final Topics topics;

  LeafIndexer(LogStore store, EventPages pages, Topics topics) {
    this.store = store;
    this.pages = pages;
    this.topics = topics;
  }

  /** One round; the next one goes on. */
  @Scheduled(
      fixedDelay = "${yjx.evidence.index-interval:1s}",
      initialDelay = "${yjx.evidence.index-interval:1s}")
  void follow() {
    try {
      int described = describe();
      LOG.debug("{} blocks of leaves were described", described);
    } catch (Failure.Refused e) {
      LOG.warn("leaves were not described: {}", e.failure().reason());
    }
  }

  /** Describes some blocks and says how many; none when all complete ones are. */
  int describe() {
    return store.borrow(c -> {
      c.setAutoCommit(false);
      try {
        int described = isAlone(c) ? describe(c) : 0;
        c.commit();
        return described;
      } catch (SQLException | RuntimeException e) {
        c.rollback();
        throw e;
      }
    });
  }

  private int describe(Connection c) throws SQLException {
    LogHead head = LogStore.head(c);
    List<Long> due = due(c, head);
    try (PreparedStatement s = c.prepareStatement(DESCRIBE)) {
      for (long block : due) {
        s.setLong(1, head.epoch());
        s.setLong(2, block);
        s.setArray(3, c.createArrayOf("bigint", topicsOf(c, block)));
        s.addBatch();
      }
      s.executeBatch();
    }
    return due.size();
  }

  /** Those that something was erased from, then the next complete ones. */
  private static List<Long> due(Connection c, LogHead head) throws SQLException {
    List<Long> due = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(UNKNOWN)) {
      s.setLong(1, head.epoch());
      s.setInt(2, BLOCKS_A_ROUND);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          due.add(r.getLong(1));
        }
      }
    }
    long next = LeafIndex.covered(c, head.epoch());
    while (due.size() < BLOCKS_A_ROUND && next < head.size() / LeafIndex.BLOCK) {
      due.add(next++);
    }
    return due;
  }

  private Long[] topicsOf(Connection c, long block) throws SQLException {
    Topics.Gathered gathered = new Topics.Gathered();
    long from = block * LeafIndex.BLOCK;
    pages.each(
        c,
        from,
        from + LeafIndex.BLOCK,
        r -> {
          gathered.add(
              PlainFacts.of(r.getBytes(2)), OpenedFacts.of(pages.event(r).getOpeningsList()));
          return true;
        });
    return topics.of(gathered);
  }

  private static boolean isAlone(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(ALONE)) {
      return r.next() && r.getBoolean(1);
    }
  }
}
