package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Who holds a case, in which role, from when to when.
 *
 * @param worker the worker; null for a practice group
 * @param practiceGroup the group; empty for a worker
 * @param role in which role
 * @param from from this instant
 * @param to until this instant, exclusive; null when open
 */
public record Allocation(
    @Nullable PrincipalId worker,
    String practiceGroup,
    Role role,
    Instant from,
    @Nullable Instant to) {

  /** Roles in a case. */
  public enum Role {
    /** Leads the case; one at a time. */
    LEAD,
    /** Works with the lead. */
    CO_WORKER,
    /** The group that shares the case. */
    PRACTICE_GROUP
  }

  /** Rejects a group that is a worker, a worker that is a group, and dates in the wrong order. */
  public Allocation {
    if ((role == Role.PRACTICE_GROUP) != (worker == null)
        || (worker == null) == practiceGroup.isBlank()) {
      throw new IllegalArgumentException("an allocation names a worker or a practice group");
    }
    if (to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException("an allocation begins before it ends");
    }
  }

  /** Whether it holds at an instant. */
  public boolean holds(Instant at) {
    return !at.isBefore(from) && (to == null || at.isBefore(to));
  }

  /** Whether both hold at some same instant. */
  boolean overlaps(Allocation other) {
    return (other.to == null || from.isBefore(other.to)) && (to == null || other.from.isBefore(to));
  }

  /** When it ends, if it does. */
  Optional<Instant> end() {
    return Optional.ofNullable(to);
  }
}
