package uk.yjx.cli.people;

/**
 * How a file writes dates of birth: runs of y, M and d as in {@code yyyyMMdd} or {@code d/M/yyyy}.
 * Dates are read digit by digit and not checked: a slip of the pen is evidence as well.
 */
record BirthFormat(String pattern, int thisYear) {

  BirthFormat {
    if (!pattern.contains("y") || !pattern.matches("[^A-Za-z]*(([yMdu])\\2*[^A-Za-z]*)+")) {
      throw new IllegalArgumentException(
          "a format of dates is made of y, M and d, such as yyyy-MM-dd");
    }
  }

  /** Digits {@code yyyymmdd} with zeros where nothing is said; 0 if the text is no such date. */
  int parse(String text) {
    int year = 0;
    int month = 0;
    int day = 0;
    int at = 0;
    int p = 0;
    while (p < pattern.length() && at < text.length()) {
      char letter = pattern.charAt(p);
      if (!Character.isLetter(letter)) {
        p++;
        at += Character.isDigit(text.charAt(at)) ? 0 : 1;
        continue;
      }
      int run = p;
      while (run < pattern.length() && pattern.charAt(run) == letter) {
        run++;
      }
      boolean adjoining = run < pattern.length() && Character.isLetter(pattern.charAt(run));
      int most = adjoining ? run - p : Math.max(run - p, letter == 'y' ? 4 : 2);
      int end = at;
      while (end < text.length() && end - at < most && isDigit(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        break;
      }
      int value = Integer.parseInt(text, at, end, 10);
      switch (letter) {
        case 'y', 'u' -> year = end - at <= 2 ? century(value) : value;
        case 'M' -> month = value;
        case 'd' -> day = value;
        default -> throw new IllegalStateException("checked by the constructor");
      }
      at = end;
      p = run;
    }
    return year * 10_000 + month * 100 + day;
  }

  private int century(int twoDigits) {
    int inThis = thisYear / 100 * 100 + twoDigits;
    return inThis <= thisYear ? inThis : inThis - 100;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
