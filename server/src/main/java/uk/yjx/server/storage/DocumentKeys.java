package uk.yjx.server.storage;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of documents: each document has its own, of which only a wrapped form is stored. Wrapped by
 * the master key until there is a key service with a key; then by that, and wrapped anew whenever
 * it has a newer one. Thread-safe.
 */
public final class DocumentKeys {
  /** Bytes of a wrapped key that say which key wrapped it: a version and four more. */
  public static final int HEADER_BYTES = 5;

  /** Form of a key wrapped by the key service; the master key's form has another number. */
  private static final byte VERSION = 2;

  private final KeyService service;
  private final Vault vault;
  private final SecureRandom random;

  DocumentKeys(KeyService service, Vault vault, SecureRandom random) {
    this.service = service;
    this.vault = vault;
    this.random = random;
  }

  /** A new random key, to be stored in its wrapped form. */
  public RecordKey newKey() {
    int number = service.current();
    if (number == KeyService.NONE) {
      return vault.newRecordKey();
    }
    byte[] plain = new byte[SecretFile.KEY_BYTES];
    random.nextBytes(plain);
    RecordKey key = new RecordKey(new SecretKeySpec(plain, "AES"), wrapped(number, plain));
    Arrays.fill(plain, (byte) 0);
    return key;
  }

  /**
   * The key again from its stored form.
   *
   * @throws StorageException if it was altered, or what wrapped it is gone
   */
  public RecordKey unwrap(byte[] wrapped) {
    if (wrapped.length <= HEADER_BYTES || wrapped[0] != VERSION) {
      return vault.unwrap(wrapped);
    }
    int number = ByteBuffer.wrap(wrapped, 1, Integer.BYTES).getInt();
    byte[] plain =
        service.unwrap(number, Arrays.copyOfRange(wrapped, HEADER_BYTES, wrapped.length));
    SecretKey key = new SecretKeySpec(plain, "AES");
    Arrays.fill(plain, (byte) 0);
    return new RecordKey(key, wrapped.clone());
  }

  /** How keys that need not be wrapped anew begin; empty while the master key wraps. */
  public Optional<byte[]> currentHeader() {
    int number = service.current();
    return number == KeyService.NONE ? Optional.empty() : Optional.of(header(number));
  }

  /** The same key wrapped by the newest key. */
  public byte[] rewrapped(byte[] wrapped) {
    return wrapped(service.current(), unwrap(wrapped).key().getEncoded());
  }

  private byte[] wrapped(int number, byte[] plain) {
    byte[] sealed = service.wrap(number, plain);
    return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
        .put(header(number))
        .put(sealed)
        .array();
  }

  private static byte[] header(int number) {
    return ByteBuffer.allocate(HEADER_BYTES).put(VERSION).putInt(number).array();
  }
}
