package uk.yjx.client.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
  private static final Vectors NOTES = Vectors.read("signed_notes.json");
  private static final BigInteger GROUP_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  @Test
  void acceptsThePublishedNotes() throws Exception {
    for (Vectors vector : NOTES.at("valid").each()) {
      List<VerifierKey> verified = note(vector).verify(keys(vector));
      assertEquals(keys(vector).getFirst().name(), verified.getFirst().name());
      assertEquals(1, verified.size());
    }
  }

  @Test
  void refusesTheChangedNotesForTheRightReason() {
    for (Vectors vector : NOTES.at("negative_derived_here").each()) {
      Defect wanted =
          switch (vector.at("expect").text()) {
            case "invalid" -> Defect.SIGNATURE_INVALID;
            case "unverified" -> Defect.SIGNATURE_MISSING;
            default -> Defect.NOTE_MALFORMED;
          };
      assertRefused(wanted, () -> note(vector).verify(keys(vector)));
    }
  }

  @Test
  void refusesThePublishedBadKeys() {
    for (Vectors bad : NOTES.at("bad_vkeys").at("items").each()) {
      assertRefused(() -> VerifierKey.parse(bad.text()));
    }
  }

  @Test
  void refusesASignatureOf65Bytes() throws Exception {
    Vectors vector = NOTES.at("valid").each().getFirst();
    SignedNote.NoteSignature good = note(vector).signatures().getFirst();
    byte[] blob = Base64.getDecoder().decode(good.base64());
    for (int length : new int[] {blob.length + 1, blob.length - 1}) {
      SignedNote changed = resigned(note(vector), Arrays.copyOf(blob, length));
      assertRefused(Defect.SIGNATURE_INVALID, () -> changed.verify(keys(vector)));
    }
  }

  @Test
  void refusesASignatureWhoseScalarIsBeyondTheGroupOrder() throws Exception {
    Vectors vector = NOTES.at("valid").each().getFirst();
    byte[] blob = Base64.getDecoder().decode(note(vector).signatures().getFirst().base64());
    byte[] scalar = new byte[33];
    for (int i = 0; i < 32; i++) {
      scalar[32 - i] = blob[36 + i];
    }
    byte[] larger = new BigInteger(1, scalar).add(GROUP_ORDER).toByteArray();
    for (int i = 0; i < 32; i++) {
      blob[36 + i] = i < larger.length ? larger[larger.length - 1 - i] : 0;
    }
    SignedNote changed = resigned(note(vector), blob);
    assertRefused(Defect.SIGNATURE_INVALID, () -> changed.verify(keys(vector)));
  }

  @Test
  void refusesTheWholeNoteForOneBadSignatureOfAKnownKey() throws Exception {
    Vectors vector = NOTES.at("valid").each().getFirst();
    SignedNote good = note(vector);
    byte[] blob = Base64.getDecoder().decode(good.signatures().getFirst().base64());
    blob[20] ^= 1;
    SignedNote bad = resigned(good, blob);
    SignedNote both =
        new SignedNote(
            good.text(), List.of(good.signatures().getFirst(), bad.signatures().getFirst()));
    assertRefused(Defect.SIGNATURE_INVALID, () -> both.verify(keys(vector)));
  }

  @Test
  void refusesLowOrderAndNonCanonicalKeys() {
    List<String> weak =
        List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
    for (String hex : weak) {
      byte[] key = HexFormat.of().parseHex(hex);
      byte[] otherSign = key.clone();
      otherSign[31] ^= (byte) 0x80;
      assertRefused(Defect.KEY_WEAK, () -> VerifierKey.parse(vkey("weak", key)));
      assertRefused(Defect.KEY_WEAK, () -> VerifierKey.parse(vkey("weak", otherSign)));
    }
  }

  @Test
  void refusesKeysOffTheCurveOfAnotherLengthOrAlgorithm() {
    byte[] offCurve = new byte[32];
    offCurve[0] = 2;
    assertRefused(Defect.KEY_MALFORMED, () -> VerifierKey.parse(vkey("k", offCurve)));
    assertRefused(Defect.KEY_MALFORMED, () -> VerifierKey.parse(vkey("k", new byte[33])));
    byte[] unknown = new byte[33];
    unknown[0] = 0x05;
    assertRefused(Defect.KEY_ALGORITHM_UNKNOWN, () -> VerifierKey.parse(vkeyOf("k", unknown)));
  }

  @Test
  void refusesMalformedSignatureLines() {
    String good = NOTES.at("valid").each().getFirst().at("note").text();
    List<String> bad = new ArrayList<>();
    bad.add(good.replace("\u2014 ", "- "));
    bad.add(good.replace("PeterNeumann", "Peter+Neumann"));
    bad.add(good.replace("PeterNeumann", "Peter\u00a0Neumann"));
    bad.add(good.replace("AM=\n", "AM\n"));
    bad.add(good.replace("AM=\n", "AN=\n"));
    bad.add(good.replace("\u2014 PeterNeumann", "\u2014  PeterNeumann"));
    bad.add(good + "\n");
    bad.add(good + "trailing\n");
    bad.add("text\n\n");
    bad.add("");
    for (String note : bad) {
      assertRefused(Defect.NOTE_MALFORMED, () -> SignedNote.parse(note.getBytes(UTF_8)));
    }
  }

  @Test
  void neverAcceptsANoteWithAChangedBit() {
    long seed = 64L;
    Random random = new Random(seed);
    Vectors vector = NOTES.at("valid").each().getFirst();
    byte[] good = vector.at("note").text().getBytes(UTF_8);
    for (int round = 0; round < 300; round++) {
      byte[] changed = good.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertRefused(() -> SignedNote.parse(changed).verify(keys(vector)));
    }
  }

  private static SignedNote note(Vectors vector) throws VerificationException {
    return SignedNote.parse(vector.at("note").text().getBytes(UTF_8));
  }

  private static List<VerifierKey> keys(Vectors vector) throws VerificationException {
    List<VerifierKey> keys = new ArrayList<>();
    for (Vectors vkey : vector.at("vkeys").each()) {
      keys.add(VerifierKey.parse(vkey.text()));
    }
    return keys;
  }

  private static SignedNote resigned(SignedNote note, byte[] blob) {
    String name = note.signatures().getFirst().name();
    String base64 = Base64.getEncoder().encodeToString(blob);
    return new SignedNote(note.text(), List.of(new SignedNote.NoteSignature(name, base64)));
  }

  private static String vkey(String name, byte[] key) {
    byte[] blob = new byte[key.length + 1];
    blob[0] = VerifierKey.ED25519;
    System.arraycopy(key, 0, blob, 1, key.length);
    return vkeyOf(name, blob);
  }

  private static String vkeyOf(String name, byte[] blob) {
    MessageDigest sha = MerkleVerifier.sha256();
    sha.update((name + "\n").getBytes(UTF_8));
    byte[] id = Arrays.copyOf(sha.digest(blob), 4);
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(blob);
  }
}
