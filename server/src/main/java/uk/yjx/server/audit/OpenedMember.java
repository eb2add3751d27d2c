package uk.yjx.server.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Which member a disclosure of ours opens; for disclosures that {@link Opening} made. */
public final class OpenedMember {
  /** The opening bracket, the quoted salt of 43 characters, the comma and a quote. */
  private static final int NAME_AT = 48;

  private OpenedMember() {}

  /** The member; none when the log has no member of that name. */
  public static Optional<PersonalMember> of(String disclosure) {
    String json = new String(Base64.getUrlDecoder().decode(disclosure), StandardCharsets.UTF_8);
    int end = json.indexOf('"', NAME_AT);
    String name = end < 0 ? "" : json.substring(NAME_AT, end);
    for (PersonalMember member : PersonalMember.values()) {
      if (member.code().equals(name)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }
}
