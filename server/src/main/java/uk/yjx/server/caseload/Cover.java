package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.List;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * One worker stands in for another for some time.
 *
 * @param service the youth justice service
 * @param absent the absent worker
 * @param standIn the covering worker
 * @param from from this instant
 * @param to until this instant, exclusive
 * @param decidedAt when it was recorded; what was due by then has been dealt with then
 */
public record Cover(
    AgencyId service,
    PrincipalId absent,
    PrincipalId standIn,
    Instant from,
    Instant to,
    Instant decidedAt) {

  /** Rejects cover by oneself and dates in the wrong order. */
  public Cover {
    if (absent.equals(standIn)) {
      throw new IllegalArgumentException("nobody covers for themselves");
    }
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("cover begins before it ends");
    }
  }

  /** Whether it holds at an instant. */
  public boolean holds(Instant at) {
    return !at.isBefore(from) && at.isBefore(to);
  }

  /** When it changes something by date, after it was recorded. */
  List<Instant> due() {
    return java.util.stream.Stream.of(from, to).filter(decidedAt::isBefore).toList();
  }
}
