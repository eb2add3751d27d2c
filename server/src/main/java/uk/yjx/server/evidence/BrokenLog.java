package uk.yjx.server.evidence;

/** The log is not what was signed before, or not what its own head says; names no person. */
final class BrokenLog extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenLog(String message) {
    super(message);
  }
}
