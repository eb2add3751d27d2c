package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;

/**
 * An alert as it is raised.
 *
 * @param child the child it is about; null for a front door
 * @param service the youth justice service, or the front door's agency
 * @param facts typed facts of the event for the child's own worker, nobody else's data in them
 * @param dueAt when it must be acknowledged; null for notes
 */
public record NewAlert(
    UUID id,
    @Nullable ChildId child,
    AgencyId service,
    AgencyId source,
    AlertKind kind,
    Urgency urgency,
    DataCategory category,
    Basis basis,
    Instant raisedAt,
    @Nullable Instant dueAt,
    Alert facts) {

  /** Under which rule it is shared. */
  public record Basis(String agreementId, int agreementVersion, LegalGateway gateway) {}

  /** Whether it is quiet: no acknowledgement and no clock. */
  public boolean isNote() {
    return urgency == Urgency.NOTE;
  }
}
