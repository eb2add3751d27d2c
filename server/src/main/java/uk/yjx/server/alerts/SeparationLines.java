package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;

/** Tells managers who may have to be kept apart from an alert; nothing of the event. */
@Singleton
final class SeparationLines {
  private final Relations relations;
  private final SeparationWarnings warnings;
  private final AlertLines alerts;

  SeparationLines(Relations relations, SeparationWarnings warnings, AlertLines alerts) {
    this.relations = relations;
    this.warnings = warnings;
    this.alerts = alerts;
  }

  /** What a manager is told; null when the warning is not for this reader. */
  @Nullable AlertEvent event(DisclosureEntry entry, AlertRow row) {
    if (!warnings.isFor(entry.caller(), row, entry.now())) {
      return null;
    }
    Standing standing = relations.standing(entry.caller(), row, entry.now());
    boolean mayKnow =
        standing.maySee() && alerts.decide(entry, row, standing) instanceof Decision.Permit;
    Alert shown = mayKnow ? Projection.stub(row, alerts.child(row)) : Projection.stub(row);
    AlertEvent event = warnings.event(entry.caller(), row, shown);
    if (event.getSeparation().getWorkersCount() == 0) {
      return null;
    }
    entry.log(row.alert(), row.alert().basis().forLog(), "separation");
    return event;
  }

  /** That the reader stands on both sides, or too near, is told and in the log by itself. */
  void notice(DisclosureEntry entry, AlertRow row) {
    if (warnings.notice(entry.rows(), entry.principal(), row, entry.now())) {
      entry.log(
          entry
              .event(EventType.ADMIN, "yjx.alerts.SeparationWarnings", "warned")
              .to(row.alert().service().value())
              .personal(PersonalMember.TARGET_ID, entry.principal().toString())
              .personal(PersonalMember.RECORDS, row.id().toString()));
    }
  }
}
