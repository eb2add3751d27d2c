package uk.yjx.server.kernel;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Source of ids: UUID version 7 (RFC 9562), so that ids made later sort later. */
public final class Ids {
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Makes ids from a clock and a generator; the generator must be safe for concurrent use. */
  public Ids(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new id. */
  public UUID next() {
    long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
