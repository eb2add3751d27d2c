package uk.yjx.client;

import java.util.random.RandomGenerator;

/** Randomness that always lies at one end. */
public final class ManualRandom implements RandomGenerator {

  private final boolean highest;

  private ManualRandom(boolean highest) {
    this.highest = highest;
  }

  /** Every draw is the least possible. */
  public static ManualRandom lowest() {
    return new ManualRandom(false);
  }

  /** Every draw is the greatest possible. */
  public static ManualRandom highest() {
    return new ManualRandom(true);
  }

  @Override
  public long nextLong() {
    return highest ? -1 : 0;
  }

  @Override
  public long nextLong(long bound) {
    return highest ? bound - 1 : 0;
  }
}
