package uk.yjx.server.alerts;

import java.time.Instant;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.server.kernel.AgencyId;

/** Which kinds of alerts put «review due» on a case: the table each service keeps. */
public interface ReviewKinds {

  /**
   * Whether an alert of this kind, raised then, asks for a review; from memory. Who decides upon it
   * depends on {@code significance(service)}.
   */
  boolean askReview(AgencyId service, AlertKind kind, Instant raisedAt);
}
