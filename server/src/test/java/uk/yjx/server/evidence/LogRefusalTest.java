package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import uk.yjx.server.storage.TestDatabase;

/** What the signer refuses to sign (promise 3). */
class LogRefusalTest extends SigningCase {
  @Test
  void refusesALogOfWhichALeafWasChanged() throws Exception {
    LogSigner signer = signer("a");
    journal().append(20);
    signer.round(false);
    journal().append(20);
    tamper("UPDATE audit.leaf SET leaf = leaf || 'x'::bytea WHERE leaf_index = 30");
    assertRefusing(signer, "leaf 30 is not what its hash says");
    assertEquals(20, opened(latest()).size());
  }

  @Test
  void refusesALogOfWhichALeafWasChangedWithItsHash() throws Exception {
    LogSigner signer = signer("a");
    journal().append(40);
    tamper(
        """
        UPDATE audit.leaf
        SET leaf = leaf || 'x'::bytea, leaf_hash = sha256('\\x00'::bytea || leaf || 'x'::bytea)
        WHERE leaf_index = 30
        """);
    assertRefusing(signer, "not that of the journal's frontier");
    assertNull(signer.signed());
  }

  @Test
  void refusesALogThatLostALeaf() throws Exception {
    journal().append(40);
    tamper("DELETE FROM audit.leaf WHERE leaf_index = 12");
    assertRefusing(signer("a"), "leaf 12 of the log is missing");
  }

  @Test
  void refusesADatabaseOlderThanWhatWasSigned() throws Exception {
    journal().append(50);
    signer("a").round(false);
    restore();
    journal().append(30);
    assertRefusing(signer("a"), "the database is older than what was signed");
  }

  @Test
  void refusesADatabaseThatWentOnAfterItWasRestored() throws Exception {
    journal().append(50);
    signer("a").round(false);
    restore();
    journal().append(80);
    assertRefusing(signer("a"), "does not have the root that was signed at size 50");
    assertNull(latestOrNull());
  }

  @Test
  void refusesAFileThatIsNoCheckpointOfThisLog() throws Exception {
    journal().append(1);
    Files.writeString(folder.resolve("a"), origin() + "\n5\nAAAA\n");
    assertRefusing(signer("a"), "a stored checkpoint");
  }

  @Test
  void looksAgainAtARefusedLogAfterAWhile() throws Exception {
    journal().append(1);
    Path file = folder.resolve("a");
    Files.writeString(file, "nothing");
    LogSigner signer = signer("a");
    assertRefusing(signer, "a stored checkpoint");
    Files.delete(file);
    assertInstanceOf(SignerState.Refusing.class, signer.round(false));
    clock.pass(LogSigner.REFUSED_RETRY);
    assertInstanceOf(SignerState.Signing.class, signer.round(false));
    assertTrue(Files.readString(file).startsWith(origin() + "\n1\n"));
  }

  @Test
  void aSignerThatRefusesKeepsOthersFromSigningWhatItRefused() throws Exception {
    journal().append(1);
    Files.writeString(folder.resolve("a"), "nothing");
    LogSigner refusing = signer("a");
    LogSigner other = signer("b");
    assertRefusing(refusing, "a stored checkpoint");
    clock.pass(SigningLease.LENGTH.dividedBy(2));
    refusing.round(false);
    clock.pass(SigningLease.LENGTH.minusSeconds(1));
    assertInstanceOf(SignerState.Following.class, other.round(false));
    assertNull(latestOrNull());
  }

  private static void assertRefusing(LogSigner signer, String why) {
    SignerState.Refusing state = assertInstanceOf(SignerState.Refusing.class, signer.round(false));
    assertTrue(state.why().contains(why), state.why());
  }

  /** Another database with the same keys, as a backup that is played back. */
  private void restore() {
    stop();
    database = TestDatabase.fresh();
    start();
  }

  private void tamper(String sql) throws SQLException {
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute("ALTER TABLE audit.leaf DISABLE TRIGGER refuse_change");
      assertEquals(1, s.executeUpdate(sql));
      s.execute("ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER refuse_change");
    }
  }
}
