package uk.yjx.world;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.InjuryLevel;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.Place;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.Violence;
import uk.yjx.intelligence.v1.WeaponKind;

/** The notices of the stories. */
final class StoryNotices {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEEE HH:mm", Locale.UK).withZone(ZoneId.of("Europe/London"));

  private StoryNotices() {}

  /** One child is stabbed, another is in danger because of it, whoever did it is not known. */
  static SubmitNoticeRequest stabbing(
      String requestId, Instant time, CaseloadChild stabbed, CaseloadChild associate) {
    return request(
        requestId,
        notice(NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE, time)
            .setPlace(Place.newBuilder().setDescription("invented high street"))
            .setNarrative(
                "Invented. A child was stabbed; friends of the child are looking for those"
                    + " responsible.")
            .setHandling(
                StopSearchNotice.HANDLING.toBuilder()
                    .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)
                    .setPurpose(Purpose.PURPOSE_SAFEGUARDING))
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(asThePoliceKnow(stabbed))
                    .setRole(PersonRole.PERSON_ROLE_VICTIM))
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(asThePoliceKnow(associate))
                    .setRole(PersonRole.PERSON_ROLE_ASSOCIATE)
                    .addRisks(RiskSignal.RISK_SIGNAL_RETALIATION)
                    .addRisks(RiskSignal.RISK_SIGNAL_LIVE))
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setUnidentified(true)
                    .setRole(PersonRole.PERSON_ROLE_SUSPECT))
            .setViolence(
                Violence.newBuilder()
                    .setWeapon(WeaponKind.WEAPON_KIND_BLADE)
                    .setInjury(InjuryLevel.INJURY_LEVEL_SERIOUS)));
  }

  /** A stop that ended in no further action; whether anything was found is not recorded. */
  static SubmitNoticeRequest stop(String requestId, Instant time, CaseloadChild stopped) {
    return request(
        requestId,
        notice(NoticeKind.NOTICE_KIND_STOP_SEARCH, time)
            .setHandling(StopSearchNotice.HANDLING)
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(asThePoliceKnow(stopped))
                    .setRole(PersonRole.PERSON_ROLE_SEARCHED_PERSON))
            .setStopSearch(
                StopSearch.newBuilder()
                    .setKind(SearchKind.SEARCH_KIND_PERSON)
                    .setPower("Police and Criminal Evidence Act 1984 (section 1)")
                    .setObject("Offensive weapons")
                    .setOutcome(SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION)
                    .setExtent(SearchExtent.SEARCH_EXTENT_OUTER_CLOTHING)));
  }

  /** An arrest of the first child, at which the second is said to have been. */
  static SubmitNoticeRequest arrest(
      String requestId, Instant time, CaseloadChild arrested, CaseloadChild witness) {
    return request(
        requestId,
        notice(NoticeKind.NOTICE_KIND_ARREST, time)
            .setHandling(StopSearchNotice.HANDLING)
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(asThePoliceKnow(arrested))
                    .setRole(PersonRole.PERSON_ROLE_ARRESTED))
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(asThePoliceKnow(witness))
                    .setRole(PersonRole.PERSON_ROLE_WITNESS)));
  }

  private static Notice.Builder notice(NoticeKind kind, Instant time) {
    return Notice.newBuilder()
        .setKind(kind)
        .setLocalAuthority(YouthJusticeService.SOUTHWARK.localAuthority())
        .setEventTime(
            EventTime.newBuilder()
                .setEarliest(StopSearchNotice.timestamp(time))
                .setPrecision(TimePrecision.TIME_PRECISION_EXACT)
                .setLocalText(LOCAL.format(time)));
  }

  private static PersonDescriptor asThePoliceKnow(CaseloadChild child) {
    InventedPerson person = child.person();
    return PersonDescriptor.newBuilder()
        .addNames(person.name())
        .addDatesOfBirth(InventedPerson.date(person.born()))
        .addIdentifiers(person.identifier(IdentifierKind.IDENTIFIER_KIND_PNC_ID).orElseThrow())
        .setSex(person.sex())
        .build();
  }

  private static SubmitNoticeRequest request(String requestId, Notice.Builder notice) {
    return SubmitNoticeRequest.newBuilder().setRequestId(requestId).setNotice(notice).build();
  }
}
