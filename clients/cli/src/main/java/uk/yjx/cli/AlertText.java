package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertFacts;
import uk.yjx.alerts.v1.StopFacts;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.InjuryLevel;
import uk.yjx.intelligence.v1.MissingRisk;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.WeaponKind;

/** Alerts as people read them. */
public final class AlertText {

  private AlertText() {}

  /** A table of alerts. */
  static Table table(List<Alert> alerts) {
    Table table =
        Table.of("URGENCY", "CHILD", "WHAT", "STATE", "RAISED", "DUE", "THEN TO", "ALERT");
    for (Alert alert : alerts) {
      table.row(
          urgency(alert.getUrgency()),
          Cell.of(child(alert)),
          Cell.of(what(alert)),
          alert.getOverdue()
              ? new Cell("OVERDUE", Tone.ALARM)
              : Cell.of(ContractWords.of(alert.getState())),
          Cell.of(Times.text(alert.getRaisedAt())),
          Cell.of(Times.text(alert.getDueAt())),
          Cell.of(next(alert)),
          Cell.of(alert.getAlertId()));
    }
    return table;
  }

  /** Whom it goes to next, and when; empty when it goes to nobody else. */
  static String next(Alert alert) {
    return alert.hasNextRung()
        ? alert.getNextRung().getPostsList().stream()
                .map(post -> ContractWords.of(post).replace('-', ' '))
                .collect(java.util.stream.Collectors.joining(", "))
            + " at "
            + Times.text(alert.getNextRung().getAt())
        : "";
  }

  /** One line: urgency aside, who and what. */
  public static String line(Alert alert) {
    return child(alert) + ": " + what(alert);
  }

  /** The urgency with its tone. */
  public static Cell urgency(Urgency urgency) {
    return new Cell(ContractWords.of(urgency), tone(urgency));
  }

  /** The tone of an urgency. */
  public static Tone tone(Urgency urgency) {
    return switch (urgency) {
      case URGENCY_IMMEDIATE -> Tone.ALARM;
      case URGENCY_SAME_DAY -> Tone.WARNING;
      case URGENCY_ROUTINE -> Tone.PLAIN;
      case URGENCY_NOTE, URGENCY_UNSPECIFIED, UNRECOGNIZED -> Tone.QUIET;
    };
  }

  /** The result of an acknowledgement. */
  static Cell result(AcknowledgeResult result) {
    return switch (result.getStatus()) {
      case ACKNOWLEDGE_STATUS_APPLIED -> new Cell("acknowledged", Tone.GOOD);
      case ACKNOWLEDGE_STATUS_ALREADY -> new Cell("was acknowledged before", Tone.GOOD);
      case ACKNOWLEDGE_STATUS_REFUSED -> new Cell("refused: " + result.getReason(), Tone.WARNING);
      case ACKNOWLEDGE_STATUS_UNSPECIFIED, UNRECOGNIZED -> Cell.of("unknown");
    };
  }

  private static String child(Alert alert) {
    if (!alert.hasChild() || alert.getChild().getName().isEmpty()) {
      return "a child";
    }
    return alert.getChild().getName() + " (" + alert.getChild().getServiceChildId() + ")";
  }

  /** What happened, in the words the contract allows. */
  public static String what(Alert alert) {
    if (alert.hasRecalled()) {
      return "recalled: "
          + ContractWords.of(alert.getRecalled().getReason()).replace('-', ' ')
          + (alert.getRecalled().hasConfirmBy()
              ? ", confirm by " + Times.text(alert.getRecalled().getConfirmBy())
              : "");
    }
    List<String> parts = new ArrayList<>();
    if (alert.getDisputedByChild()) {
      parts.add("DISPUTED BY CHILD");
    }
    parts.add(ContractWords.of(alert.getKind()).replace('-', ' '));
    if (alert.getRole() != PersonRole.PERSON_ROLE_UNSPECIFIED) {
      parts.add("as " + ContractWords.of(alert.getRole()).replace('-', ' '));
    }
    addFacts(alert.getFacts(), parts);
    alert.getRisksList().forEach(risk -> parts.add(ContractWords.of(risk).replace('-', ' ')));
    String when = Times.text(alert.getEventTime().getEarliest());
    if (!when.isEmpty()) {
      parts.add(when);
    }
    return String.join(", ", parts);
  }

  private static void addFacts(AlertFacts facts, List<String> parts) {
    if (facts.hasStop()) {
      StopFacts stop = facts.getStop();
      parts.add(stop.getObject().isEmpty() ? "object not recorded" : stop.getObject());
      parts.add(ContractWords.of(stop.getOutcome()).replace('-', ' '));
    }
    if (!facts.getOffenceCategory().isEmpty()) {
      parts.add(facts.getOffenceCategory());
    }
    if (facts.getWeapon()) {
      parts.add("weapon involved");
    }
    if (facts.getWeaponKind() != WeaponKind.WEAPON_KIND_UNSPECIFIED) {
      parts.add(ContractWords.of(facts.getWeaponKind()));
    }
    if (facts.getInjury() != InjuryLevel.INJURY_LEVEL_UNSPECIFIED) {
      parts.add("injury " + ContractWords.of(facts.getInjury()).replace('-', ' '));
    }
    if (facts.getMissingRisk() != MissingRisk.MISSING_RISK_UNSPECIFIED) {
      parts.add("risk " + ContractWords.of(facts.getMissingRisk()).replace('-', ' '));
    }
    if (facts.getMissingFromCare()) {
      parts.add("from care");
    }
  }
}
