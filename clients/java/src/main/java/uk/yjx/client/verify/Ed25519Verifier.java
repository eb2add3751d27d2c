package uk.yjx.client.verify;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/**
 * Ed25519 (RFC 8032) as the log uses it, stricter than the JDK.
 *
 * <p>The JDK has accepted 65-byte signatures and low-order public keys; both are refused here
 * before it is asked.
 */
final class Ed25519Verifier {
  static final int KEY_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  private static final BigInteger FIELD_PRIME =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger GROUP_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final BigInteger CURVE_D =
      BigInteger.valueOf(-121665)
          .multiply(BigInteger.valueOf(121666).modInverse(FIELD_PRIME))
          .mod(FIELD_PRIME);

  /** The y coordinates of the eight points whose order divides 8. */
  private static final Set<BigInteger> LOW_ORDER_Y =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          FIELD_PRIME.subtract(BigInteger.ONE),
          new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
          new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

  private final PublicKey key;

  Ed25519Verifier(byte[] raw) throws VerificationException {
    if (raw.length != KEY_BYTES) {
      throw new VerificationException(
          Defect.KEY_MALFORMED, "Ed25519 key has " + raw.length + " bytes, not " + KEY_BYTES);
    }
    BigInteger encoded = littleEndian(raw, 0, KEY_BYTES);
    BigInteger y = encoded.clearBit(255);
    if (y.compareTo(FIELD_PRIME) >= 0) {
      throw new VerificationException(Defect.KEY_WEAK, "Ed25519 key is not canonical");
    }
    if (LOW_ORDER_Y.contains(y)) {
      throw new VerificationException(Defect.KEY_WEAK, "Ed25519 key is of low order");
    }
    this.key = onCurve(encoded.testBit(255), y);
  }

  void verify(byte[] message, byte[] signature) throws VerificationException {
    if (signature.length != SIGNATURE_BYTES) {
      throw invalid("signature has " + signature.length + " bytes, not " + SIGNATURE_BYTES);
    }
    if (littleEndian(signature, 32, 32).compareTo(GROUP_ORDER) >= 0) {
      throw invalid("signature is not canonical");
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      if (!verifier.verify(signature)) {
        throw invalid("signature is not over this text");
      }
    } catch (GeneralSecurityException unreadable) {
      throw invalid("signature holds no point of the curve");
    }
  }

  /** RFC 8032 section 5.1.3: x squared is (y^2-1)/(d y^2+1), which has to be a square. */
  private static PublicKey onCurve(boolean xOdd, BigInteger y) throws VerificationException {
    BigInteger squared = y.multiply(y).mod(FIELD_PRIME);
    BigInteger denominator = CURVE_D.multiply(squared).add(BigInteger.ONE).modInverse(FIELD_PRIME);
    BigInteger x = squared.subtract(BigInteger.ONE).multiply(denominator).mod(FIELD_PRIME);
    BigInteger half = FIELD_PRIME.shiftRight(1);
    if (!x.modPow(half, FIELD_PRIME).equals(BigInteger.ONE)) {
      throw new VerificationException(Defect.KEY_MALFORMED, "Ed25519 key is not on the curve");
    }
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(
              new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(xOdd, y)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", impossible);
    }
  }

  private static BigInteger littleEndian(byte[] bytes, int from, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < length; i++) {
      reversed[i] = bytes[from + length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static VerificationException invalid(String what) {
    return new VerificationException(Defect.SIGNATURE_INVALID, what);
  }
}
