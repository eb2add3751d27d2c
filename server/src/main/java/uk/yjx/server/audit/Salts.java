package uk.yjx.server.audit;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Hands out salts of 256 random bits from a stock, since a secure source costs more per call than
 * per byte; what was handed out is wiped from the stock. Safe for many threads.
 */
final class Salts {
  /** Length of a salt, in bytes. */
  static final int BYTES = 32;

  /** Salts drawn at a time. */
  private static final int STOCK = 256;

  private final RandomGenerator randomness;
  private final byte[] stock = new byte[STOCK * BYTES];
  private int next = stock.length;

  Salts(RandomGenerator randomness) {
    this.randomness = randomness;
  }

  /** Fills the array, whose length is a number of salts, at most the stock. */
  synchronized void fill(byte[] salts) {
    if (stock.length - next < salts.length) {
      randomness.nextBytes(stock);
      next = 0;
    }
    System.arraycopy(stock, next, salts, 0, salts.length);
    Arrays.fill(stock, next, next + salts.length, (byte) 0);
    next += salts.length;
  }
}
