package uk.yjx.client.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes a file holds, checking it ends in findings, and only the truth holds. */
class EvidenceFuzzTest {
  private static final int MUTANTS = 4_000;
  private static final String ALPHABET = "\n \t\"\\{}[]:,0123456789abcZ+/=-_\u2014\u00e9\u0000";

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Evidence log = new Evidence();

  @Test
  void noMutantOfEvidenceHoldsAndSaysSomethingElse() throws Exception {
    EvidenceFile truth = log.of(2);
    byte[] json = truth.json();
    TlogProof proof = TlogProof.parse(truth.proof().getBytes(UTF_8));
    String text = SignedNote.parse(proof.checkpoint().getBytes(UTF_8)).text();
    TrustPolicy policy = TrustPolicy.of(log.log.key());
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(json);
      List<Finding> findings = EvidenceCheck.file(mutant, policy, Optional.of(log.receipts.key()));
      assertFalse(findings.isEmpty(), "seed " + seed);
      if (findings.stream().allMatch(f -> f.result() != Finding.Result.FAILS)) {
        EvidenceFile read = EvidenceFile.parse(mutant);
        TlogProof claimed = TlogProof.parse(read.proof().getBytes(UTF_8));
        assertArrayEquals(truth.leaf(), read.leaf(), "seed " + seed);
        assertEquals(2, claimed.index(), "seed " + seed);
        assertEquals(
            text, SignedNote.parse(claimed.checkpoint().getBytes(UTF_8)).text(), "seed " + seed);
        assertEquals(
            0, read.openings().stream().filter(o -> !truth.openings().contains(o)).count());
      }
    }
  }

  @Test
  void noMutantOfANoteOrProofOrPolicyOrKeyMakesItsReaderThrowAnythingElse() throws Exception {
    byte[] proof = log.of(4).proof().getBytes(UTF_8);
    byte[] note = log.checkpoint(log.log, log.north).getBytes(UTF_8);
    String policy =
        "log %s\nwitness a %s\nwitness b %s\ngroup g 1 a b\nquorum g\n"
            .formatted(log.log.vkey(), log.north.vkey(), log.south.vkey());
    TrustPolicy trusted = TrustPolicy.parse(policy);
    for (int i = 0; i < MUTANTS; i++) {
      EvidenceCheck.proof(mutate(proof), log.leaves.get(4), trusted);
      EvidenceCheck.note(mutate(note), trusted);
      String mutant = new String(mutate(policy.getBytes(UTF_8)), UTF_8);
      try {
        TrustPolicy.parse(mutant);
      } catch (VerificationException refused) {
        assertFalse(String.valueOf(refused.getMessage()).isEmpty());
      }
      try {
        Disclosure.parse(new String(mutate(log.actor.encoded().getBytes(UTF_8)), UTF_8));
      } catch (VerificationException refused) {
        assertFalse(String.valueOf(refused.getMessage()).isEmpty());
      }
    }
  }

  private byte[] mutate(byte[] original) {
    byte[] mutant = original.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && mutant.length > 0; i++) {
      int at = random.nextInt(mutant.length);
      mutant =
          switch (random.nextInt(6)) {
            case 0 -> splice(mutant, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> splice(mutant, at, at + 1, letter());
            case 2 -> splice(mutant, at, at, letter());
            case 3 ->
                splice(
                    mutant, at, Math.min(mutant.length, at + 1 + random.nextInt(40)), new byte[0]);
            case 4 -> splice(mutant, at, at, slice(mutant));
            default -> splice(mutant, at, mutant.length, new byte[0]);
          };
    }
    return mutant;
  }

  private byte[] letter() {
    return ALPHABET.substring(random.nextInt(ALPHABET.length())).substring(0, 1).getBytes(UTF_8);
  }

  private byte[] slice(byte[] from) {
    int start = random.nextInt(from.length);
    int end = Math.min(from.length, start + random.nextInt(80));
    return java.util.Arrays.copyOfRange(from, start, end);
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }
}
