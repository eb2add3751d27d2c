package uk.yjx.server.oversight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.oversight.v1.RiskSign;

/** The managers' sample: a pure function of seed, week and closings, led by signs of risk. */
final class ReviewSampleTest {
  private static final LocalDate WEEK = LocalDate.parse("2026-11-09");
  private static final int RISKY =
      RiskSigns.bits(
          EnumSet.of(
              RiskSign.RISK_SIGN_NO_REVIEW_NEEDED,
              RiskSign.RISK_SIGN_UNCHANGED_COPY,
              RiskSign.RISK_SIGN_IMMEDIATE));

  @Test
  void isTheSameInWhateverOrderClosingsCome() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<ReviewStore.Closing> closings = closings(random, 60, 0);
    List<ReviewStore.Closing> first = ReviewSample.of(7, WEEK, closings);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(closings, random);
      assertEquals(first, ReviewSample.of(7, WEEK, closings), () -> "seed " + seed);
    }
  }

  @Test
  void isAShareOfTheClosingsNeverAllOfManyAndNeverNone() {
    assertEquals(0, ReviewSample.size(0));
    assertEquals(1, ReviewSample.size(1));
    assertEquals(1, ReviewSample.size(5));
    assertEquals(2, ReviewSample.size(6));
    assertEquals(ReviewSample.SIZE_MAX, ReviewSample.size(1_000));
    for (int n = 2; n < 300; n++) {
      assertTrue(ReviewSample.size(n) < n);
    }
  }

  @Test
  void findsRiskyReviewsFarMoreOftenThanOthersAndOthersToo() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int risky = 0;
    int others = 0;
    for (int week = 0; week < 400; week++) {
      List<ReviewStore.Closing> closings = closings(random, 20, 0);
      closings.addAll(closings(random, 5, RISKY));
      for (ReviewStore.Closing one : ReviewSample.of(week, WEEK.plusWeeks(week), closings)) {
        if (one.signs() == RISKY) {
          risky++;
        } else {
          others++;
        }
      }
    }
    // Five of 25 are taken; five risky ones weigh 40 of 60, and drawing goes on without them.
    assertTrue(risky > 400 * 5 / 2, "risky " + risky + ", seed " + seed);
    assertTrue(others > 400, "others " + others + ", seed " + seed);
    assertEquals(400 * 5, risky + others);
  }

  @Test
  void moreSignsNeverTakeAReviewOutOfASample() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<ReviewStore.Closing> closings = closings(random, 12, 0);
      for (ReviewStore.Closing taken : ReviewSample.of(round, WEEK, closings)) {
        List<ReviewStore.Closing> changed = new ArrayList<>(closings);
        changed.remove(taken);
        ReviewStore.Closing heavier =
            new ReviewStore.Closing(taken.review(), taken.number(), taken.by(), RISKY);
        changed.add(heavier);
        assertTrue(ReviewSample.of(round, WEEK, changed).contains(heavier), () -> "seed " + seed);
      }
    }
  }

  @Test
  void signsSurviveTheirWayThroughTheTable() {
    for (RiskSign sign : EnumSet.complementOf(EnumSet.of(RiskSign.UNRECOGNIZED))) {
      if (sign != RiskSign.RISK_SIGN_UNSPECIFIED) {
        assertEquals(List.of(sign), RiskSigns.of(RiskSigns.bits(EnumSet.of(sign))));
      }
    }
  }

  private static List<ReviewStore.Closing> closings(Random random, int count, int signs) {
    List<ReviewStore.Closing> closings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      closings.add(
          new ReviewStore.Closing(
              new UUID(random.nextLong(), random.nextLong()), 1, "north-yjs/user/ann", signs));
    }
    return closings;
  }
}
