package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertFacts;
import uk.yjx.alerts.v1.EmergencyAccess;
import uk.yjx.alerts.v1.OtherPerson;
import uk.yjx.alerts.v1.StopFacts;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.InformationAssessment;
import uk.yjx.common.v1.SourceEvaluation;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.InjuryLevel;
import uk.yjx.intelligence.v1.MissingRisk;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.RelationKind;
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

  /** One line: who opened a child's record in an emergency, and what is missing. */
  static String emergency(EmergencyAccess access) {
    String stands =
        switch (access.getDecision()) {
          case EMERGENCY_DECISION_UNSPECIFIED, UNRECOGNIZED ->
              (access.getReviewOverdue() ? "REVIEW OVERDUE since " : "review by ")
                  + Times.text(access.getReviewDueAt());
          case EMERGENCY_DECISION_JUSTIFIED -> "justified";
          case EMERGENCY_DECISION_NOT_JUSTIFIED -> "NOT JUSTIFIED";
        };
    return "emergency access by "
        + access.getOpenedBy()
        + " to "
        + access.getServiceChildId()
        + " of "
        + access.getService()
        + " ("
        + ContractWords.of(access.getReason())
        + "): "
        + stands
        + "  ["
        + access.getAccessId()
        + "]";
  }

  /** One line: who may have to be kept apart from an alert. */
  static String separation(AlertEvent event) {
    String whom = event.getAlert().hasChild() ? child(event.getAlert()) : "a child";
    return "separation "
        + whom
        + ": "
        + String.join(", ", event.getSeparation().getWorkersList())
        + (event.getSeparation().getDenied()
            ? " is kept apart; it is yours and the desk's"
            : " may have to be kept apart")
        + "  ["
        + event.getAlert().getAlertId()
        + "]";
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
    if (!alert.getPlacementId().isEmpty()) {
      parts.add("placement " + alert.getPlacementId());
    }
    if (alert.hasCaretakingUntil()) {
      parts.add("home service answers until " + Times.text(alert.getCaretakingUntil()));
    }
    if (alert.getRole() != PersonRole.PERSON_ROLE_UNSPECIFIED) {
      parts.add("as " + ContractWords.of(alert.getRole()).replace('-', ' '));
    }
    if (!alert.getSpeakTo().isEmpty()) {
      parts.add("speak to " + alert.getSpeakTo());
    }
    addFacts(alert.getFacts(), parts);
    alert.getRisksList().forEach(risk -> parts.add(ContractWords.of(risk).replace('-', ' ')));
    String when = Times.text(alert.getEventTime().getEarliest());
    if (!when.isEmpty()) {
      parts.add(when);
    }
    alert.getOthersList().forEach(other -> parts.add(other(other)));
    if (alert.getDisputedByChild()) {
      parts.add("DISPUTED BY THE CHILD");
    }
    return String.join(", ", parts);
  }

  /** Another person, as far as this reader may know of them. */
  private static String other(OtherPerson other) {
    List<String> parts = new ArrayList<>();
    parts.add(other.getName().isEmpty() ? other.getPseudonym() : other.getName());
    if (other.getRole() != PersonRole.PERSON_ROLE_UNSPECIFIED) {
      parts.add(ContractWords.of(other.getRole()).replace('-', ' '));
    }
    if (other.getRelation() != RelationKind.RELATION_KIND_UNSPECIFIED) {
      parts.add(ContractWords.of(other.getRelation()).replace('-', ' '));
    }
    add(parts, other.getSameSchool(), "same school");
    add(parts, other.getSameHome(), "same home");
    add(parts, other.getSameWorker(), "yours too");
    add(parts, other.getRiskLive(), "danger is live");
    add(parts, other.getVictimWorker(), "ask the victim worker");
    parts.removeIf(String::isEmpty);
    return "[" + (parts.isEmpty() ? "another person" : String.join(", ", parts)) + "]";
  }

  private static void add(List<String> parts, boolean holds, String words) {
    if (holds) {
      parts.add(words);
    }
  }

  /** Everything of one alert, what restricts its use first. */
  static List<String> whole(Alert alert) {
    List<String> lines = new ArrayList<>();
    alert
        .getObligationsList()
        .forEach(o -> lines.add("RESTRICTION: " + ContractWords.of(o).replace('-', ' ')));
    if (alert.hasConditions()) {
      lines.add("CONDITIONS: " + conditions(alert.getConditions()));
    }
    lines.add(line(alert));
    if (alert.hasGrading()) {
      lines.add("grading " + grading(alert.getGrading()));
    }
    switch (alert.getNarrativeState()) {
      case NARRATIVE_STATE_SHOWN -> lines.add(alert.getNarrative());
      case NARRATIVE_STATE_CONDITIONS_NOT_ACCEPTED ->
          lines.add("There is text. It follows once you accept the conditions: alerts accept.");
      case NARRATIVE_STATE_WAITS_FOR_SENDER ->
          lines.add("There is text that names others; the sender has to clear it first.");
      case NARRATIVE_STATE_WITHHELD -> lines.add("There is text that is not for you.");
      case NARRATIVE_STATE_UNSPECIFIED, UNRECOGNIZED -> {
        // No text.
      }
    }
    return lines;
  }

  /** Conditions of sharing, in words. */
  static String conditions(HandlingConditions conditions) {
    List<String> parts = new ArrayList<>();
    add(parts, conditions.getNoOnwardShare(), "no onward sharing");
    add(parts, conditions.getConsultOriginator(), "ask the originator before acting");
    add(parts, conditions.getNoOvertUse(), "no overt use");
    add(parts, conditions.getNotToSubjectOrFamily(), "not to the child or family");
    add(parts, conditions.getNotInCourtReport(), "not in a court report");
    add(parts, conditions.getNoPrintExport(), "no print or export");
    add(parts, conditions.getReadInPresence(), "to be read in presence");
    add(parts, !conditions.getText().isEmpty(), conditions.getText());
    return String.join("; ", parts);
  }

  /** Three characters of the 3x5x2 system, such as 2BP, and in words what must never be missed. */
  static String grading(Grading grading) {
    String code =
        grading.getSourceValue()
            + String.valueOf((char) ('A' + grading.getInformationValue() - 1))
            + (grading.getHandlingCode() == HandlingCode.HANDLING_CODE_C ? "C" : "P");
    boolean suspect =
        grading.getInformation() == InformationAssessment.INFORMATION_ASSESSMENT_SUSPECTED_FALSE;
    boolean unreliable = grading.getSource() == SourceEvaluation.SOURCE_EVALUATION_NOT_RELIABLE;
    return code
        + (suspect ? ", SUSPECTED TO BE FALSE" : "")
        + (unreliable ? ", SOURCE NOT RELIABLE" : "");
  }

  private static void addFacts(AlertFacts facts, List<String> parts) {
    if (facts.hasPapers()) {
      parts.add(
          facts.getPapers().getDocuments()
              + (facts.getPapers().getDocuments() == 1 ? " document" : " documents"));
      parts.add("package " + facts.getPapers().getPackageId());
    }
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
    if (facts.hasChildNotice()) {
      ChildNoticeText.add(facts.getChildNotice(), parts);
    }
    if (facts.hasCourt()) {
      parts.add(PapersText.of(facts.getCourt()));
    }
    if (facts.hasPapers()) {
      parts.add(PapersText.of(facts.getPapers()));
    }
    if (facts.hasPapersExpected()) {
      parts.add(PapersText.of(facts.getPapersExpected()));
    }
  }
}
