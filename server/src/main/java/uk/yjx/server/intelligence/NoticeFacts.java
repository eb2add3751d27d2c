package uk.yjx.server.intelligence;

import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertFacts;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.alerts.v1.StopFacts;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.StopSearch;

/**
 * Typed facts of an event for one person's worker: no other person, no address, and of an event
 * that is not the person's own nothing but the danger.
 */
final class NoticeFacts {

  private NoticeFacts() {}

  static Alert of(Notice notice, InvolvedPerson person, UrgencyTable.Meaning meaning) {
    Alert.Builder facts =
        Alert.newBuilder()
            .setKind(meaning.kind())
            .setEventTime(notice.getEventTime())
            .addAllRisks(person.getRisksList())
            .setMarking(notice.getHandling().getMarking())
            .setProtectedPerson(
                person.getProtectedPerson()
                    || notice.getHandling().getGrading().getAboutProtectedPerson())
            .setBasis(DisclosureBasis.newBuilder().setRegime(notice.getHandling().getRegime()));
    if (notice.getHandling().hasGrading()) {
      facts.setGrading(notice.getHandling().getGrading());
    }
    if (notice.getHandling().hasConditions()) {
      facts.setConditions(notice.getHandling().getConditions());
    }
    if (meaning.kind() == AlertKind.ALERT_KIND_RETALIATION_RISK) {
      return facts.build();
    }
    facts.setRole(person.getRole());
    return isOwn(notice, person.getRole()) ? facts.setFacts(detail(notice)).build() : facts.build();
  }

  /** Whether the event is this person's own, so that the text about it is for their worker. */
  static boolean isOwn(Notice notice, InvolvedPerson person, AlertKind kind) {
    if (kind == AlertKind.ALERT_KIND_RETALIATION_RISK) {
      return false;
    }
    return notice.getDetailCase() == Notice.DetailCase.DETAIL_NOT_SET
        ? isAccused(person.getRole())
            || person.getRole() == PersonRole.PERSON_ROLE_VICTIM
            || person.getRole() == PersonRole.PERSON_ROLE_MISSING
            || person.getRole() == PersonRole.PERSON_ROLE_OTHER
        : isOwn(notice, person.getRole());
  }

  /** Whether the details are of this person, and not of somebody else in the event. */
  private static boolean isOwn(Notice notice, PersonRole role) {
    return switch (notice.getDetailCase()) {
      case STOP_SEARCH -> role == PersonRole.PERSON_ROLE_SEARCHED_PERSON || isAccused(role);
      case OFFENCE -> isAccused(role);
      case MISSING -> role == PersonRole.PERSON_ROLE_MISSING;
      case VIOLENCE -> role == PersonRole.PERSON_ROLE_VICTIM || isAccused(role);
      case DETAIL_NOT_SET -> false;
    };
  }

  private static boolean isAccused(PersonRole role) {
    return switch (role) {
      case PERSON_ROLE_SUSPECT, PERSON_ROLE_ARRESTED, PERSON_ROLE_CHARGED, PERSON_ROLE_CONVICTED ->
          true;
      case PERSON_ROLE_SEARCHED_PERSON,
          PERSON_ROLE_VEHICLE_OCCUPANT,
          PERSON_ROLE_VICTIM,
          PERSON_ROLE_WITNESS,
          PERSON_ROLE_ASSOCIATE,
          PERSON_ROLE_MISSING,
          PERSON_ROLE_HOUSEHOLD_MEMBER,
          PERSON_ROLE_OTHER,
          PERSON_ROLE_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  private static AlertFacts detail(Notice notice) {
    AlertFacts.Builder facts = AlertFacts.newBuilder();
    switch (notice.getDetailCase()) {
      case STOP_SEARCH -> facts.setStop(stop(notice.getStopSearch()));
      case OFFENCE ->
          facts
              .setOffenceCategory(notice.getOffence().getCategory())
              .setWeapon(notice.getOffence().getWeapon());
      case MISSING ->
          facts
              .setMissingRisk(notice.getMissing().getRisk())
              .setMissingFromCare(notice.getMissing().getFromCare());
      case VIOLENCE ->
          facts
              .setWeaponKind(notice.getViolence().getWeapon())
              .setInjury(notice.getViolence().getInjury());
      case DETAIL_NOT_SET -> {
        // The kind says all that is to be said.
      }
    }
    return facts.build();
  }

  private static StopFacts stop(StopSearch stop) {
    return StopFacts.newBuilder()
        .setKind(stop.getKind())
        .setPower(stop.getPower())
        .setObject(stop.getObject())
        .setOutcome(stop.getOutcome())
        .setOutcomeLinkedToObject(stop.getOutcomeLinkedToObject())
        .setExtent(stop.getExtent())
        .build();
  }
}
