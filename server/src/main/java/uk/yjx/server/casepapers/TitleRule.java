package uk.yjx.server.casepapers;

import java.text.Normalizer;

/**
 * Titles are shown and may become names of files on a reader's machine, so nothing in them may be a
 * path, a control, or text that reads otherwise than it is written.
 */
final class TitleRule {
  private static final String FORBIDDEN = "/\\:*?\"<>|\u0000";

  private TitleRule() {}

  /** Whether a title can do no harm. */
  static boolean allows(String title) {
    return !title.isBlank()
        && title.equals(title.strip())
        && !title.startsWith(".")
        && !title.endsWith(".")
        && Normalizer.isNormalized(title, Normalizer.Form.NFC)
        && title.codePoints().allMatch(TitleRule::isPlain);
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> FORBIDDEN.indexOf(point) < 0;
    };
  }
}
