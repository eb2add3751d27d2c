package uk.yjx.server.oversight;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Which closed reviews of a week a manager is asked to look at: a share of them, not every one,
 * likelier the more signs of risk. Pure: the same seed, week and closings give the same sample in
 * whatever order they come. Each closing draws u from (0, 1) by hashing and counts as u^(1/weight);
 * the highest are taken (Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006).
 */
final class ReviewSample {
  /** One in so many is looked at. */
  static final int ONE_IN = 5;

  /** Reviews of one week's sample at most. */
  static final int SIZE_MAX = 20;

  private static final int DRAW_BITS = 53;

  private ReviewSample() {}

  /** The sample, the heaviest first; at least one where there is any. */
  static List<ReviewStore.Closing> of(
      long seed, LocalDate week, Collection<ReviewStore.Closing> closings) {
    return closings.stream()
        .sorted(
            Comparator.comparingDouble((ReviewStore.Closing closing) -> -key(seed, week, closing))
                .thenComparing(ReviewStore.Closing::review)
                .thenComparing(ReviewStore.Closing::number))
        .limit(size(closings.size()))
        .sorted(
            Comparator.comparingInt(
                    (ReviewStore.Closing closing) -> -RiskSigns.weight(closing.signs()))
                .thenComparing(ReviewStore.Closing::review)
                .thenComparing(ReviewStore.Closing::number))
        .toList();
  }

  /** How many of so many are looked at. */
  static int size(int closed) {
    return Math.min(SIZE_MAX, Math.ceilDiv(closed, ONE_IN));
  }

  private static double key(long seed, LocalDate week, ReviewStore.Closing closing) {
    return Math.pow(draw(seed, week, closing), 1.0 / RiskSigns.weight(closing.signs()));
  }

  private static double draw(long seed, LocalDate week, ReviewStore.Closing closing) {
    String text = seed + "\n" + week + "\n" + closing.review() + "\n" + closing.number();
    byte[] hash = sha256(text.getBytes(StandardCharsets.UTF_8));
    long bits =
        HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(hash, 0, Long.BYTES))
            >>> (Long.SIZE - DRAW_BITS);
    return (bits + 0.5) / (1L << DRAW_BITS);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
