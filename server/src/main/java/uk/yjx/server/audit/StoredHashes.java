package uk.yjx.server.audit;

/** What the log's tables hold of the tree. */
public interface StoredHashes {
  /** The hashes of a complete tile, 8,192 bytes. */
  byte[] tile(int level, long index);

  /** The leaf hashes from {@code from} to before {@code to}, one after the other, at most 255. */
  byte[] leafHashes(long from, long to);
}
