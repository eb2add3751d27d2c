package uk.yjx.server.storage;

import java.io.IOException;
import java.util.UUID;

/**
 * Sealed bytes too large for tables. A blob is known by a random id and consists of parts, each
 * sealed by whoever writes it; the store never sees a key. Several servers that share a store see
 * each other's blobs. Thread-safe.
 */
public interface Blobs {

  /**
   * Writes the parts of a blob, in order and from the first on; for one thread at a time.
   *
   * @param partBytes bytes of every part but the last, at least 1
   */
  Writer writer(UUID blob, int partBytes) throws IOException;

  /** Opens a blob for reading; for one thread at a time. Fails when there is none. */
  Reader reader(UUID blob, int partBytes) throws IOException;

  /** Deletes a blob; nothing happens when there is none. */
  void delete(UUID blob) throws IOException;

  /** What kind of store it is, for the capabilities: «local» or «s3». */
  String kind();

  /** Whether servers on other machines can see it: what several hosts need. */
  boolean shared();

  /** Writes one blob. */
  interface Writer extends AutoCloseable {
    /**
     * Adds a part; it is durable after the next {@link #sync}. The array is the caller's again when
     * this returns.
     *
     * @param length bytes of the part, from the array's first on
     */
    void add(byte[] sealed, int length) throws IOException;

    /** Returns once everything added is durable. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Reads one blob. */
  interface Reader extends AutoCloseable {
    /**
     * Reads a part into an array, from its first byte on.
     *
     * @param index from 0
     * @param length its length in bytes; fails with EOFException when the blob ends before
     */
    void part(int index, byte[] into, int length) throws IOException;

    @Override
    void close() throws IOException;
  }
}
