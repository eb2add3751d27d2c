package uk.yjx.server.evidence;

import uk.yjx.server.audit.TileEdge;

/**
 * The log up to its newest signed size.
 *
 * @param checkpoint what was signed
 * @param edge the incomplete tiles at that size, for proofs
 */
record SignedLog(Checkpoint checkpoint, TileEdge edge) {
  /** Refuses an edge of another size. */
  SignedLog {
    if (checkpoint.size() != edge.size()) {
      throw new IllegalArgumentException(
          "checkpoint of size " + checkpoint.size() + " with an edge at " + edge.size());
    }
  }

  /** The signed tree size. */
  long size() {
    return checkpoint.size();
  }
}
