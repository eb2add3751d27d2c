package uk.yjx.client.receipts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 key of a test, with its C2SP name. */
final class SigningKey {

  private static final int RAW_KEY_BYTES = 32;

  private final String name;
  private final KeyPair pair;
  private final byte[] id;
  private final byte[] blob;

  SigningKey(String name) throws GeneralSecurityException {
    this.name = name;
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    blob = new byte[1 + RAW_KEY_BYTES];
    blob[0] = 1;
    System.arraycopy(encoded, encoded.length - RAW_KEY_BYTES, blob, 1, RAW_KEY_BYTES);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    id = Arrays.copyOf(sha.digest(blob), 4);
  }

  String verifierKey() {
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(blob);
  }

  byte[] sign(byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(message);
    return signature.sign();
  }

  /** A signed note over a text. */
  String note(String text) throws GeneralSecurityException {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.writeBytes(id);
    blob.writeBytes(sign(text.getBytes(StandardCharsets.UTF_8)));
    return text
        + "\n\u2014 "
        + name
        + " "
        + Base64.getEncoder().encodeToString(blob.toByteArray())
        + "\n";
  }
}
