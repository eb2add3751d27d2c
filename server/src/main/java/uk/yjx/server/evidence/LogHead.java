package uk.yjx.server.evidence;

import uk.yjx.server.audit.Frontier;

/**
 * The committed end of the log, as the journal keeps it.
 *
 * @param epoch epoch of the log
 * @param frontier right edge of the tree, which the journal grew batch by batch
 */
record LogHead(long epoch, Frontier frontier) {

  /** The number of leaves. */
  long size() {
    return frontier.size();
  }
}
