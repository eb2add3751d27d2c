package uk.yjx.client.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A key of any algorithm that signs checkpoints, for tests. */
final class Signer {
  private final String name;
  private final byte algorithm;
  private final KeyPair pair;
  private final byte[] raw;
  private final byte[] id;

  private Signer(String name, byte algorithm, KeyPair pair, int rawLength) {
    byte[] encoded = pair.getPublic().getEncoded();
    this.name = name;
    this.algorithm = algorithm;
    this.pair = pair;
    this.raw = Arrays.copyOfRange(encoded, encoded.length - rawLength, encoded.length);
    ByteArrayOutputStream hashed = new ByteArrayOutputStream();
    hashed.writeBytes((name + "\n").getBytes(StandardCharsets.UTF_8));
    hashed.write(algorithm);
    hashed.writeBytes(raw);
    this.id = Arrays.copyOf(MerkleVerifier.sha256().digest(hashed.toByteArray()), 4);
  }

  static Signer log(String name) {
    return new Signer(name, VerifierKey.ED25519, pair("Ed25519"), 32);
  }

  static Signer witness(String name) {
    return new Signer(name, VerifierKey.ED25519_COSIGNATURE, pair("Ed25519"), 32);
  }

  static Signer mlDsa(String name) {
    return new Signer(name, VerifierKey.ML_DSA_44, pair("ML-DSA-44"), MlDsa44Verifier.KEY_BYTES);
  }

  VerifierKey key() throws VerificationException {
    return VerifierKey.parse(vkey());
  }

  String vkey() {
    byte[] blob = ByteBuffer.allocate(1 + raw.length).put(algorithm).put(raw).array();
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(blob);
  }

  /** The signature line under the text of a checkpoint; plain log keys state no time. */
  String line(String text, long time) throws Exception {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.writeBytes(id);
    if (algorithm != VerifierKey.ED25519) {
      blob.writeBytes(ByteBuffer.allocate(8).putLong(time).array());
    }
    blob.writeBytes(sign(message(text, time)));
    return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(blob.toByteArray()) + "\n";
  }

  byte[] sign(byte[] message) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(algorithm == VerifierKey.ML_DSA_44 ? "ML-DSA-44" : "Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(message);
    return signature.sign();
  }

  private byte[] message(String text, long time) throws VerificationException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    if (algorithm == VerifierKey.ED25519) {
      return body;
    }
    if (algorithm == VerifierKey.ED25519_COSIGNATURE) {
      return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
    Checkpoint checkpoint = Checkpoint.parse(text);
    ByteBuffer message = ByteBuffer.allocate(1024);
    message.put("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII));
    message.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    message.putLong(time);
    message.put((byte) checkpoint.origin().length());
    message.put(checkpoint.origin().getBytes(StandardCharsets.US_ASCII));
    message.putLong(0).putLong(checkpoint.size()).put(checkpoint.root());
    return Arrays.copyOf(message.array(), message.position());
  }

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
