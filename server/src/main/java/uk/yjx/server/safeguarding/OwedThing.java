package uk.yjx.server.safeguarding;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.OwedState;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.kernel.AgencyId;

/**
 * Something that a home service or placing authority owes a host.
 *
 * @param climbs how often it has climbed
 * @param defaultedAt when nobody was left to tell of it; null while somebody is
 * @param notWaitedSince when the placement was over without it; null otherwise
 */
record OwedThing(
    UUID id,
    UUID placement,
    OwedKind kind,
    PlacementParty by,
    AgencyId authority,
    Instant dueAt,
    @Nullable Instant receivedAt,
    int climbs,
    @Nullable Instant defaultedAt,
    @Nullable Instant notWaitedSince) {

  /** Something that has just begun to be owed. */
  static OwedThing of(
      UUID id, UUID placement, OwedKind kind, PlacementParty by, AgencyId authority, Instant due) {
    return new OwedThing(id, placement, kind, by, authority, due, null, 0, null, null);
  }

  /** Its clock. */
  ClockKey clock() {
    return new ClockKey(ClockKind.CLOCK_KIND_PLACEMENT_OWED, id);
  }

  /** Whether it is still waited for. */
  boolean isWaitedFor() {
    return receivedAt == null && notWaitedSince == null;
  }

  /** Where it stands. */
  OwedState state(Instant now) {
    Instant received = receivedAt;
    if (received != null) {
      return received.isAfter(dueAt)
          ? OwedState.OWED_STATE_RECEIVED_LATE
          : OwedState.OWED_STATE_RECEIVED;
    }
    if (notWaitedSince != null) {
      return OwedState.OWED_STATE_NOT_WAITED_FOR;
    }
    return now.isBefore(dueAt) ? OwedState.OWED_STATE_WAITING : OwedState.OWED_STATE_OVERDUE;
  }
}
