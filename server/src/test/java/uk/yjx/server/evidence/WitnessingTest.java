package uk.yjx.server.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.EvidenceCheck;
import uk.yjx.client.verify.Finding;
import uk.yjx.client.verify.TrustPolicy;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.client.witness.Witness;
import uk.yjx.client.witness.WitnessKey;
import uk.yjx.client.witness.WitnessServer;
import uk.yjx.server.audit.MerkleTree;
import uk.yjx.server.audit.TileReader;
import uk.yjx.server.storage.TestDatabase;

/** Witnesses outside see what was signed, and what was signed over again (promise 3). */
class WitnessingTest extends SigningCase {
  private final List<WitnessServer> servers = new ArrayList<>();

  @AfterEach
  void stopWitnesses() {
    servers.forEach(WitnessServer::close);
  }

  @Test
  void aQuorumCosignsEveryGrowthAndOutsidersCanCheckIt() throws Exception {
    String policy = policy(start("north"), start("south"));
    Witnesses witnesses = witnesses(policy);
    LogSigner signer = signer("a");
    for (int growth : new int[] {3, 500, 1}) {
      journal().append(growth);
      signer.round(false);
      String note = noteOf(signed(signer));
      Witnesses.Cosigned cosigned = cosign(witnesses, signed(signer), note);
      assertTrue(cosigned.enough());
      TrustPolicy trusted =
          TrustPolicy.parse(
              "log "
                  + journal().log().logKey(EPOCH).verifierKey()
                  + "\nlog "
                  + journal().log().secondKey(origin()).verifierKey()
                  + "\n"
                  + policy);
      List<Finding> findings =
          EvidenceCheck.note((note + cosigned.lines()).getBytes(UTF_8), trusted);
      assertTrue(
          findings.stream().allMatch(f -> f.result() == Finding.Result.HOLDS), findings.toString());
      assertTrue(findings.toString().contains("Ed25519 and ML-DSA-44"), findings.toString());
    }
  }

  @Test
  void oneWitnessThatIsAwayIsNotEnoughWhereBothAreAskedFor() throws Exception {
    String north = start("north");
    String south = start("south");
    servers.getLast().close();
    Witnesses witnesses = witnesses(policy(north, south));
    journal().append(3);
    LogSigner signer = signer("a");
    signer.round(false);
    assertEquals(false, cosign(witnesses, signed(signer), noteOf(signed(signer))).enough());
  }

  @Test
  void aWitnessNamesAForkThatWasSignedAgain() throws Exception {
    Witnesses witnesses = witnesses(policy(start("north")));
    journal().append(40);
    LogSigner signer = signer("a");
    signer.round(false);
    cosign(witnesses, signed(signer), noteOf(signed(signer)));
    restore();
    journal().append(90);
    LogSigner forked = signer("b");
    forked.round(false);
    BrokenLog broken =
        assertThrows(
            BrokenLog.class, () -> cosign(witnesses, signed(forked), noteOf(signed(forked))));
    assertTrue(String.valueOf(broken.getMessage()).contains("does not extend"));
  }

  @Test
  void aSignerWithoutItsFileBelievesTheWitnessesAboutARestoredDatabase() throws Exception {
    Witnesses witnesses = witnesses(policy(start("north")));
    journal().append(40);
    LogSigner signer = signer("a");
    signer.round(false);
    cosign(witnesses, signed(signer), noteOf(signed(signer)));
    restore();
    journal().append(20);
    LogSigner restored = signer("lost", witnesses::last);
    SignerState.Refusing state =
        assertInstanceOf(SignerState.Refusing.class, restored.round(false));
    assertTrue(state.why().contains("older than what was signed"), state.why());
  }

  @Test
  void aSignerThatLostItsFileAndHasNoWitnessRefusesALogThatWasSigned() throws Exception {
    journal().append(5);
    LogSigner first = signer("a");
    first.round(false);
    first.release();
    clock.pass(SigningLease.LENGTH);
    SignerState.Refusing state =
        assertInstanceOf(SignerState.Refusing.class, signer("lost").round(false));
    assertTrue(state.why().contains("neither the file"), state.why());
  }

  @Test
  void closesTheExchangeWhenWitnessesLagTooLong() {
    EvidenceSettings settings =
        new EvidenceSettings(
            "", "", Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofHours(4));
    WitnessGate gate = new WitnessGate(settings);
    gate.behind(clock.instant());
    clock.pass(Duration.ofHours(4).minusSeconds(1));
    gate.behind(clock.instant());
    assertNull(gate.refusal());
    clock.pass(Duration.ofSeconds(1));
    gate.behind(clock.instant());
    assertEquals("WITNESSES_LAG", assertNotNull2(gate.refusal()).reason());
    gate.witnessed();
    assertNull(gate.refusal());
    gate.contradicted("another past");
    assertEquals("WITNESS_CONTRADICTS", assertNotNull2(gate.refusal()).reason());
  }

  private static uk.yjx.server.kernel.Failure assertNotNull2(
      uk.yjx.server.kernel.@org.jspecify.annotations.Nullable Failure failure) {
    assertNotNull(failure);
    return java.util.Objects.requireNonNull(failure);
  }

  private LogSigner signer(String file, LogSigner.Elsewhere elsewhere) {
    return new LogSigner(
        store(),
        new SigningLease(store(), UUID.randomUUID()),
        new CheckpointFile(folder.resolve(file)),
        elsewhere,
        journal().log()::logKey,
        clock);
  }

  /** The policy line of a witness that has just been started. */
  private String start(String name) throws Exception {
    Path dir = Files.createDirectories(folder.resolve("witness-" + name));
    WitnessKey key = WitnessKey.open(dir.resolve("key"), name + ".example/w");
    VerifierKey log = VerifierKey.parse(journal().log().logKey(EPOCH).verifierKey());
    Witness witness = new Witness(key, List.of(log), dir.resolve("seen"), clock);
    WitnessServer server = WitnessServer.start(witness, new InetSocketAddress("127.0.0.1", 0));
    servers.add(server);
    return "witness %s %s http://127.0.0.1:%d/\n"
        .formatted(name, key.verifierKey(), server.address().getPort());
  }

  private static String policy(String... witnesses) {
    StringBuilder policy = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (String line : witnesses) {
      policy.append(line);
      names.append(' ').append(line.split(" ", -1)[1]);
    }
    return policy + "group all-of-them all" + names + "\nquorum all-of-them\n";
  }

  private Witnesses witnesses(String policy) throws Exception {
    Path file = Files.writeString(folder.resolve(UUID.randomUUID() + ".policy"), policy);
    return new Witnesses(
        new WitnessPolicy(
            new EvidenceSettings(
                "",
                file.toString(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofHours(4))));
  }

  private String noteOf(SignedLog signed) {
    Checkpoint checkpoint = signed.checkpoint();
    return checkpoint.note()
        + journal()
            .log()
            .secondKey(checkpoint.origin())
            .line(checkpoint.size(), checkpoint.root(), 1_800_000_000);
  }

  private Witnesses.Cosigned cosign(Witnesses witnesses, SignedLog signed, String note) {
    TileReader nodes = new TileReader(signed.edge(), store());
    return witnesses.cosign(
        note,
        signed.size(),
        from -> {
          synchronized (nodes) {
            return MerkleTree.consistency(from, signed.size(), nodes);
          }
        });
  }

  /** Another database with the same keys, as a backup that is played back. */
  private void restore() {
    stop();
    database = TestDatabase.fresh();
    start();
  }
}
