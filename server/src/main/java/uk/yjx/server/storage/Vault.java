package uk.yjx.server.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encryption at rest: a data key per record, wrapped by the master key; codes and fingerprints
 * under keys derived from it (HKDF-SHA256, RFC 5869). Thread-safe; no method waits.
 */
public final class Vault {

  /** Bytes a sealed form has beyond its content: nonce and tag. */
  public static final int SEAL_BYTES = Sealer.NONCE_BYTES + Sealer.TAG_BYTES;

  /** Form of a wrapped key: version, key id (4 bytes), nonce, 32 bytes sealed, tag. */
  private static final byte WRAPPED_VERSION = 1;

  private static final int KEY_ID_BYTES = 4;
  private static final int WRAPPED_HEADER_BYTES = 1 + KEY_ID_BYTES;
  private static final byte[] WRAPPING = "yjx record key".getBytes(StandardCharsets.US_ASCII);

  private final SecretKey master;
  private final SecretKey wrapping;
  private final byte[] wrappedHeader;
  private final Slots<Sealer> sealers;
  private final MacKey fingerprints;
  private final MacKey digests;

  Vault(byte[] masterKey, SecureRandom random) {
    this.master = new SecretKeySpec(masterKey, "HKDF-PRK");
    this.wrapping = new SecretKeySpec(derive("wrap", SecretFile.KEY_BYTES), "AES");
    this.wrappedHeader = new byte[WRAPPED_HEADER_BYTES];
    wrappedHeader[0] = WRAPPED_VERSION;
    System.arraycopy(derive("key id", KEY_ID_BYTES), 0, wrappedHeader, 1, KEY_ID_BYTES);
    this.sealers = new Slots<>(() -> new Sealer(random));
    this.fingerprints = macKey("fingerprint");
    this.digests = macKey("digest");
  }

  /** A new random data key, to be stored in its wrapped form with the record. */
  public RecordKey newRecordKey() {
    Sealer sealer = sealers.take();
    byte[] plain = new byte[SecretFile.KEY_BYTES];
    sealer.randomBytes(plain, 0, plain.length);
    byte[] wrapped = sealer.seal(wrapping, plain, WRAPPING, WRAPPED_HEADER_BYTES);
    sealers.giveBack(sealer);
    System.arraycopy(wrappedHeader, 0, wrapped, 0, WRAPPED_HEADER_BYTES);
    return new RecordKey(erasing(plain), wrapped);
  }

  /**
   * The data key again from its stored form.
   *
   * @throws StorageException if it was altered or wrapped under another master key
   */
  public RecordKey unwrap(byte[] wrapped) {
    if (wrapped.length < WRAPPED_HEADER_BYTES
        || !Arrays.equals(
            wrapped, 0, WRAPPED_HEADER_BYTES, wrappedHeader, 0, WRAPPED_HEADER_BYTES)) {
      throw new StorageException("A record key was wrapped under another master key or format");
    }
    byte[] plain = opened(sealer -> sealer.open(wrapping, wrapped, WRAPPING, WRAPPED_HEADER_BYTES));
    return new RecordKey(erasing(plain), wrapped.clone());
  }

  /**
   * Seals bytes for one purpose.
   *
   * @param purpose where they belong, such as {@code intelligence.notice}; opening for another
   *     fails
   */
  public byte[] seal(RecordKey key, byte[] plain, String purpose) {
    Sealer sealer = sealers.take();
    byte[] sealed = sealer.seal(key.key(), plain, purpose.getBytes(StandardCharsets.UTF_8), 0);
    sealers.giveBack(sealer);
    return sealed;
  }

  /**
   * Opens what was sealed with this key for this purpose.
   *
   * @throws StorageException if anything of it was altered, or key or purpose are others
   */
  public byte[] open(RecordKey key, byte[] sealed, String purpose) {
    byte[] associated = purpose.getBytes(StandardCharsets.UTF_8);
    return opened(sealer -> sealer.open(key.key(), sealed, associated, 0));
  }

  /**
   * Seals into an array the caller uses again, for contents so large that another array would cost
   * more than the seal.
   *
   * @param length bytes of the content
   * @return bytes of the sealed form: {@link #SEAL_BYTES} more
   */
  public int seal(RecordKey key, byte[] plain, int length, String purpose, byte[] into) {
    Sealer sealer = sealers.take();
    byte[] associated = purpose.getBytes(StandardCharsets.UTF_8);
    int sealed = sealer.seal(key.key(), plain, length, associated, into);
    sealers.giveBack(sealer);
    return sealed;
  }

  /**
   * Opens into an array the caller uses again.
   *
   * @param length bytes of the sealed form
   * @return bytes opened
   * @throws StorageException if anything of it was altered, or key or purpose are others
   */
  public int open(RecordKey key, byte[] sealed, int length, String purpose, byte[] into) {
    Sealer sealer = sealers.take();
    try {
      byte[] associated = purpose.getBytes(StandardCharsets.UTF_8);
      int opened = sealer.open(key.key(), sealed, length, associated, into);
      sealers.giveBack(sealer);
      return opened;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StorageException("Sealed bytes do not open: altered, or another key or purpose", e);
    }
  }

  /**
   * Sixty-four bits that stand for a value where the value itself must not be stored, such as a
   * match key; the same in every process with the same master key.
   */
  public long fingerprint(String value) {
    return fingerprints.fingerprint(value);
  }

  /** The 32-byte code of a request, by which the same request is known again. */
  public byte[] mac(byte[] message) {
    return digests.mac(message);
  }

  /** A key for codes of one kind; the same label gives the same key. */
  public MacKey macKey(String label) {
    return new MacKey(
        new SecretKeySpec(derive("mac " + label, SecretFile.KEY_BYTES), "HmacSHA256"));
  }

  private byte[] derive(String label, int bytes) {
    try {
      byte[] info = ("yjx v1 " + label).getBytes(StandardCharsets.UTF_8);
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(HKDFParameterSpec.expandOnly(master, info, bytes));
    } catch (GeneralSecurityException e) {
      throw new StorageException("This Java lacks HKDF-SHA256: " + e, e);
    }
  }

  private byte[] opened(Opening opening) {
    Sealer sealer = sealers.take();
    try {
      byte[] plain = opening.with(sealer);
      sealers.giveBack(sealer);
      return plain;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StorageException("Sealed bytes do not open: altered, or another key or purpose", e);
    }
  }

  private static SecretKey erasing(byte[] plain) {
    SecretKey key = new SecretKeySpec(plain, "AES");
    Arrays.fill(plain, (byte) 0);
    return key;
  }

  @FunctionalInterface
  private interface Opening {
    byte[] with(Sealer sealer) throws GeneralSecurityException;
  }
}
