package uk.yjx.server.agreements;

import java.time.Instant;
import java.util.Set;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.kernel.AgencyId;

/**
 * One version of an information-sharing agreement.
 *
 * @param id its id; the same for all versions
 * @param version from 1 on
 * @param title title for people
 * @param from agencies that may share under it
 * @param to agencies to which they may share
 * @param categories what may be shared
 * @param gateways legal gateways it rests on
 * @param purposes purposes for which recipients may read
 * @param validFrom in force from this instant
 * @param validTo in force until this instant, exclusive
 * @param state where it stands
 * @param terms what it says besides
 */
record Agreement(
    String id,
    int version,
    String title,
    Set<AgencyId> from,
    Set<AgencyId> to,
    Set<DataCategory> categories,
    Set<LegalGateway> gateways,
    Set<Purpose> purposes,
    Instant validFrom,
    Instant validTo,
    State state,
    Terms terms) {

  /** Where a version stands. */
  enum State {
    /** Waits for another person's approval. */
    DRAFT,
    /** Approved; shared under it is between its dates. */
    IN_FORCE,
    /** Suspended until another person approves it again. */
    SUSPENDED,
    /** Ended for good. */
    ENDED
  }

  /**
   * Copies the sets; rejects versions below 1, empty sets and a validity that ends before it
   * begins.
   */
  Agreement {
    from = Set.copyOf(from);
    to = Set.copyOf(to);
    categories = Set.copyOf(categories);
    gateways = Set.copyOf(gateways);
    purposes = Set.copyOf(purposes);
    if (version < 1) {
      throw new IllegalArgumentException("versions count from 1");
    }
    if (from.isEmpty()
        || to.isEmpty()
        || categories.isEmpty()
        || gateways.isEmpty()
        || purposes.isEmpty()) {
      throw new IllegalArgumentException("an agreement names parties, data, gateways, purposes");
    }
    if (!validFrom.isBefore(validTo)) {
      throw new IllegalArgumentException("an agreement begins before it ends");
    }
  }

  /** Whether it is in force at an instant. */
  boolean inForce(Instant at) {
    return state == State.IN_FORCE && !at.isBefore(validFrom) && at.isBefore(validTo);
  }

  /** Whether it was ended before its time. */
  boolean ended() {
    return state == State.ENDED;
  }

  /** The same as another version. */
  Agreement version(int other) {
    return with(other, state);
  }

  /** The same in another state. */
  Agreement in(State other) {
    return with(version, other);
  }

  private Agreement with(int otherVersion, State other) {
    return new Agreement(
        id,
        otherVersion,
        title,
        from,
        to,
        categories,
        gateways,
        purposes,
        validFrom,
        validTo,
        other,
        terms);
  }
}
