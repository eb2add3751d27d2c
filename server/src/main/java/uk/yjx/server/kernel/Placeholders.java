package uk.yjx.server.kernel;

import java.util.Set;

/** The words and runs that people type when a form demands an identifier they do not have. */
final class Placeholders {

  private static final Set<String> WORDS =
      Set.of(
          "UNKNOWN",
          "NOTKNOWN",
          "NK",
          "N/K",
          "NA",
          "N/A",
          "NONE",
          "NIL",
          "NULL",
          "TBC",
          "TBA",
          "XXX",
          "-");

  private Placeholders() {}

  /** Whether {@code compact}, upper case and without spaces, stands for «there is none». */
  static boolean isPlaceholder(String compact) {
    return WORDS.contains(compact) || isOneRepeatedDigit(compact);
  }

  // 1111111111 and its like pass the NHS number's check digit, so the run itself has to be refused.
  private static boolean isOneRepeatedDigit(String compact) {
    String digits = compact.replace("-", "").replace("/", "");
    return !digits.isEmpty()
        && digits.charAt(0) >= '0'
        && digits.charAt(0) <= '9'
        && digits.chars().allMatch(c -> c == digits.charAt(0))
        && (digits.length() > 1 || digits.charAt(0) == '0');
  }
}
