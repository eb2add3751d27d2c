package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.server.storage.TestDatabase;

/** Reads the whole log of a test's database and holds it to its invariants. */
final class Log {

  private Log() {}

  /**
   * Positions count from 1 and leaf indexes from 0 without gaps, batches adjoin, every request id
   * is there once, and the tree over the leaves has the root that the head's frontier stands for.
   * Returns the number of entries.
   */
  static long check(TestDatabase database) throws Exception {
    try (Connection c = database.superuser()) {
      Head head = Head.read(c);
      assertEquals(head.position(), one(c, "SELECT count(*) FROM journal.entry"));
      assertEquals(head.position(), one(c, "SELECT coalesce(max(position), 0) FROM journal.entry"));
      assertEquals(0, one(c, "SELECT count(*) FROM journal.entry WHERE position < 1"));
      long leaves = one(c, "SELECT coalesce(sum(leaf_count), 0) FROM journal.entry");
      assertEquals(head.frontier().size(), leaves);
      assertEquals(
          0,
          one(
              c,
              """
              SELECT count(*)
              FROM (SELECT leaf_index, leaf_count,
                           lead(leaf_index) OVER (ORDER BY position) AS following
                    FROM journal.entry) AS e
              WHERE following <> leaf_index + leaf_count
              """));
      assertEquals(
          0,
          one(
              c,
              """
              SELECT count(*)
              FROM audit.leaf l
              JOIN journal.entry e USING (position)
              WHERE l.leaf_index NOT BETWEEN e.leaf_index AND e.leaf_index + e.leaf_count - 1
              """));
      assertEquals(
          0,
          one(
              c,
              """
              SELECT count(*)
              FROM (SELECT first_position, lag(last_position, 1, 0) OVER (ORDER BY first_position)
                           AS before
                    FROM journal.batch) AS b
              WHERE first_position <> before + 1
              """));
      assertEquals(
          one(c, "SELECT count(request_id) FROM journal.entry"),
          one(
              c,
              "SELECT count(DISTINCT (agency_id, request_id)) FROM journal.entry "
                  + "WHERE request_id IS NOT NULL"));
      List<byte[]> hashes = leafHashes(c);
      assertEquals(leaves, hashes.size());
      assertArrayEquals(root(hashes), head.frontier().root());
      return head.position();
    }
  }

  private static List<byte[]> leafHashes(Connection c) throws Exception {
    List<byte[]> hashes = new ArrayList<>();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT leaf_index, leaf FROM audit.leaf ORDER BY 1")) {
      while (r.next()) {
        assertEquals(hashes.size(), r.getLong(1));
        hashes.add(sha((byte) 0, r.getBytes(2), new byte[0]));
      }
    }
    return hashes;
  }

  /** The definition of RFC 6962 section 2.1, written down as it stands there. */
  private static byte[] root(List<byte[]> hashes) throws Exception {
    if (hashes.isEmpty()) {
      return MessageDigest.getInstance("SHA-256").digest();
    }
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    int split = Integer.highestOneBit(hashes.size() - 1);
    return sha(
        (byte) 1, root(hashes.subList(0, split)), root(hashes.subList(split, hashes.size())));
  }

  private static byte[] sha(byte prefix, byte[] first, byte[] second) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(prefix);
    sha.update(first);
    return sha.digest(second);
  }

  private static long one(Connection c, String sql) throws Exception {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
