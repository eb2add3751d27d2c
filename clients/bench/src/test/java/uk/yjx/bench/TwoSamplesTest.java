package uk.yjx.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TwoSamplesTest {

  /** Worked by hand: three of four before any of the others; two pairs of sixteen; no ties. */
  @Test
  void agreesWithSamplesWorkedByHand() {
    TwoSamples it = TwoSamples.of(new long[] {1, 2, 3, 6}, new long[] {4, 5, 7, 8});
    assertEquals(0.75, it.d(), 1e-9);
    assertEquals(2 / 16.0, it.superiority(), 1e-9);
    assertEquals(2.5, it.medianFirst(), 1e-9);
    assertEquals(6, it.medianSecond(), 1e-9);
    // z = (2 - 8) / sqrt(16 * 9 / 12) = -1.7321
    assertEquals(0.0833, it.pMw(), 1e-3);
  }

  @Test
  void halvesTies() {
    TwoSamples it = TwoSamples.of(new long[] {5, 5, 5}, new long[] {5, 5});
    assertEquals(0, it.d());
    assertEquals(0.5, it.superiority());
    assertEquals(1, it.pMw(), 1e-6);
    assertEquals(1, it.pKs());
  }

  @Test
  void seesAShiftThatIsThereAndNoneThatIsNot() {
    Random random = new Random(7);
    long[] one = normal(random, 1_000_000, 20_000);
    long[] same = normal(random, 1_000_000, 20_000);
    long[] later = normal(random, 1_030_000, 20_000);
    TwoSamples equal = TwoSamples.of(one, same);
    assertTrue(equal.pKs() > 1e-6 && equal.pMw() > 1e-6, equal.toString());
    TwoSamples shifted = TwoSamples.of(later, one);
    assertTrue(shifted.pKs() < 1e-6 && shifted.pMw() < 1e-6, shifted.toString());
    assertEquals(0.03, shifted.medianShift(), 0.01);
  }

  private static long[] normal(Random random, double mean, int count) {
    return LongStream.generate(() -> Math.round(mean + 200_000 * random.nextGaussian()))
        .limit(count)
        .toArray();
  }
}
