package uk.yjx.server.linkage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.yjx.server.intake.Doubt;

/**
 * Which person of which record is reviewed.
 *
 * @param record position of the record, which no other record has
 * @param person index of the person in it
 */
record ReviewId(long record, int person) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})\\.([0-9]{1,4})");

  /** That of somebody who waits. */
  static ReviewId of(Doubt doubt) {
    return new ReviewId(doubt.record(), doubt.person());
  }

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
    return record + "." + person;
  }
}
