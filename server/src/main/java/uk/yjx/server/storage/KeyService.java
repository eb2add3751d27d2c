package uk.yjx.server.storage;

/**
 * Wraps keys of documents under keys that are replaced now and then: files by default, an agency's
 * own key management elsewhere, whose keys never leave it. Thread-safe; may wait for another
 * system.
 */
public interface KeyService {
  /** What {@link #current} says where there is no such key: the master key wraps then. */
  int NONE = 0;

  /** Number of the key that wraps now, from 1 and growing; {@link #NONE} if there is none. */
  int current();

  /**
   * Wraps a key of 32 bytes.
   *
   * @param number the key that wraps it
   * @return 32 to 195 bytes that only {@link #unwrap} with the same number opens
   * @throws StorageException when there is no such key or it cannot be reached
   */
  byte[] wrap(int number, byte[] plain);

  /**
   * Opens what was wrapped.
   *
   * @throws StorageException when there is no such key, it cannot be reached, or anything was
   *     altered
   */
  byte[] unwrap(int number, byte[] wrapped);
}
