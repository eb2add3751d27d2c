package uk.yjx.server.intelligence;

import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.server.kernel.Urgency;

/**
 * What an event means for one person in it, by kind of event, role and outcome. A stop is not an
 * offence: one that ended without further action is a note, and so is one whose outcome nobody
 * recorded.
 */
final class UrgencyTable {
  /** Version of the table; it goes up with every change. */
  static final int VERSION = 1;

  private UrgencyTable() {}

  /** What an alert is about, and how soon it must be known. */
  record Meaning(AlertKind kind, Urgency urgency) {

    /** The same, at least as urgent as asked for. */
    Meaning raisedTo(Urgency asked) {
      return asked.compareTo(urgency) < 0 ? new Meaning(kind, asked) : this;
    }
  }

  /** What the notice means for the person. */
  static Meaning of(Notice notice, InvolvedPerson person) {
    if (person.getRole() == PersonRole.PERSON_ROLE_ASSOCIATE
        && person.getRisksList().contains(RiskSignal.RISK_SIGNAL_RETALIATION)) {
      // Nothing of the event may be told, only the danger.
      return new Meaning(AlertKind.ALERT_KIND_RETALIATION_RISK, Urgency.IMMEDIATE);
    }
    Meaning meaning = ofKind(notice, person);
    return switch (person.getRole()) {
      case PERSON_ROLE_VICTIM -> suffered(meaning);
      case PERSON_ROLE_WITNESS -> witnessed(meaning);
      case PERSON_ROLE_SEARCHED_PERSON,
          PERSON_ROLE_VEHICLE_OCCUPANT,
          PERSON_ROLE_SUSPECT,
          PERSON_ROLE_ARRESTED,
          PERSON_ROLE_CHARGED,
          PERSON_ROLE_CONVICTED,
          PERSON_ROLE_ASSOCIATE,
          PERSON_ROLE_MISSING,
          PERSON_ROLE_HOUSEHOLD_MEMBER,
          PERSON_ROLE_OTHER,
          PERSON_ROLE_UNSPECIFIED,
          UNRECOGNIZED ->
          meaning;
    };
  }

  /** For the victim an arrest or charge is somebody else's; what happened to the child counts. */
  private static Meaning suffered(Meaning meaning) {
    return switch (meaning.kind()) {
      case ALERT_KIND_ARREST,
          ALERT_KIND_CHARGE,
          ALERT_KIND_VOLUNTARY_INTERVIEW,
          ALERT_KIND_OUT_OF_COURT_DECISION,
          ALERT_KIND_NO_FURTHER_ACTION,
          ALERT_KIND_WEAPON_INCIDENT,
          ALERT_KIND_BAIL_CHANGED,
          ALERT_KIND_WANTED,
          ALERT_KIND_ANTI_SOCIAL_BEHAVIOUR ->
          same(AlertKind.ALERT_KIND_VICTIM);
      default -> meaning;
    };
  }

  private static Meaning witnessed(Meaning meaning) {
    return switch (meaning.kind()) {
      case ALERT_KIND_STOP_SEARCH, ALERT_KIND_THREAT_TO_LIFE -> meaning;
      default -> routine(AlertKind.ALERT_KIND_WITNESS);
    };
  }

