package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.server.TestExchange;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.TestDatabase;

/** A restored exchange goes on under a new origin and leaves the old one as it was (promise 3). */
class NewEpochTest {
  @TempDir Path folder;
  @TempDir Path restored;

  @Test
  void freezesTheOldLogAndWritesWhatItWasAsLeafZero() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      String checkpoint;
      long oldSize;
      byte[] oldFirst;
      try (TestExchange exchange = TestExchange.on(database, folder)) {
        LogStore store = exchange.bean(LogStore.class);
        CheckpointSigner signer = exchange.bean(CheckpointSigner.class);
        AuditEndpointCase.appendTo(exchange, 20);
        oldSize = store.head().size();
        checkpoint = signer.covering(oldSize).get().checkpoint().note();
        oldFirst = store.newLeaves(0, 1).getFirst();
      }
      Map<String, Object> asked =
          Map.of(
              "yjx.journal.new-epoch-reason",
              "restored from the backup of Friday",
              "yjx.journal.new-epoch-checkpoint",
              checkpoint);
      try (TestExchange exchange = TestExchange.on(database, restored, asked)) {
        LogIdentity log = exchange.bean(LogIdentity.class);
        assertEquals(2, log.epoch());
        LogStore store = exchange.bean(LogStore.class);
        AuditEvent zero = exchange.bean(EventPages.class).read(0, 1).getEventsList().getFirst();
        LeafDocument leaf = LeafDocument.parse(zero.getLeaf().toByteArray(), log.origin(2));
        assertEquals("yjx.audit/NewEpoch", leaf.text("op").orElseThrow());
        assertEquals(log.origin(1), leaf.text("xid").orElseThrow());
        assertTrue(leaf.text("policy").orElseThrow().startsWith("last-checkpoint:" + oldSize));
        String opened = "";
        for (ByteString opening : zero.getOpeningsList().asByteStringList()) {
          opened += Disclosure.parse(opening.toStringUtf8()).value();
        }
        assertTrue(opened.contains(checkpoint.lines().toList().get(2)), opened);
        assertTrue(opened.contains("backup of Friday"), opened);
        CheckpointSigner signer = exchange.bean(CheckpointSigner.class);
        Checkpoint first = signer.covering(store.head().size()).get().checkpoint();
        assertEquals(log.origin(2), first.origin());
        assertArrayEquals(oldFirst, formerLeaf(exchange.bean(Database.class)));
      }
      assertFrozen(database);
    }
  }

  private static byte[] formerLeaf(Database database) throws SQLException {
    try (Connection c = database.pool().getConnection();
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT leaf_hash FROM audit.former_leaf WHERE epoch = 1 AND leaf_index = 0")) {
      assertTrue(r.next());
      return r.getBytes(1);
    }
  }

  /** Not even whoever migrates changes what was frozen, and nobody adds to it. */
  private static void assertFrozen(TestDatabase database) throws SQLException {
    try (Connection c = database.database().pool().getConnection();
        Statement s = c.createStatement()) {
      for (String change :
          new String[] {
            "INSERT INTO audit.leaf_epoch_1 SELECT * FROM audit.leaf",
            "UPDATE audit.leaf_epoch_1 SET position = 0",
            "DELETE FROM audit.leaf_epoch_1",
            "DELETE FROM audit.leaf",
            "TRUNCATE audit.tile"
          }) {
        assertThrows(SQLException.class, () -> s.execute(change), change);
      }
    }
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      assertThrows(SQLException.class, () -> s.execute("DELETE FROM audit.leaf_epoch_1"));
      assertThrows(SQLException.class, () -> s.execute("DELETE FROM audit.leaf"));
    }
  }
}
