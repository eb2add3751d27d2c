package uk.yjx.server.audit;

import org.jspecify.annotations.Nullable;

/**
 * Holds the plain members of a leaf to codes: visible ASCII without spaces, quotes or backslashes,
 * so that no free text, and with it no person, slips into what can never be erased.
 */
final class Codes {
  /** The longest code, in characters. */
  static final int LENGTH_MAX = 200;

  private Codes() {}

  static String require(String member, String code) {
    if (code.isEmpty() || code.length() > LENGTH_MAX || !areAllowed(code)) {
      throw new IllegalArgumentException(
          member + " is not a code of 1 to " + LENGTH_MAX + " visible ASCII characters");
    }
    return code;
  }

  static void requireIfPresent(String member, @Nullable String code) {
    if (code != null) {
      require(member, code);
    }
  }

  private static boolean areAllowed(String code) {
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
