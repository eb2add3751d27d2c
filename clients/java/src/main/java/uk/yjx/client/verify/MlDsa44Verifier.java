package uk.yjx.client.verify;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** ML-DSA-44 (FIPS 204) with an empty context, as the JDK has it from version 24 on. */
final class MlDsa44Verifier {
  static final int KEY_BYTES = 1312;
  static final int SIGNATURE_BYTES = 2420;

  /** SubjectPublicKeyInfo of id-ml-dsa-44 up to the key itself. */
  private static final byte[] HEAD =
      HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

  private final PublicKey key;

  MlDsa44Verifier(byte[] raw) throws VerificationException {
    if (raw.length != KEY_BYTES) {
      throw new VerificationException(
          Defect.KEY_MALFORMED, "ML-DSA-44 key has " + raw.length + " bytes, not " + KEY_BYTES);
    }
    byte[] encoded = ByteBuffer.allocate(HEAD.length + KEY_BYTES).put(HEAD).put(raw).array();
    try {
      this.key = KeyFactory.getInstance("ML-DSA").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException unreadable) {
      throw new VerificationException(
          Defect.KEY_MALFORMED, "ML-DSA-44 key cannot be read by this Java");
    }
  }

  void verify(byte[] message, byte[] signature) throws VerificationException {
    if (signature.length != SIGNATURE_BYTES) {
      throw invalid("signature has " + signature.length + " bytes, not " + SIGNATURE_BYTES);
    }
    try {
      Signature verifier = Signature.getInstance("ML-DSA-44");
      verifier.initVerify(key);
      verifier.update(message);
      if (!verifier.verify(signature)) {
        throw invalid("signature is not over this text");
      }
    } catch (GeneralSecurityException unreadable) {
      throw invalid("signature is not one of ML-DSA-44");
    }
  }

  private static VerificationException invalid(String what) {
    return new VerificationException(Defect.SIGNATURE_INVALID, what);
  }
}
