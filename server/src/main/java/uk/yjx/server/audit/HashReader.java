package uk.yjx.server.audit;

/** Reads single nodes of the tree. */
@FunctionalInterface
public interface HashReader {
  /**
   * The hash of the perfect subtree over the leaves from {@code index << level} on, {@code 1 <<
   * level} of them; asked only where all of them are in the tree.
   */
  byte[] hash(int level, long index);
}
