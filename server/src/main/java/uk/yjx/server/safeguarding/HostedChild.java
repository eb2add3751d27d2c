package uk.yjx.server.safeguarding;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.server.caseload.Relationship;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * A child of one service who lives in another's area.
 *
 * @param hostChild the child as the host service knows it
 * @param homeChild the child as the home service knows it; null where it knows none by that number
 * @param placing the authority that placed the child; null when none did
 * @param until when it is over by date: as recorded, or when the child is 18; null when not known
 * @param hostAlert the alert by which the host hears of it
 * @param homeAlert the alert by which the home service does; there is none without a home child
 * @param placingAlert the alert by which the placing authority does; there is none without one
 * @param endedAt when it was ended; null while it was not
 */
record HostedChild(
    UUID id,
    AgencyId host,
    ChildId hostChild,
    AgencyId home,
    @Nullable ChildId homeChild,
    @Nullable AgencyId placing,
    LegalGateway gateway,
    PrincipalId recordedBy,
    Instant from,
    @Nullable Instant until,
    UUID hostAlert,
    UUID homeAlert,
    UUID placingAlert,
    @Nullable Instant endedAt) {

  /** Rejects a placement that would be over before it begins. */
  HostedChild {
    if (until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException("a placement begins before it ends");
    }
  }

  /** Whether it lasts. */
  boolean isLive(Instant at) {
    return (endedAt == null || at.isBefore(endedAt)) && (until == null || at.isBefore(until));
  }

  /** What of it others decide upon. */
  Relationship relationship() {
    return new Relationship(
        id,
        host,
        hostChild,
        home,
        homeChild,
        placing,
        OwedTerms.caretakingUntil(from),
        until,
        endedAt);
  }

  /** Who owes what this party owes. */
  AgencyId authority(PlacementParty by) {
    AgencyId authority = placing;
    return by == PlacementParty.PLACEMENT_PARTY_PLACING && authority != null ? authority : home;
  }
}
