package uk.yjx.server.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Id of a principal, written «agency/system/name» or «agency/user/name»: the path of its
 * certificate's URI below «/agency/».
 */
public record PrincipalId(AgencyId agency, Kind kind, String name)
    implements Comparable<PrincipalId> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
  private static final Pattern FORM = Pattern.compile("([^/]+)/(system|user)/([^/]+)");

  /** Whether a principal is a machine or a person. */
  public enum Kind {
    SYSTEM,
    USER
  }

  public PrincipalId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a principal's name is 1 to 80 characters from a-z 0-9 . _ -");
    }
  }

  /** Reads the written form; throws IllegalArgumentException for anything else. */
  public static PrincipalId parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "a principal is written agency/system/name or agency/user/name");
    }
    return new PrincipalId(
        new AgencyId(m.group(1)),
        Kind.valueOf(m.group(2).toUpperCase(java.util.Locale.ROOT)),
        m.group(3));
  }

  @Override
  public int compareTo(PrincipalId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return agency + (kind == Kind.SYSTEM ? "/system/" : "/user/") + name;
  }
}
