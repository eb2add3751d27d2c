package uk.yjx.server.identity;

import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/** A row of the directory's tables as an entry of the journal writes it. */
sealed interface DirectoryChange {

  /** The agency as it is from now on, its whole set of anchors included. */
  record AgencyRegistered(Agency agency) implements DirectoryChange {}

  /** The principal as it is from now on; its grants are kept. */
  record PrincipalRegistered(PrincipalId id, String displayName, boolean disabled)
      implements DirectoryChange {}

  /** A role granted or withdrawn. */
  record GrantChanged(PrincipalId principal, Grant grant, boolean withdrawn)
      implements DirectoryChange {}

  /** A certificate revoked for ever. */
  record CertificateRevoked(AgencyId agency, String certificateSha256, String reason)
      implements DirectoryChange {}
}
