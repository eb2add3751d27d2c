package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.audit.SharingBasis;
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
 * @param material others in the event and its text, from which each reader's view is cut
 * @param recordPosition position of the notice or record it is about; null when it is the entry
 *     that raises the alert
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
    Alert facts,
    AlertMaterial material,
    @Nullable Long recordPosition) {

  /** An alert of typed facts alone, about the entry that raises it. */
  public NewAlert(
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
    this(
        id,
        child,
        service,
        source,
        kind,
        urgency,
        category,
        basis,
        raisedAt,
        dueAt,
        facts,
        AlertMaterial.getDefaultInstance(),
        null);
  }

  /** The same with other facts. */
  NewAlert with(Alert other) {
    return new NewAlert(
        id,
        child,
        service,
        source,
        kind,
        urgency,
        category,
        basis,
        raisedAt,
        dueAt,
        other,
        material,
        recordPosition);
  }

  /** Under which rule it is shared. */
  public record Basis(String agreementId, int agreementVersion, LegalGateway gateway) {

    /** As the log states it. */
    SharingBasis forLog() {
      return new SharingBasis(gateway.name(), agreementId, agreementVersion);
    }
  }

  /**
   * The placement because of which alone it came to its service or authority, and with which it
   * ends; null when it came by itself. What is owed stays with whoever owes it.
   */
  @Nullable UUID through() {
    String placement = facts.getPlacementId();
    return placement.isEmpty() || kind == AlertKind.ALERT_KIND_PLACEMENT_OWED
        ? null
        : UUID.fromString(placement);
  }

  /** Whether it tells of something with a ladder of its own, which no acknowledgement stops. */
  boolean hasLadderElsewhere() {
    return kind == AlertKind.ALERT_KIND_CONCERN || kind == AlertKind.ALERT_KIND_PLACEMENT_OWED;
  }

  /** Whether a victim is known to be in the event, as far as more than a danger may be told. */
  public boolean hasVictim() {
    return facts.getRole() == PersonRole.PERSON_ROLE_VICTIM
        || material.getOthersList().stream()
            .anyMatch(o -> o.getRole() == PersonRole.PERSON_ROLE_VICTIM && !o.getDangerOnly());
  }

  /** Whether its sender or, when it was raised, the caseload protects the child. */
  public boolean isProtected() {
    return facts.getProtectedPerson();
  }

  /** Whether it is quiet: no acknowledgement and no clock. */
  public boolean isNote() {
    return urgency == Urgency.NOTE;
  }
}
