package uk.yjx.cli.output;

/**
 * A piece of text with its tone. Control characters are replaced: what comes from elsewhere must
 * not steer the reader's terminal.
 *
 * @param text one line
 * @param tone how it is meant
 */
public record Cell(String text, Tone tone) {

  private static final char REPLACEMENT = '\uFFFD';

  /** Replaces control characters. */
  public Cell {
    text = printable(text);
  }

  /** Ordinary text. */
  public static Cell of(String text) {
    return new Cell(text, Tone.PLAIN);
  }

  /** A number with thousands separated. */
  public static Cell of(long number) {
    return of(String.format(java.util.Locale.UK, "%,d", number));
  }

  /** Columns the text takes. */
  int width() {
    return width(text);
  }

  /**
   * The text cut to {@code columns} and filled up to it with spaces, on the left or on the right.
   */
  String fitted(int columns, boolean toTheRight, boolean colour) {
    String cut = text;
    if (width() > columns) {
      cut = columns < 1 ? "" : beginning(columns - 1) + "…";
    }
    String space = " ".repeat(Math.max(0, columns - width(cut)));
    String painted = tone.paint(cut, colour);
    return toTheRight ? space + painted : painted + space;
  }

  private String beginning(int columns) {
    int end = 0;
    for (int left = columns; end < text.length(); ) {
      int c = text.codePointAt(end);
      left -= columns(c);
      if (left < 0) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  private static int width(String text) {
    return text.codePoints().map(Cell::columns).sum();
  }

  // A tone or accent of its own stands over the letter before it.
  private static int columns(int c) {
    return Character.getType(c) == Character.NON_SPACING_MARK ? 0 : 1;
  }

  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> isHarmless(c) ? c : REPLACEMENT).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  // Format characters can reverse the direction of what follows them.
  private static boolean isHarmless(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }
}
