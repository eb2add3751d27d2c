package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;

/** Alerts read under an emergency access, and the news of one for those who answer for it. */
@Singleton
final class EmergencyLines {
  private final Agreements agreements;
  private final Relations relations;
  private final AlertLines alerts;
  private final EmergencyReader emergencies;
  private final EmergencyWatchers watchers;

  EmergencyLines(
      Agreements agreements,
      Relations relations,
      AlertLines alerts,
      EmergencyReader emergencies,
      EmergencyWatchers watchers) {
    this.agreements = agreements;
    this.relations = relations;
    this.alerts = alerts;
    this.emergencies = emergencies;
    this.watchers = watchers;
  }

  /**
   * One of the child's alerts under an emergency access: an agreement must let the reader's agency
   * have it; purpose and holding the case are what the emergency stands in for. Nothing of
   * protected people, nothing of code C, nothing for who is kept apart.
   */
  @Nullable AlertEvent event(
      DisclosureEntry entry,
      EmergencyAccessRow access,
      Disclosures.Line line,
      Disclosures.Known known) {
    AlertRow row = known.rows().get(line.alert());
    ChildId child = row == null ? null : row.alert().child();
    if (row == null || child == null || !child.equals(access.child())) {
      return null;
    }
    NewAlert alert = row.alert();
    entry.dependsOn(row, known.asOf(row));
    Sharing own = Disclosures.sharing(alert, relations.isShielded(alert));
    Sharing what =
        new Sharing(own.from(), entry.caller().agency(), own.category(), own.handling(), false);
    if (row.recalled() != null
        || own.protectedPerson()
        || own.isCodeC()
        || relations.holders(alert, entry.now()).barred().contains(entry.principal())
        || !(agreements.now().decide(what, null, entry.now()) instanceof Decision.Permit permit)) {
      return null;
    }
    Alert shown = alerts.released(entry, row, Role.ROLE_DUTY_OFFICER, other -> false, permit);
    SharingBasis basis =
        new SharingBasis(EmergencyRules.gateway(), permit.agreementId(), permit.version());
    entry.log(alert, basis, "emergency");
    entry.rows().touches(FactKey.readings(row.id()));
    return AlertEvent.newBuilder().setAlert(shown).build();
  }

  /** That somebody looked is in the log by itself, whether or not there was anything. */
  void looked(DisclosureEntry entry, EmergencyAccessRow access) {
    entry.log(
        entry
            .event(EventType.CONSULTATION, "emergency")
            .from(access.service().value())
            .to(entry.caller().agency().value())
            .purpose(entry.reads().purpose().name())
            .basis(SharingBasis.gateway(EmergencyRules.gateway()))
            .personal(PersonalMember.ACTOR_ID, entry.principal().toString())
            .personal(PersonalMember.RECORDS, access.id().toString()));
  }

  /** Who answers for an emergency access is told of it, as long as it asks for something. */
  @Nullable AlertEvent notice(DisclosureEntry entry, Disclosures.Line line) {
    EmergencyAccessRow access = emergencies.find(line.alert());
    if (access == null
        || !access.concerns(entry.now())
        || !watchers.answersFor(entry.caller(), access, entry.now())) {
      return null;
    }
    entry.rows().depends(FactKey.alert(line.alert()));
    entry.log(
        entry
            .event(EventType.DISCLOSURE, "emergency-notice")
            .from(access.service().value())
            .to(entry.caller().agency().value())
            .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
            .basis(SharingBasis.gateway(EmergencyRules.gateway()))
            .data("yjx.alerts.v1.EmergencyAccess", List.of(access.reason().name()), 1)
            .personal(PersonalMember.RECIPIENT_ID, entry.principal().toString())
            .personal(PersonalMember.RECORDS, access.id().toString()));
    return EmergencyWatchers.event(access, entry.now());
  }
}
