package uk.yjx.server.audit;

import org.jspecify.annotations.Nullable;

/**
 * Why a disclosure was lawful.
 *
 * @param gateway code of the statute or rule that allows it
 * @param agreement the sharing agreement's id; null where the gateway alone is the basis
 * @param version the agreement's version, from 1; 0 without agreement
 */
public record SharingBasis(String gateway, @Nullable String agreement, int version) {
  /** Refuses codes that are no codes, and a version without an agreement or the reverse. */
  public SharingBasis {
    Codes.require("gateway", gateway);
    Codes.requireIfPresent("agreement", agreement);
    if (agreement == null ? version != 0 : version < 1) {
      throw new IllegalArgumentException("agreement version does not fit: " + version);
    }
  }

  /** A basis in a gateway alone. */
  public static SharingBasis gateway(String gateway) {
    return new SharingBasis(gateway, null, 0);
  }
}
