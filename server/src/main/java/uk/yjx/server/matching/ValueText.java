package uk.yjx.server.matching;

import java.util.Locale;
import java.util.Set;

/** The comparison forms of values that are not names; empty for what stands for «none». */
final class ValueText {

  private static final Set<String> NOTHING =
      Set.of(
          "unknown",
          "notknown",
          "nk",
          "na",
          "none",
          "nil",
          "null",
          "nan",
          "tbc",
          "tba",
          "xxx",
          "notgiven",
          "refused",
          "nofixedabode",
          "nfa");
  private static final int IDENTIFIER_MIN = 3;

  private ValueText() {}

  static String postcode(String text) {
    String compact = compact(text);
    // ZZ99 is written for no fixed abode and for unknown.
    return compact.startsWith("zz99") ? "" : compact;
  }

  static String sex(String text) {
    String compact = compact(text);
    if (compact.isEmpty()) {
      return "";
    }
    return switch (compact) {
      case "m", "male", "man", "boy", "1" -> "m";
      case "f", "female", "woman", "girl", "2" -> "f";
      case "u", "0", "9" -> "";
      default -> compact;
    };
  }

  static String email(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.indexOf('@') > 0 ? lower : compact(text);
  }

  /** Digits after the country code or the trunk zero. */
  static String phone(String text) {
    StringBuilder digits = new StringBuilder();
    text.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
    String all = digits.toString();
    if (all.startsWith("0044")) {
      all = all.substring(4);
    } else if (all.startsWith("44") && all.length() > 10) {
      all = all.substring(2);
    }
    all = all.replaceFirst("^0+", "");
    return oneRepeated(all) ? "" : all;
  }

  static String worded(String text) {
    String words = String.join(" ", NameTokens.of(text));
    return NOTHING.contains(words.replace(" ", "")) ? "" : words;
  }

  static String identifier(String text) {
    String compact = compact(text);
    return compact.length() < IDENTIFIER_MIN || oneRepeated(compact) ? "" : compact;
  }

  private static String compact(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        out.append(Character.toLowerCase(c));
      }
    }
    String compact = out.toString();
    return NOTHING.contains(compact) ? "" : compact;
  }

  private static boolean oneRepeated(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c == text.charAt(0));
  }
}
