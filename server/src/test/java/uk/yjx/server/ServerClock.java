package uk.yjx.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The clock of a server under test, which moves only when the test moves it. */
public final class ServerClock implements InstantSource {
  private volatile Instant now;

  /** A clock that stands still, to the microsecond. */
  public ServerClock(Instant start) {
    now = start.truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves it on. */
  public synchronized void pass(Duration time) {
    now = now.plus(time);
  }
}
