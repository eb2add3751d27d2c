package uk.yjx.world;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Makes one generator for each part of the world, so that parts do not disturb each other. */
final class Seeds {

  private Seeds() {}

  /** The generator of {@code part} under {@code seed}; its algorithm is fixed by the JDK. */
  static RandomGenerator of(long seed, String part) {
    long mixed = seed;
    for (int i = 0; i < part.length(); i++) {
      mixed = mixed * 0x9E3779B97F4A7C15L + part.charAt(i);
    }
    return new SplittableRandom(mixed);
  }
}
