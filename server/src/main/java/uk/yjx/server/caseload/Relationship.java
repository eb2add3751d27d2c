package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/**
 * One child on two caseloads: of the service it belongs to, and of the one where it lives.
 *
 * @param id of the placement
 * @param homeChild the child as the home service knows it; null where it knows none
 * @param placing the authority that placed the child; null when none did
 * @param caretakingUntil until then the home service answers for the order, whoever acts
 * @param until when it is over by date: as recorded, or when the child is 18; null when not known
 * @param endedAt when it was ended; null while it was not
 */
public record Relationship(
    UUID id,
    AgencyId host,
    ChildId hostChild,
    AgencyId home,
    @Nullable ChildId homeChild,
    @Nullable AgencyId placing,
    Instant caretakingUntil,
    @Nullable Instant until,
    @Nullable Instant endedAt) {

  /** Whether it lasts: by the dates, whether or not anything has acted upon them yet. */
  public boolean isLive(Instant at) {
    return (endedAt == null || at.isBefore(endedAt)) && (until == null || at.isBefore(until));
  }

  /** Whether a child is the one it is about, by the number of either service. */
  boolean isAbout(ChildId child) {
    return hostChild.equals(child) || child.equals(homeChild);
  }
}
