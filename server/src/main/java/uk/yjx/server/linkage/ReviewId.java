package uk.yjx.server.linkage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which person of which notice is reviewed. */
record ReviewId(long notice, int person) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})\\.([0-9]{1,4})");

  /** Reads an id; empty for a text that is none. */
  static Optional<ReviewId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ReviewId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return notice + "." + person;
  }
}
