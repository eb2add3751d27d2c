package uk.yjx.server.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * The log's second key, ML-DSA-44 (FIPS 204): evidence must outlive what quantum computers may do
 * to Ed25519. Signs checkpoints in the form of C2SP tlog-cosignature.
 */
public final class MlDsaSigningKey {
  private static final byte ML_DSA_44 = 0x06;
  private static final int ID_BYTES = 4;
  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final MLDSAPrivateKeyParameters secret;
  private final byte[] publicKey;
  private final byte[] id;

  private MlDsaSigningKey(String name, MLDSAPrivateKeyParameters secret) {
    this.name = name;
    this.secret = secret;
    this.publicKey = secret.getPublicKey();
    MessageDigest sha = TreeHasher.sha256();
    sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    sha.update(ML_DSA_44);
    this.id = Arrays.copyOf(sha.digest(publicKey), ID_BYTES);
  }

  /**
   * The second key of a log, from the seed of its first: whoever breaks Ed25519 learns a scalar,
   * not the seed.
   */
  public static MlDsaSigningKey of(String origin, byte[] logSeed) {
    MessageDigest sha = TreeHasher.sha256();
    sha.update("yjx log key ml-dsa-44\0".getBytes(StandardCharsets.US_ASCII));
    return new MlDsaSigningKey(
        origin, new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, sha.digest(logSeed)));
  }

  /** The public key as text, for those who verify: name, identifier and key. */
  public String verifierKey() {
    byte[] blob = ByteBuffer.allocate(1 + publicKey.length).put(ML_DSA_44).put(publicKey).array();
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(blob);
  }

  /** The signature line for the checkpoint of a size and root, at a POSIX second. */
  public String line(long size, byte[] root, long time) {
    byte[] origin = name.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(LABEL);
    message.write(origin.length);
    message.writeBytes(origin);
    message.writeBytes(number(time));
    message.write(origin.length);
    message.writeBytes(origin);
    message.writeBytes(number(0));
    message.writeBytes(number(size));
    message.writeBytes(TreeHasher.requireHash(root));
    byte[] signature = sign(message.toByteArray());
    byte[] blob =
        ByteBuffer.allocate(ID_BYTES + Long.BYTES + signature.length)
            .put(id)
            .putLong(time)
            .put(signature)
            .array();
    return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(blob) + "\n";
  }

  /** The secret stays out of logs. */
  @Override
  public String toString() {
    return "MlDsaSigningKey[" + name + "]";
  }

  private byte[] sign(byte[] message) {
    try {
      MLDSASigner signer = new MLDSASigner();
      signer.init(true, secret);
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    } catch (CryptoException impossible) {
      throw new IllegalStateException("a key of its own signs", impossible);
    }
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
