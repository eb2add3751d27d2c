package uk.yjx.server.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Source of ids: UUID version 7 (RFC 9562), so that ids made later sort later. Thread-safe. */
public final class Ids {
  /** Random bytes drawn at a time, since a secure source costs more per call than per byte. */
  private static final int STOCK_BYTES = 8192;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final InstantSource clock;
  private final RandomGenerator random;
  private final byte[] stock = new byte[STOCK_BYTES];
  private int used = STOCK_BYTES;

  /** Makes ids from a clock and a generator; the generator must be safe for concurrent use. */
  public Ids(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new id. */
  public UUID next() {
    long high;
    long low;
    synchronized (stock) {
      if (used == STOCK_BYTES) {
        random.nextBytes(stock);
        used = 0;
      }
      high = (long) LONGS.get(stock, used);
      low = (long) LONGS.get(stock, used + Long.BYTES);
      used += 2 * Long.BYTES;
    }
    return new UUID(
        (clock.millis() << 16) | 0x7000L | (high & 0x0FFFL),
        (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}
