package uk.yjx.server.oversight;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The five groups of the census, and none, from what senders write: the 16+1 and 18+1 codes (W1,
 * A3, M2, NS) or words. For counts alone. Pure.
 */
enum EthnicGroup {
  ASIAN,
  BLACK,
  MIXED,
  WHITE,
  OTHER,
  NOT_RECORDED;

  private static final Pattern CODE = Pattern.compile("[ABMWO][0-9]");
  private static final Pattern MIXED_WORDS = Pattern.compile("\\b(mixed|multiple)\\b");
  private static final Pattern WHITE_WORDS =
      Pattern.compile("\\b(white|irish|gypsy|roma|traveller)\\b");
  private static final Pattern BLACK_WORDS = Pattern.compile("\\b(black|african|caribbean)\\b");
  private static final Pattern ASIAN_WORDS =
      Pattern.compile("\\b(asian|indian|pakistani|bangladeshi|chinese)\\b");
  private static final Pattern OTHER_WORDS = Pattern.compile("\\b(arab|other)\\b");

  /** The group of what a sender wrote. */
  static EthnicGroup of(String written) {
    String text = written.strip();
    if (CODE.matcher(text.toUpperCase(Locale.ROOT)).matches()) {
      return switch (Character.toUpperCase(text.charAt(0))) {
        case 'A' -> ASIAN;
        case 'B' -> BLACK;
        case 'M' -> MIXED;
        case 'W' -> WHITE;
        default -> OTHER;
      };
    }
    String words = text.toLowerCase(Locale.ROOT);
    boolean white = WHITE_WORDS.matcher(words).find();
    boolean black = BLACK_WORDS.matcher(words).find();
    boolean asian = ASIAN_WORDS.matcher(words).find();
    if (MIXED_WORDS.matcher(words).find() || (white && (black || asian))) {
      return MIXED;
    }
    if (asian) {
      return ASIAN;
    }
    if (black) {
      return BLACK;
    }
    if (white) {
      return WHITE;
    }
    return OTHER_WORDS.matcher(words).find() ? OTHER : NOT_RECORDED;
  }

  /** The word for it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
