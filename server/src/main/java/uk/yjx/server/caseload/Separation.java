package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.SeparationReason;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * A worker who is to be kept apart from a child.
 *
 * @param service the youth justice service that declared it
 * @param denied nothing of the child reaches the worker; otherwise the managers are warned
 * @param from from this instant
 * @param to until this instant, exclusive; null when open
 * @param declaredBy who declared it
 * @param decidedAt when it was declared or lifted; what was due by then has been dealt with then
 * @param liftedAt since when it holds no more, whatever its dates say; null while it is not lifted
 */
public record Separation(
    UUID id,
    AgencyId service,
    PrincipalId worker,
    ChildId child,
    SeparationReason reason,
    boolean denied,
    Instant from,
    @Nullable Instant to,
    PrincipalId declaredBy,
    Instant decidedAt,
    @Nullable Instant liftedAt) {

  /** Rejects dates in the wrong order. */
  public Separation {
    if (to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException("a separation begins before it ends");
    }
  }

  /** Whether it holds at an instant. */
  public boolean holds(Instant at) {
    return !at.isBefore(from)
        && (to == null || at.isBefore(to))
        && (liftedAt == null || at.isBefore(liftedAt));
  }

  /** Whether it will never hold again after an instant. */
  boolean isOver(Instant at) {
    return liftedAt != null || (to != null && !at.isBefore(to));
  }

  /** The same, lifted. */
  Separation lifted(Instant at) {
    return new Separation(id, service, worker, child, reason, denied, from, to, declaredBy, at, at);
  }

  /** When it changes something by date, after it was decided. */
  List<Instant> due() {
    if (liftedAt != null) {
      return List.of();
    }
    return Stream.of(from, to).filter(it -> it != null && decidedAt.isBefore(it)).toList();
  }
}
