package uk.yjx.server.storage;

import javax.crypto.SecretKey;

/**
 * The data key of one record: what it is sealed with, and the form wrapped by the master key, which
 * alone is stored. Erasing the wrapped form makes everything sealed with it unreadable.
 */
public final class RecordKey {

  private final SecretKey key;
  private final byte[] wrapped;

  RecordKey(SecretKey key, byte[] wrapped) {
    this.key = key;
    this.wrapped = wrapped;
  }

  /** The wrapped form for {@code storage.record_key.wrapped}; a copy. */
  public byte[] wrapped() {
    return wrapped.clone();
  }

  SecretKey key() {
    return key;
  }
}
