package uk.yjx.server.intelligence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.server.intelligence.UrgencyTable.Meaning;
import uk.yjx.server.kernel.Urgency;

/** The urgency table as the design states it: promise 14. */
final class UrgencyTableTest {
  private static final List<NoticeKind> KINDS =
      Stream.of(NoticeKind.values())
          .filter(k -> k != NoticeKind.UNRECOGNIZED && k != NoticeKind.NOTICE_KIND_UNSPECIFIED)
          .toList();
  private static final List<PersonRole> ROLES =
      Stream.of(PersonRole.values())
          .filter(r -> r != PersonRole.UNRECOGNIZED && r != PersonRole.PERSON_ROLE_UNSPECIFIED)
          .toList();

  @Test
  void isQuietAboutAStopOfWhichNothingCame() {
    for (SearchOutcome outcome : SearchOutcome.values()) {
      if (outcome == SearchOutcome.UNRECOGNIZED
          || outcome == SearchOutcome.SEARCH_OUTCOME_UNSPECIFIED) {
        continue;
      }
      boolean nothing =
          outcome == SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION
              || outcome == SearchOutcome.SEARCH_OUTCOME_NOT_RECORDED;
      StopSearch stop = StopSearch.newBuilder().setOutcome(outcome).build();
      for (PersonRole role :
          List.of(
              PersonRole.PERSON_ROLE_SEARCHED_PERSON, PersonRole.PERSON_ROLE_VEHICLE_OCCUPANT)) {
        assertEquals(
            new Meaning(AlertKind.ALERT_KIND_STOP_SEARCH, nothing ? Urgency.NOTE : Urgency.ROUTINE),
            of(stop, role),
            outcome + " " + role);
      }
    }
  }

  @Test
  void raisesASafeguardingAlertAboutAChildSearchedIntimatelyWhateverCameOfIt() {
    StopSearch stop =
        StopSearch.newBuilder()
            .setOutcome(SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION)
            .setExtent(SearchExtent.SEARCH_EXTENT_INTIMATE)
            .build();
    assertEquals(
        new Meaning(AlertKind.ALERT_KIND_INTIMATE_SEARCH, Urgency.SAME_DAY),
        of(stop, PersonRole.PERSON_ROLE_SEARCHED_PERSON));
    assertEquals(Urgency.NOTE, of(stop, PersonRole.PERSON_ROLE_VEHICLE_OCCUPANT).urgency());
  }

  @Test
  void tellsAtOnceOfAThreatToLifeAndOfAChildStabbedOrShot() {
    for (PersonRole role : ROLES) {
      assertEquals(
          Urgency.IMMEDIATE, of(NoticeKind.NOTICE_KIND_THREAT_TO_LIFE, role).urgency(), "" + role);
    }
    assertEquals(
        Urgency.IMMEDIATE,
        of(NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE, PersonRole.PERSON_ROLE_VICTIM).urgency());
    assertEquals(
        Urgency.SAME_DAY,
        of(NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE, PersonRole.PERSON_ROLE_SUSPECT).urgency());
  }

  @Test
  void tellsTheSameDayOfWhatTheDesignNames() {
    Map<NoticeKind, PersonRole> sameDay =
        Map.of(
            NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED,
            NoticeKind.NOTICE_KIND_CHARGE, PersonRole.PERSON_ROLE_CHARGED,
            NoticeKind.NOTICE_KIND_MISSING_STARTED, PersonRole.PERSON_ROLE_MISSING,
            NoticeKind.NOTICE_KIND_VICTIM_OF_CRIME, PersonRole.PERSON_ROLE_VICTIM);
    sameDay.forEach(
        (kind, role) -> assertEquals(Urgency.SAME_DAY, of(kind, role).urgency(), "" + kind));
    assertEquals(
        Urgency.ROUTINE,
        of(NoticeKind.NOTICE_KIND_VOLUNTARY_INTERVIEW, PersonRole.PERSON_ROLE_SUSPECT).urgency());
  }

  @Test
  void neverMakesAVictimOrWitnessThePersonArrestedOrCharged() {
    for (NoticeKind kind :
        List.of(
            NoticeKind.NOTICE_KIND_ARREST,
            NoticeKind.NOTICE_KIND_CHARGE,
            NoticeKind.NOTICE_KIND_WANTED)) {
      assertEquals(
          new Meaning(AlertKind.ALERT_KIND_VICTIM, Urgency.SAME_DAY),
          of(kind, PersonRole.PERSON_ROLE_VICTIM));
      assertEquals(
          new Meaning(AlertKind.ALERT_KIND_WITNESS, Urgency.ROUTINE),
          of(kind, PersonRole.PERSON_ROLE_WITNESS));
    }
  }

  @Test
  void tellsAnAssociateInDangerOfTheDangerAlone() {
    InvolvedPerson associate =
        InvolvedPerson.newBuilder()
            .setRole(PersonRole.PERSON_ROLE_ASSOCIATE)
            .addRisks(RiskSignal.RISK_SIGNAL_RETALIATION)
            .build();
    for (NoticeKind kind : KINDS) {
      assertEquals(
          new Meaning(AlertKind.ALERT_KIND_RETALIATION_RISK, Urgency.IMMEDIATE),
          UrgencyTable.of(Notice.newBuilder().setKind(kind).build(), associate));
    }
  }

  @Test
  void hasAMeaningForEveryKindAndRoleAndIsNeverLowered() {
    for (NoticeKind kind : KINDS) {
      for (PersonRole role : ROLES) {
        Meaning meaning = of(kind, role);
        for (Urgency asked : Urgency.values()) {
          Meaning raised = meaning.raisedTo(asked);
          assertEquals(meaning.kind(), raised.kind());
          assertTrue(raised.urgency().compareTo(meaning.urgency()) <= 0, kind + " " + role);
          assertTrue(raised.urgency().compareTo(asked) <= 0, kind + " " + role);
        }
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> of(NoticeKind.NOTICE_KIND_UNSPECIFIED, PersonRole.PERSON_ROLE_OTHER));
  }

  private static Meaning of(NoticeKind kind, PersonRole role) {
    return UrgencyTable.of(
        Notice.newBuilder().setKind(kind).build(),
        InvolvedPerson.newBuilder().setRole(role).build());
  }

  private static Meaning of(StopSearch stop, PersonRole role) {
    return UrgencyTable.of(
        Notice.newBuilder().setKind(NoticeKind.NOTICE_KIND_STOP_SEARCH).setStopSearch(stop).build(),
        InvolvedPerson.newBuilder().setRole(role).build());
  }
}