  private static Meaning ofKind(Notice notice, InvolvedPerson person) {
    return switch (notice.getKind()) {
      case NOTICE_KIND_STOP_SEARCH -> stop(notice, person);
      case NOTICE_KIND_ARREST -> same(AlertKind.ALERT_KIND_ARREST);
      case NOTICE_KIND_CHARGE -> same(AlertKind.ALERT_KIND_CHARGE);
      case NOTICE_KIND_WEAPON_INCIDENT -> same(AlertKind.ALERT_KIND_WEAPON_INCIDENT);
      case NOTICE_KIND_SERIOUS_VIOLENCE -> violence(person);
      case NOTICE_KIND_VICTIM_OF_CRIME -> same(AlertKind.ALERT_KIND_VICTIM);
      case NOTICE_KIND_MISSING_STARTED -> same(AlertKind.ALERT_KIND_MISSING);
      case NOTICE_KIND_EXPLOITATION_CONCERN -> same(AlertKind.ALERT_KIND_EXPLOITATION_CONCERN);
      case NOTICE_KIND_POLICE_PROTECTION -> same(AlertKind.ALERT_KIND_POLICE_PROTECTION);
      case NOTICE_KIND_HOSPITALISED -> same(AlertKind.ALERT_KIND_HOSPITALISED);
      case NOTICE_KIND_THREAT_TO_LIFE ->
          new Meaning(AlertKind.ALERT_KIND_THREAT_TO_LIFE, Urgency.IMMEDIATE);
      case NOTICE_KIND_VOLUNTARY_INTERVIEW -> routine(AlertKind.ALERT_KIND_VOLUNTARY_INTERVIEW);
      case NOTICE_KIND_OUT_OF_COURT_DECISION -> routine(AlertKind.ALERT_KIND_OUT_OF_COURT_DECISION);
      case NOTICE_KIND_NO_FURTHER_ACTION -> routine(AlertKind.ALERT_KIND_NO_FURTHER_ACTION);
      case NOTICE_KIND_INTELLIGENCE -> routine(AlertKind.ALERT_KIND_INTELLIGENCE);
      case NOTICE_KIND_WITNESS_TO_CRIME -> routine(AlertKind.ALERT_KIND_WITNESS);
      case NOTICE_KIND_DOMESTIC_INCIDENT -> routine(AlertKind.ALERT_KIND_DOMESTIC_INCIDENT);
      case NOTICE_KIND_MISSING_ENDED -> routine(AlertKind.ALERT_KIND_RETURNED);
      case NOTICE_KIND_BAIL_CHANGED -> routine(AlertKind.ALERT_KIND_BAIL_CHANGED);
      case NOTICE_KIND_WANTED -> routine(AlertKind.ALERT_KIND_WANTED);
      case NOTICE_KIND_GROUP_TENSION -> routine(AlertKind.ALERT_KIND_GROUP_TENSION);
      case NOTICE_KIND_ANTI_SOCIAL_BEHAVIOUR -> routine(AlertKind.ALERT_KIND_ANTI_SOCIAL_BEHAVIOUR);
      case NOTICE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a notice without a kind was let through");
    };
  }

  private static Meaning stop(Notice notice, InvolvedPerson person) {
    if (notice.getStopSearch().getExtent() == SearchExtent.SEARCH_EXTENT_INTIMATE
        && person.getRole() == PersonRole.PERSON_ROLE_SEARCHED_PERSON) {
      return same(AlertKind.ALERT_KIND_INTIMATE_SEARCH);
    }
    return new Meaning(
        AlertKind.ALERT_KIND_STOP_SEARCH,
        isQuiet(notice.getStopSearch()) ? Urgency.NOTE : Urgency.ROUTINE);
  }

  /** Whether nothing further came of a stop, as far as anybody recorded. */
  static boolean isQuiet(StopSearch stop) {
    return stop.getOutcome() == SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION
        || stop.getOutcome() == SearchOutcome.SEARCH_OUTCOME_NOT_RECORDED;
  }

  private static Meaning violence(InvolvedPerson person) {
    boolean hurt = person.getRole() == PersonRole.PERSON_ROLE_VICTIM;
    return new Meaning(
        AlertKind.ALERT_KIND_SERIOUS_VIOLENCE, hurt ? Urgency.IMMEDIATE : Urgency.SAME_DAY);
  }

  private static Meaning same(AlertKind kind) {
    return new Meaning(kind, Urgency.SAME_DAY);
  }

  private static Meaning routine(AlertKind kind) {
    return new Meaning(kind, Urgency.ROUTINE);
  }
}
