package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.server.audit.Frontier;
import uk.yjx.server.audit.MerkleTree;
import uk.yjx.server.audit.TileReader;
import uk.yjx.server.journal.TestJournal;
import uk.yjx.server.storage.TestDatabase;

/** What the signer signs, and what it refuses to sign (promise 3). */
class LogSignerTest {
  private static final long EPOCH = 1;

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private TestDatabase database = TestDatabase.fresh();
  private @Nullable TestJournal running;

  @BeforeEach
  void start() {
    running = TestJournal.on(database, clock);
  }

  @AfterEach
  void stop() {
    journal().close();
    database.close();
  }

  @Test
  void signsWhatTheJournalCommittedAndEveryoneCanVerifyIt() throws Exception {
    LogSigner signer = signer("a");
    assertInstanceOf(SignerState.Signing.class, signer.round(false));
    journal().append(700);
    assertInstanceOf(SignerState.Signing.class, signer.round(false));

    uk.yjx.client.verify.Checkpoint checkpoint = opened(latest());
    assertEquals(700, checkpoint.size());
    assertArrayEquals(store().head().frontier().root(), checkpoint.root());
    assertEquals(700, MerkleVerifier.parseSize(String.valueOf(store().head().size())));
    assertEquals(List.of(8192, 8192), tileLengths());
  }

  @Test
  void provesLeavesAndGrowthOfEverySize() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    LogSigner signer = signer("a");
    journal().append(300);
    signer.round(false);
    journal().append(400);
    signer.round(false);
    SignedLog signed = signed(signer);
    List<byte[]> leaves = store().newLeaves(0, 700);
    for (int i = 0; i < 50; i++) {
      long size = 1 + random.nextInt(700);
      long index = random.nextLong(size);
      long older = 1 + random.nextLong(size);
      TileReader nodes = new TileReader(signed.edge(), store());
      String where = "seed " + seed + ", size " + size + ", index " + index + ", older " + older;
      try {
        MerkleVerifier.verifyInclusion(
            index,
            size,
            leaves.get((int) index),
            MerkleTree.inclusion(index, size, nodes),
            root(leaves, size));
        MerkleVerifier.verifyConsistency(
            older,
            size,
            root(leaves, older),
            root(leaves, size),
            MerkleTree.consistency(older, size, nodes));
      } catch (VerificationException e) {
        throw new AssertionError(where, e);
      }
    }
  }

  @Test
  void oneOfTwoSignsAndTheOtherTakesOverWhenTheLeaseHasRunOut() throws Exception {
    LogSigner first = signer("a");
    LogSigner second = signer("b");
    journal().append(10);
    assertInstanceOf(SignerState.Signing.class, first.round(false));
    assertInstanceOf(SignerState.Following.class, second.round(false));
    assertInstanceOf(SignerState.Following.class, second.round(true));
    assertEquals(10, signed(second).size(), "a follower learns what the other signed");

    journal().append(600);
    clock.pass(SigningLease.LENGTH);
    assertInstanceOf(SignerState.Signing.class, second.round(false));
    assertEquals(610, opened(latest()).size());
    assertInstanceOf(SignerState.Following.class, first.round(false));

    journal().append(5);
    assertInstanceOf(SignerState.Following.class, first.round(false));
    assertInstanceOf(SignerState.Signing.class, second.round(false));
    second.release();
    clock.pass(SigningLease.LENGTH);
    assertInstanceOf(SignerState.Signing.class, first.round(false));
    assertEquals(615, signed(first).size(), "a signer that comes back begins where others ended");
  }

  @Test
  void aSignerThatWasStoppedCannotStoreUnderAnOlderFence() throws Exception {
    SigningLease stopped = new SigningLease(store(), UUID.randomUUID());
    assertTrue(stopped.hold(origin(), clock.instant()));
    journal().append(3);
    clock.pass(SigningLease.LENGTH);
    assertInstanceOf(SignerState.Signing.class, signer("b").round(false));
    Checkpoint late = Checkpoint.sign(journal().log().logKey(EPOCH), 2, new byte[32]);
    assertEquals(
        false, new SignedLogTable(store()).keep(stopped, late, List.of(), clock.instant()));
    assertEquals(3, opened(latest()).size());
  }

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

  private TestJournal journal() {
    if (running == null) {
      throw new IllegalStateException("no journal runs");
    }
    return running;
  }

  private LogStore store() {
    return new LogStore(database.database());
  }

  private String origin() {
    return journal().log().origin(EPOCH);
  }

  private LogSigner signer(String file) {
    return new LogSigner(
        store(),
        new SigningLease(store(), UUID.randomUUID()),
        new CheckpointFile(folder.resolve(file)),
        journal().log()::logKey,
        clock);
  }

  private static SignedLog signed(LogSigner signer) {
    SignedLog signed = signer.signed();
    if (signed == null) {
      throw new AssertionError("nothing is signed");
    }
    return signed;
  }

  private String latest() {
    String note = latestOrNull();
    if (note == null) {
      throw new AssertionError("no checkpoint is stored");
    }
    return note;
  }

  private @Nullable String latestOrNull() {
    return store().latest(origin()).map(Checkpoint::note).orElse(null);
  }

  private uk.yjx.client.verify.Checkpoint opened(String note) throws VerificationException {
    VerifierKey key = VerifierKey.parse(journal().log().logKey(EPOCH).verifierKey());
    return uk.yjx.client.verify.Checkpoint.open(
        note.getBytes(StandardCharsets.UTF_8), origin(), List.of(key));
  }

  private static byte[] root(List<byte[]> leaves, long size) {
    return Frontier.empty().appendAll(leaves.subList(0, (int) size)).root();
  }

  private List<Integer> tileLengths() throws SQLException {
    try (Connection c = database.database().pool().getConnection();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT octet_length(hashes) FROM audit.tile")) {
      List<Integer> lengths = new java.util.ArrayList<>();
      while (r.next()) {
        lengths.add(r.getInt(1));
      }
      return lengths;
    }
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
