package uk.yjx.client.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evidence holds as a whole, and every change of it fails the check that is about it. */
class EvidenceCheckTest {
  private final Evidence log = new Evidence();

  @Test
  void everyCheckHoldsForTrueEvidenceOfEveryLeaf() throws Exception {
    for (int index = 0; index < log.leaves.size(); index++) {
      List<Finding> findings = check(log.of(index));
      assertEquals(List.of(Check.values()), findings.stream().map(Finding::check).toList());
      for (Finding finding : findings) {
        assertEquals(Finding.Result.HOLDS, finding.result(), finding.toString());
      }
    }
  }

  @Test
  void isTheSameAfterBeingWrittenAndRead() throws Exception {
    byte[] json = log.of(3).json();
    assertEquals(new String(json, UTF_8), new String(EvidenceFile.parse(json).json(), UTF_8));
  }

  @Test
  void aChangedLeafFails() throws Exception {
    byte[] other = log.leaf(2, "2026-11-21T10:00:00.999999Z", Evidence.ORIGIN);
    assertFails(Check.INCLUSION, with(log.of(2), other));
  }

  @Test
  void aLeafAtAnotherIndexFails() throws Exception {
    EvidenceFile file = log.of(2);
    for (String index : List.of("index 0\n", "index 3\n", "index 5\n", "index 18\n")) {
      assertFails(Check.INCLUSION, withProof(file, file.proof().replace("index 2\n", index)));
    }
    assertFails(Check.FORM, withProof(file, file.proof().replace("index 2\n", "index 02\n")));
  }

  @Test
  void aProofWithMoreOrFewerHashesFails() throws Exception {
    EvidenceFile file = log.of(2);
    TlogProof proof = TlogProof.parse(file.proof().getBytes(UTF_8));
    List<byte[]> more = new ArrayList<>(proof.path());
    more.add(new byte[32]);
    for (List<byte[]> path : List.of(more, proof.path().subList(1, 3), List.<byte[]>of())) {
      TlogProof other = new TlogProof(new byte[0], 2, path, proof.checkpoint());
      assertFails(Check.INCLUSION, withProof(file, other.text()));
    }
  }

  @Test
  void aForgedCheckpointFails() throws Exception {
    EvidenceFile file = log.of(2);
    assertFails(Check.LOG, withProof(file, file.proof().replace("\n5\n", "\n6\n")));
    Signer stranger = Signer.log(Evidence.ORIGIN);
    assertFails(Check.LOG, log.of(2, log.checkpoint(stranger, log.north, log.south)));
  }

  @Test
  void aCheckpointSignedUnderAnotherLogsNameFails() throws Exception {
    Signer other = Signer.log("other.example/log");
    TrustPolicy both = TrustPolicy.of(log.log.key(), other.key());
    byte[] json = log.of(1, log.checkpoint(other)).json();
    assertFails(Check.LOG, EvidenceCheck.file(json, both, Optional.empty()));
  }

  @Test
  void oneBadSignatureOfAKnownKeyFailsWhateverElseSigned() throws Exception {
    String good = log.checkpoint();
    String line = log.second.line(Evidence.text(Evidence.ORIGIN, 4, new byte[32]), 0);
    assertFails(Check.LOG, log.of(2, good + line));
  }

  @Test
  void theSecondSignatureAloneIsEnough() throws Exception {
    assertHolds(check(log.of(2, log.checkpoint(log.second, log.north, log.south))));
  }

  @Test
  void tooFewWitnessesFail() throws Exception {
    assertFails(Check.WITNESSES, log.of(2, log.checkpoint(log.log, log.north)));
    assertFails(Check.WITNESSES, log.of(2, log.checkpoint(log.log)));
    assertFails(
        Check.WITNESSES,
        log.of(2, log.checkpoint(log.log, log.north, Signer.witness("x.example"))));
  }

  @Test
  void aLeafThatIsNotCanonicalOrOfAnotherLogFails() throws Exception {
    byte[] spaced = (new String(log.leaves.get(2), UTF_8).replace(":", ": ")).getBytes(UTF_8);
    log.leaves.set(2, spaced);
    assertFails(Check.LEAF, log.of(2));
    log.leaves.set(2, log.leaf(2, "2026-11-21T10:00:00.000000Z", "other.example/log"));
    assertFails(Check.LEAF, log.of(2));
  }

