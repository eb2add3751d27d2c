package uk.yjx.server.journal;

import java.time.Duration;

/** Is told that the server is about to stop, while its streams can still say so to clients. */
public interface DrainListener {

  /** Tell clients to come back after the delay, with jitter. */
  void drain(Duration retryAfter);
}
