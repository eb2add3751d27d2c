package uk.yjx.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key with its name, as C2SP signed-note uses it; checkpoints and receipts never share
 * one. Bouncy Castle signs twenty times as fast as the JDK.
 */
public final class SigningKey {
  /** Length of a seed, in bytes. */
  public static final int SEED_BYTES = 32;

  private static final byte ED25519_NOTE = 0x01;
  private static final int ID_BYTES = 4;

  private final String name;
  private final Ed25519PrivateKeyParameters secret;
  private final byte[] publicKey;
  private final byte[] id;

  private SigningKey(String name, Ed25519PrivateKeyParameters secret) {
    this.name = name;
    this.secret = secret;
    this.publicKey = secret.generatePublicKey().getEncoded();
    MessageDigest sha = TreeHasher.sha256();
    sha.update(name.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) '\n');
    sha.update(ED25519_NOTE);
    this.id = Arrays.copyOf(sha.digest(publicKey), ID_BYTES);
  }

  /** The key of a seed of 32 secret bytes, under a name without spaces and plus signs. */
  public static SigningKey of(String name, byte[] seed) {
    Codes.require("key name", name);
    if (name.indexOf('+') >= 0) {
      throw new IllegalArgumentException("key name holds a plus sign");
    }
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("seed has " + seed.length + " bytes, not " + SEED_BYTES);
    }
    return new SigningKey(name, new Ed25519PrivateKeyParameters(seed, 0));
  }

  /** The key's name; for a log's key its origin. */
  public String name() {
    return name;
  }

  /** The public key, 32 bytes. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The first four bytes of SHA-256 over name, newline, algorithm byte and public key. */
  public byte[] keyId() {
    return id.clone();
  }

  /** The public key as text, for those who verify: name, identifier and key. */
  public String verifierKey() {
    byte[] blob =
        ByteBuffer.allocate(1 + publicKey.length).put(ED25519_NOTE).put(publicKey).array();
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(blob);
  }

  /** The signature over exactly these bytes, 64 bytes. */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    secret.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /** A signed note over a text that ends in a newline and holds no other control character. */
  public String note(String text) {
    boolean plain = text.chars().noneMatch(c -> c < ' ' && c != '\n');
    if (!plain || !text.endsWith("\n")) {
      throw new IllegalArgumentException("text of a note is not lines of plain text");
    }
    byte[] signature = sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] blob = ByteBuffer.allocate(ID_BYTES + signature.length).put(id).put(signature).array();
    return text + "\n\u2014 " + name + " " + Base64.getEncoder().encodeToString(blob) + "\n";
  }

  /** The secret stays out of logs. */
  @Override
  public String toString() {
    return "SigningKey[" + name + "]";
  }
}