  @Test
  void aChangedOpeningFails() throws Exception {
    EvidenceFile file = log.of(2);
    Disclosure lie = new Disclosure(log.actor.salt(), "actor_id", new JsonValue.Text("met/user/x"));
    assertFails(Check.OPENINGS, withOpenings(file, List.of(lie.encoded())));
    assertFails(Check.OPENINGS, withOpenings(file, List.of(log.actor.encoded() + "=")));
    assertFails(
        Check.OPENINGS, withOpenings(file, List.of(log.actor.encoded(), log.actor.encoded())));
    assertHolds(check(withOpenings(file, List.of(log.request.encoded()))));
  }

  @Test
  void anEventThatClaimsATimeAfterItWasSeenFails() throws Exception {
    log.leaves.set(4, log.leaf(4, "2027-11-21T10:00:00.000000Z", Evidence.ORIGIN));
    assertFails(Check.TIME, log.of(4));
    log.leaves.set(4, log.leaf(4, "soon", Evidence.ORIGIN));
    assertFails(Check.TIME, log.of(4));
  }

  @Test
  void aReceiptOfSomethingElseOrWithAForgedSignatureFails() throws Exception {
    EvidenceFile file = log.of(2);
    EvidenceFile.SignedReceipt good = file.receipt().orElseThrow();
    assertFails(Check.RECEIPT, withReceipt(file, "request-0000", good.frame(), good.signature()));
    assertFails(
        Check.RECEIPT,
        withReceipt(file, "request-0001", good.frame().replace(" 9 ", " 8 "), good.signature()));
    byte[] longer = java.util.Arrays.copyOf(good.signature(), 65);
    assertFails(Check.RECEIPT, withReceipt(file, "request-0001", good.frame(), longer));
    assertFails(Check.RECEIPT, withReceipt(log.of(3), "request-0001", good.frame(), longer));
  }

  @Test
  void withoutPolicyOnWitnessesOnlyTheLogsSignatureCounts() throws Exception {
    List<Finding> findings =
        EvidenceCheck.file(log.of(0).json(), TrustPolicy.of(log.log.key()), Optional.empty());
    assertTrue(findings.stream().noneMatch(f -> f.result() == Finding.Result.FAILS));
    assertEquals(Finding.Result.NOT_CHECKED, findings.get(2).result());
  }

  @Test
  void aProofFileAndACheckpointCanBeCheckedAlone() throws Exception {
    byte[] proof = log.of(1).proof().getBytes(UTF_8);
    assertHolds(EvidenceCheck.proof(proof, log.leaves.get(1), log.policy()));
    assertFails(Check.INCLUSION, EvidenceCheck.proof(proof, log.leaves.get(2), log.policy()));
    assertHolds(EvidenceCheck.note(log.checkpoint().getBytes(UTF_8), log.policy()));
    assertFails(
        Check.LOG,
        EvidenceCheck.note(
            log.checkpoint().replace("\n5\n", "\n4\n").getBytes(UTF_8), log.policy()));
  }

  private List<Finding> check(EvidenceFile file) throws Exception {
    return EvidenceCheck.file(file.json(), log.policy(), Optional.of(log.receipts.key()));
  }

  private void assertFails(Check check, EvidenceFile file) throws Exception {
    assertFails(check, check(file));
  }

  private static void assertFails(Check check, List<Finding> findings) {
    Optional<Finding> first =
        findings.stream().filter(f -> f.result() == Finding.Result.FAILS).findFirst();
    assertEquals(Optional.of(check), first.map(Finding::check), findings.toString());
  }

  private static void assertHolds(List<Finding> findings) {
    assertTrue(
        findings.stream().noneMatch(f -> f.result() == Finding.Result.FAILS), findings.toString());
  }

  private static EvidenceFile with(EvidenceFile file, byte[] leaf) {
    return new EvidenceFile(leaf, file.openings(), file.proof(), file.receipt());
  }

  private static EvidenceFile withProof(EvidenceFile file, String proof) {
    return new EvidenceFile(file.leaf(), file.openings(), proof, file.receipt());
  }

  private static EvidenceFile withOpenings(EvidenceFile file, List<String> openings) {
    return new EvidenceFile(file.leaf(), openings, file.proof(), file.receipt());
  }

  private static EvidenceFile withReceipt(
      EvidenceFile file, String request, String frame, byte[] signature) {
    return new EvidenceFile(
        file.leaf(),
        file.openings(),
        file.proof(),
        Optional.of(
            new EvidenceFile.SignedReceipt(request, frame, "log.example/yjx/receipts", signature)));
  }
}
