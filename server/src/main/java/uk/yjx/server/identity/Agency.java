package uk.yjx.server.identity;

import java.util.List;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.kernel.AgencyId;

/**
 * An agency of the directory.
 *
 * @param id its id; a youth justice service's id is its service id too
 * @param kind what it is
 * @param displayName name for people
 * @param localAuthorities local authorities it serves, as GSS codes
 * @param anchors authorities that may speak for this agency and no other
 * @param issuers issuers of tokens that may speak for people of this agency and no other
 */
public record Agency(
    AgencyId id,
    AgencyKind kind,
    String displayName,
    List<String> localAuthorities,
    List<Anchor> anchors,
    List<TokenIssuer> issuers) {

  public Agency {
    localAuthorities = List.copyOf(localAuthorities);
    anchors = List.copyOf(anchors);
    issuers = List.copyOf(issuers);
  }

  /** An agency whose people have no tokens. */
  public Agency(
      AgencyId id,
      AgencyKind kind,
      String displayName,
      List<String> localAuthorities,
      List<Anchor> anchors) {
    this(id, kind, displayName, localAuthorities, anchors, List.of());
  }

  /** Whether it is a youth justice service. */
  public boolean isService() {
    return kind == AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE;
  }

  Agency withAnchors(List<Anchor> other) {
    return new Agency(id, kind, displayName, localAuthorities, other, issuers);
  }

  Agency withIssuers(List<TokenIssuer> other) {
    return new Agency(id, kind, displayName, localAuthorities, anchors, other);
  }
}
