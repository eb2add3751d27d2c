package uk.yjx.server.storage;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM as nonce (12 random bytes), ciphertext, tag (16 bytes); used by one thread at a time.
 * Random bytes are drawn in batches, since one call of the operating system costs more than a seal.
 */
final class Sealer {

  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final int RANDOM_BATCH_BYTES = 4096;

  private final SecureRandom random;
  private final byte[] batch = new byte[RANDOM_BATCH_BYTES];
  private int used = RANDOM_BATCH_BYTES;
  private final Cipher cipher;

  Sealer(SecureRandom random) {
    this.random = random;
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new StorageException("This Java lacks AES-GCM: " + e, e);
    }
  }

  /** Fills a part of an array; what was handed out is wiped from the batch. */
  void randomBytes(byte[] target, int offset, int length) {
    if (length > RANDOM_BATCH_BYTES) {
      throw new IllegalArgumentException(length + " random bytes; at most " + RANDOM_BATCH_BYTES);
    }
    if (used + length > RANDOM_BATCH_BYTES) {
      random.nextBytes(batch);
      used = 0;
    }
    System.arraycopy(batch, used, target, offset, length);
    Arrays.fill(batch, used, used + length, (byte) 0);
    used += length;
  }

  /** Seals into a new array that begins with {@code header} further bytes left to the caller. */
  byte[] seal(SecretKey key, byte[] plain, byte[] associated, int header) {
    byte[] sealed = new byte[header + NONCE_BYTES + plain.length + TAG_BYTES];
    randomBytes(sealed, header, NONCE_BYTES);
    try {
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key,
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, header, NONCE_BYTES));
      cipher.updateAAD(associated);
      cipher.doFinal(plain, 0, plain.length, sealed, header + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new StorageException("A record cannot be sealed: " + e, e);
    }
  }

  /**
   * Seals into another array.
   *
   * @param length bytes to be sealed
   * @return bytes of the sealed form
   */
  int seal(SecretKey key, byte[] plain, int length, byte[] associated, byte[] into) {
    randomBytes(into, 0, NONCE_BYTES);
    try {
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key,
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, into, 0, NONCE_BYTES));
      cipher.updateAAD(associated);
      return NONCE_BYTES + cipher.doFinal(plain, 0, length, into, NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new StorageException("A record cannot be sealed: " + e, e);
    }
  }

  /**
   * Opens into another array; fails if any bit or the associated data differs.
   *
   * @param length bytes of the sealed form
   * @return bytes opened
   */
  int open(SecretKey key, byte[] sealed, int length, byte[] associated, byte[] into)
      throws GeneralSecurityException {
    cipher.init(
        Cipher.DECRYPT_MODE,
        key,
        new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, 0, NONCE_BYTES));
    cipher.updateAAD(associated);
    return cipher.doFinal(sealed, NONCE_BYTES, length - NONCE_BYTES, into, 0);
  }

  /** Opens what follows the header; fails if any bit or the associated data differs. */
  byte[] open(SecretKey key, byte[] sealed, byte[] associated, int header)
      throws GeneralSecurityException {
    cipher.init(
        Cipher.DECRYPT_MODE,
        key,
        new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, header, NONCE_BYTES));
    cipher.updateAAD(associated);
    return cipher.doFinal(sealed, header + NONCE_BYTES, sealed.length - header - NONCE_BYTES);
  }
}
