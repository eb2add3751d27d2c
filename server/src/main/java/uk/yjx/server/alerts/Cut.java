package uk.yjx.server.alerts;

import java.util.List;
import java.util.UUID;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.alerts.v1.NamingRule;
import uk.yjx.alerts.v1.NarrativeState;
import uk.yjx.alerts.v1.OtherPerson;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.agreements.FieldMask;
import uk.yjx.server.kernel.ChildId;

/**
 * One thing that is taken out of an alert before a reader gets it. A projection begins with
 * everything there is and makes these cuts, so a test can leave one out and see what it was for.
 *
 * @param name what it is about, in UPPER_SNAKE_CASE
 */
record Cut(String name, Knife knife) {

  /** Takes out what this reader may not know. */
  interface Knife {
    void cut(Alert.Builder alert, View view);
  }

  private static final FieldMask MASK = new FieldMask(Alert.getDescriptor());

  /** Every cut, in order; the field mask last, so that nothing set before it escapes. */
  static final List<Cut> ALL =
      List.of(
          new Cut("NAMES_BY_RULE_ONLY", Cut::names),
          new Cut("DANGER_WITHOUT_ROLES", Cut::roles),
          new Cut("NO_SHIELDED_OTHERS", Cut::shieldedOthers),
          new Cut("TEXT_WITHOUT_OTHERS", Cut::textNamingOthers),
          new Cut("TEXT_AFTER_CONDITIONS", Cut::textBeforeConditions),
          new Cut("TEXT_ONLY_WHERE_STATE_SAYS_SO", Cut::textForRole),
          new Cut("FIELDS_BY_ROLE", (alert, view) -> MASK.apply(alert, view.role())));

  /** Fields that readers in a role see. */
  static List<String> visible(Role role) {
    return MASK.visible(role);
  }

  /** A name stays only where a rule says so, and says which. */
  private static void names(Alert.Builder alert, View view) {
    AlertMaterial material = view.row().alert().material();
    for (int i = 0; i < alert.getOthersCount(); i++) {
      NamingRule rule = rule(material.getOthers(i), view);
      OtherPerson.Builder other = alert.getOthersBuilder(i).setNamedBecause(rule);
      if (rule == NamingRule.NAMING_RULE_UNSPECIFIED) {
        other.clearName();
      }
    }
  }

  /** The one place that says who is told a name. */
  private static NamingRule rule(InvolvedOther other, View view) {
    if (other.getName().isEmpty() || other.getDangerOnly()) {
      return NamingRule.NAMING_RULE_UNSPECIFIED;
    }
    if (other.getNamedInCondition() && view.supervises()) {
      return NamingRule.NAMING_RULE_COURT_CONDITION;
    }
    return other.getRole() == PersonRole.PERSON_ROLE_VICTIM
            && view.role() == Role.ROLE_VICTIM_WORKER
        ? NamingRule.NAMING_RULE_VICTIM_WORKER
        : NamingRule.NAMING_RULE_UNSPECIFIED;
  }

  private static void roles(Alert.Builder alert, View view) {
    AlertMaterial material = view.row().alert().material();
    for (int i = 0; i < alert.getOthersCount(); i++) {
      if (material.getOthers(i).getDangerOnly()) {
        alert.getOthersBuilder(i).clearRole().clearVictimWorker();
      }
    }
  }

  /** After the cuts that go by place, since this one moves the places. */
  private static void shieldedOthers(Alert.Builder alert, View view) {
    AlertMaterial material = view.row().alert().material();
    for (int i = alert.getOthersCount() - 1; i >= 0; i--) {
      String child = material.getOthers(i).getChildId();
      if (!child.isEmpty() && view.shielded().test(new ChildId(UUID.fromString(child)))) {
        alert.removeOthers(i);
      }
    }
  }

  private static void textNamingOthers(Alert.Builder alert, View view) {
    if (view.row().alert().material().getNarrativeNamesOthers()) {
      alert.setNarrativeState(NarrativeState.NARRATIVE_STATE_WAITS_FOR_SENDER).clearNarrative();
    }
  }

  private static void textBeforeConditions(Alert.Builder alert, View view) {
    if (alert.getNarrativeState() == NarrativeState.NARRATIVE_STATE_SHOWN
        && !view.conditionsAccepted()) {
      alert
          .setNarrativeState(NarrativeState.NARRATIVE_STATE_CONDITIONS_NOT_ACCEPTED)
          .clearNarrative();
    }
  }

  private static void textForRole(Alert.Builder alert, View view) {
    if (alert.getNarrativeState() == NarrativeState.NARRATIVE_STATE_SHOWN
        && !view.supervises()
        && view.role() != Role.ROLE_DUTY_OFFICER) {
      alert.setNarrativeState(NarrativeState.NARRATIVE_STATE_WITHHELD).clearNarrative();
    }
  }
}
