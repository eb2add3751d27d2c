package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.server.audit.Frontier;
import uk.yjx.server.audit.MerkleTree;
import uk.yjx.server.audit.TileReader;

/** What the signer signs, and who signs (promise 3). */
class LogSignerTest extends SigningCase {
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
    LogSigner second = signer("a");
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
}
