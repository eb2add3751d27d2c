package uk.yjx.server.oversight;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.oversight.v1.ReviewOutcome;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * A review as it stands.
 *
 * @param since it is about the child's alerts after this position
 * @param covered position up to which its closing covers them; null while it is open
 * @param closedBy null while it is open, and when the exchange closed it
 * @param challenges how often a challenge opened it again
 * @param entries lines of its history
 */
record ReviewRow(
    UUID id,
    ChildId child,
    AgencyId service,
    long openedPosition,
    Instant openedAt,
    long since,
    Instant dueAt,
    boolean open,
    @Nullable Long covered,
    @Nullable Instant closedAt,
    @Nullable PrincipalId closedBy,
    ReviewOutcome outcome,
    boolean unchangedCopy,
    int challenges,
    int entries) {

  /** Whether it is open and its due time has come. */
  boolean isOverdue(Instant now) {
    return open && !now.isBefore(dueAt);
  }
}
