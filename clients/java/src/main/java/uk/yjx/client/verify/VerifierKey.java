package uk.yjx.client.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/** A public key with its name, as the text form of C2SP signed-note gives it. */
public final class VerifierKey {
  /** The algorithm byte of plain Ed25519 notes. */
  public static final byte ED25519 = 0x01;

  /** The algorithm byte of a witness's Ed25519 cosignatures, which state a time. */
  public static final byte ED25519_COSIGNATURE = 0x04;

  /** The algorithm byte of ML-DSA-44 signatures of logs and witnesses, which state a time. */
  public static final byte ML_DSA_44 = 0x06;

  /** Length of a key identifier, in bytes. */
  public static final int ID_BYTES = 4;

  private final String name;
  private final byte[] id;
  private final byte algorithm;
  private final byte[] material;
  private final SignatureScheme scheme;

  private VerifierKey(
      String name, byte[] id, byte algorithm, byte[] material, SignatureScheme scheme) {
    this.name = name;
    this.id = id;
    this.algorithm = algorithm;
    this.material = material;
    this.scheme = scheme;
  }

  /**
   * Reads {@code name+hex identifier+base64(algorithm byte and key)}, checks the identifier and
   * refuses weak keys.
   */
  public static VerifierKey parse(String vkey) throws VerificationException {
    // The base64 part may hold '+', the name may not: the first two divide the text.
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3 || !isName(parts[0]) || !parts[1].matches("[0-9a-f]{8}")) {
      throw malformed("verifier key is not name+identifier+key");
    }
    byte[] blob =
        StrictBase64.standard(parts[2])
            .filter(bytes -> bytes.length > 1)
            .orElseThrow(() -> malformed("verifier key's last part is not base64"));
    byte[] id = HexFormat.of().parseHex(parts[1]);
    if (!Arrays.equals(id, idOf(parts[0], blob))) {
      throw malformed("verifier key's identifier is not that of its name and key");
    }
    byte[] raw = Arrays.copyOfRange(blob, 1, blob.length);
    return new VerifierKey(parts[0], id, blob[0], raw, SignatureScheme.of(blob[0], parts[0], raw));
  }

  /** The key's name. */
  public String name() {
    return name;
  }

  /** The first four bytes of SHA-256 over name, newline, algorithm byte and key. */
  public byte[] id() {
    return id.clone();
  }

  /** The algorithm byte. */
  public byte algorithm() {
    return algorithm;
  }

  /** Refuses a signature that is not this key's over exactly these bytes. */
  public void verify(byte[] message, byte[] signature) throws VerificationException {
    scheme.verify(message, signature);
  }

  /** The POSIX second that a verified signature of this key states, where it states one. */
  public OptionalLong timeOf(byte[] signature) {
    return scheme.time(signature);
  }

  /** Whether both wrap the same public key, under whatever name. */
  boolean sameKeyAs(VerifierKey other) {
    return Arrays.equals(material, other.material);
  }

  boolean matches(SignedNote.NoteSignature signature) {
    return name.equals(signature.name()) && Arrays.equals(id, signature.keyId());
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.indexOf('+') < 0
        && name.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  private static byte[] idOf(String name, byte[] algorithmAndKey) {
    MessageDigest sha = MerkleVerifier.sha256();
    sha.update(name.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) '\n');
    return Arrays.copyOf(sha.digest(algorithmAndKey), ID_BYTES);
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.KEY_MALFORMED, what);
  }
}
