package uk.yjx.server.kernel;

import java.util.regex.Pattern;

/**
 * Id of an agency: 2 to 40 characters from a-z, 0-9 and «-». A youth justice service is an agency,
 * and its agency id is its service id.
 */
public record AgencyId(String value) implements Comparable<AgencyId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,39}");

  public AgencyId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("an agency id is 2 to 40 characters from a-z 0-9 -");
    }
  }

  @Override
  public int compareTo(AgencyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
