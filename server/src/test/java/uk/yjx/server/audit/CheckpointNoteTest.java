package uk.yjx.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.SignedNote;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

class CheckpointNoteTest {
  private static final String ORIGIN = "yjx.example/log/test/1";

  @Test
  void signsAsRfc8032Section71() {
    SigningKey key =
        SigningKey.of(
            "k",
            HexFormat.of()
                .parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    assertEquals(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        HexFormat.of().formatHex(key.publicKey()));
    assertEquals(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        HexFormat.of().formatHex(key.sign(new byte[] {0x72})));
  }

  @Test
  void writesCheckpointsThatTheClientOpens() throws Exception {
    Random random = new Random(8032);
    for (int round = 0; round < 50; round++) {
      SigningKey key = key(random, ORIGIN);
      byte[] root = new byte[32];
      random.nextBytes(root);
      long size = random.nextLong(Long.MAX_VALUE);
      String note = CheckpointNote.sign(key, size, root);
      VerifierKey known = VerifierKey.parse(key.verifierKey());
      Checkpoint checkpoint = Checkpoint.open(note.getBytes(UTF_8), ORIGIN, List.of(known));
      assertEquals(size, checkpoint.size());
      assertArrayEquals(root, checkpoint.root());
      assertEquals(CheckpointNote.text(ORIGIN, size, root), checkpoint.text());
      assertArrayEquals(key.keyId(), known.id());
    }
  }

  @Test
  void isNotAcceptedUnderAnotherKeyOrEpoch() throws Exception {
    Random random = new Random(1);
    SigningKey key = key(random, ORIGIN);
    byte[] note = CheckpointNote.sign(key, 1, new byte[32]).getBytes(UTF_8);
    VerifierKey other = VerifierKey.parse(key(random, ORIGIN).verifierKey());
    VerifierKey known = VerifierKey.parse(key.verifierKey());
    assertEquals(
        Defect.SIGNATURE_MISSING,
        assertThrows(
                VerificationException.class, () -> Checkpoint.open(note, ORIGIN, List.of(other)))
            .defect());
    assertEquals(
        Defect.ORIGIN_MISMATCH,
        assertThrows(
                VerificationException.class,
                () -> Checkpoint.open(note, "yjx.example/log/test/2", List.of(known)))
            .defect());
  }

  @Test
  void signsReceiptsUnderAnotherName() throws Exception {
    SigningKey key = key(new Random(2), "yjx.example/receipt/test/1");
    SignedNote note = SignedNote.parse(key.note("receipt\nline\n").getBytes(UTF_8));
    VerifierKey known = VerifierKey.parse(key.verifierKey());
    assertEquals(List.of(known), note.verify(List.of(known)));
    assertEquals("receipt\nline\n", note.text());
  }

  @Test
  void refusesWhatNoNoteMayHold() {
    SigningKey key = key(new Random(3), ORIGIN);
    for (String text : List.of("", "no newline", "tab\t\n")) {
      assertThrows(IllegalArgumentException.class, () -> key.note(text));
    }
    byte[] root = new byte[32];
    assertThrows(IllegalArgumentException.class, () -> CheckpointNote.sign(key, -1, root));
    assertThrows(IllegalArgumentException.class, () -> CheckpointNote.sign(key, 1, new byte[31]));
    for (String name : List.of("", "a b", "a+b")) {
      assertThrows(IllegalArgumentException.class, () -> SigningKey.of(name, new byte[32]));
    }
    assertThrows(IllegalArgumentException.class, () -> SigningKey.of("a", new byte[31]));
  }

  @Test
  void keepsItsSecretOutOfItsText() {
    byte[] seed = new byte[32];
    new Random(4).nextBytes(seed);
    String text = SigningKey.of(ORIGIN, seed).toString();
    assertFalse(text.contains(HexFormat.of().formatHex(seed)));
    assertEquals("SigningKey[" + ORIGIN + "]", text);
  }

  private static SigningKey key(Random random, String name) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    random.nextBytes(seed);
    return SigningKey.of(name, seed);
  }
}
