package uk.yjx.server.intelligence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.Evidence;

/**
 * A police notice as the exchange reads it.
 *
 * @param subjects people who may be attached to a child; a child under 10 who was recorded as
 *     searched, suspected, arrested or charged is attached to no one
 * @param referrals what social care is told of each such child under 10
 * @param remarks what is odd about the data, the same for known and unknown children
 */
record PoliceNotice(
    Notice notice,
    List<Submission.Subject> subjects,
    List<Submission.Referral> referrals,
    List<NoticeRemark> remarks) {
  /** Age of criminal responsibility (Children and Young Persons Act 1933 s.50). */
  static final int CRIMINAL_RESPONSIBILITY_AGE = 10;

  /** From this age on nobody is a child (Children Act 1989 s.105). */
  static final int ADULT_AGE = 18;

  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  PoliceNotice {
    subjects = List.copyOf(subjects);
    referrals = List.copyOf(referrals);
    remarks = List.copyOf(remarks);
  }

  /** Reads a notice; adds what cannot be to the violations. */
  static PoliceNotice read(
      Notice notice,
      AgencyId from,
      Instant now,
      ToLongFunction<String> fingerprint,
      Violations wrong) {
    PersonTranslation people = new PersonTranslation(from, LocalDate.ofInstant(now, LONDON), wrong);
    List<Submission.Subject> subjects = new ArrayList<>();
    List<Submission.Referral> referrals = new ArrayList<>();
    List<NoticeRemark> remarks = new ArrayList<>();
    NoticeMaterial material = new NoticeMaterial(notice, fingerprint);
    if (material.narrativeNamesOthers()) {
      add(remarks, NoticeRemark.NOTICE_REMARK_NARRATIVE_NAMES_ANOTHER_PERSON);
    }
    for (int i = 0; i < notice.getPersonsCount(); i++) {
      InvolvedPerson person = notice.getPersons(i);
      PersonDescription described =
          people.read(person.getPerson(), "notice.persons[" + i + "].person");
      for (Identifier id : described.identifiers()) {
        if (id.validity() == Identifier.Validity.INVALID) {
          add(remarks, NoticeRemark.NOTICE_REMARK_IDENTIFIER_INVALID);
        }
      }
      if (underAge(notice, person, described)) {
        add(remarks, NoticeRemark.NOTICE_REMARK_UNDER_AGE_OF_CRIMINAL_RESPONSIBILITY);
        referrals.add(underAge(notice, person, i, material));
      } else if (!person.getUnidentified()) {
        subjects.add(subject(i, notice, described, fingerprint, material));
      }
    }
    return new PoliceNotice(notice, subjects, referrals, remarks);
  }

  /** Which category of data the notice is, for the agreements. */
  DataCategory category() {
    return switch (notice.getKind()) {
      case NOTICE_KIND_INTELLIGENCE -> DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE;
      case NOTICE_KIND_SERIOUS_VIOLENCE,
          NOTICE_KIND_VICTIM_OF_CRIME,
          NOTICE_KIND_DOMESTIC_INCIDENT,
          NOTICE_KIND_MISSING_STARTED,
          NOTICE_KIND_MISSING_ENDED,
          NOTICE_KIND_EXPLOITATION_CONCERN,
          NOTICE_KIND_POLICE_PROTECTION,
          NOTICE_KIND_HOSPITALISED,
          NOTICE_KIND_THREAT_TO_LIFE ->
          DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT;
      case NOTICE_KIND_ARREST,
          NOTICE_KIND_CHARGE,
          NOTICE_KIND_VOLUNTARY_INTERVIEW,
          NOTICE_KIND_STOP_SEARCH,
          NOTICE_KIND_OUT_OF_COURT_DECISION,
          NOTICE_KIND_NO_FURTHER_ACTION,
          NOTICE_KIND_WEAPON_INCIDENT,
          NOTICE_KIND_WITNESS_TO_CRIME,
          NOTICE_KIND_BAIL_CHANGED,
          NOTICE_KIND_WANTED,
          NOTICE_KIND_GROUP_TENSION,
          NOTICE_KIND_ANTI_SOCIAL_BEHAVIOUR,
          NOTICE_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          DataCategory.DATA_CATEGORY_POLICE_EVENT;
    };
  }

  /** Whether a child nobody knows must be told to social care. */
  boolean safeguarding() {
    boolean underAge =
        remarks.contains(NoticeRemark.NOTICE_REMARK_UNDER_AGE_OF_CRIMINAL_RESPONSIBILITY);
    return underAge
        || isIntimateSearch()
        || switch (notice.getKind()) {
          case NOTICE_KIND_MISSING_STARTED,
              NOTICE_KIND_EXPLOITATION_CONCERN,
              NOTICE_KIND_VICTIM_OF_CRIME,
              NOTICE_KIND_SERIOUS_VIOLENCE,
              NOTICE_KIND_POLICE_PROTECTION,
              NOTICE_KIND_THREAT_TO_LIFE ->
              true;
          case NOTICE_KIND_ARREST,
              NOTICE_KIND_CHARGE,
              NOTICE_KIND_VOLUNTARY_INTERVIEW,
              NOTICE_KIND_STOP_SEARCH,
              NOTICE_KIND_OUT_OF_COURT_DECISION,
              NOTICE_KIND_NO_FURTHER_ACTION,
              NOTICE_KIND_INTELLIGENCE,
              NOTICE_KIND_WEAPON_INCIDENT,
              NOTICE_KIND_WITNESS_TO_CRIME,
              NOTICE_KIND_DOMESTIC_INCIDENT,
              NOTICE_KIND_MISSING_ENDED,
              NOTICE_KIND_HOSPITALISED,
              NOTICE_KIND_BAIL_CHANGED,
              NOTICE_KIND_WANTED,
              NOTICE_KIND_GROUP_TENSION,
              NOTICE_KIND_ANTI_SOCIAL_BEHAVIOUR,
              NOTICE_KIND_UNSPECIFIED,
              UNRECOGNIZED ->
              false;
        };
  }

  /** An intimate search of a child is a safeguarding matter whatever came of it. */
  private boolean isIntimateSearch() {
    return notice.getStopSearch().getExtent() == SearchExtent.SEARCH_EXTENT_INTIMATE;
  }

  /** Whether it may be kept for whom nobody knows: a stop without further action may not. */
  boolean mayBeKeptUnmatched() {
    return notice.getKind() != NoticeKind.NOTICE_KIND_STOP_SEARCH
        || !UrgencyTable.isQuiet(notice.getStopSearch())
        || remarks.contains(NoticeRemark.NOTICE_REMARK_UNDER_AGE_OF_CRIMINAL_RESPONSIBILITY)
        || subjects.stream().anyMatch(s -> s.urgency() != Urgency.NOTE);
  }

  private static Submission.Referral underAge(
      Notice notice, InvolvedPerson person, int index, NoticeMaterial material) {
    UrgencyTable.Meaning meaning =
        new UrgencyTable.Meaning(
            AlertKind.ALERT_KIND_UNDER_AGE_OF_CRIMINAL_RESPONSIBILITY, Urgency.SAME_DAY);
    return new Submission.Referral(
        meaning.kind(),
        meaning.urgency(),
        NoticeFacts.of(notice, person, meaning),
        material.of(index, meaning.kind()));
  }

  private static Submission.Subject subject(
      int ordinal,
      Notice notice,
      PersonDescription described,
      ToLongFunction<String> fingerprint,
      NoticeMaterial material) {
    InvolvedPerson person = notice.getPersons(ordinal);
    UrgencyTable.Meaning meaning = UrgencyTable.of(notice, person);
    UrgencyTable.Meaning raised = NoticeRules.asked(notice).map(meaning::raisedTo).orElse(meaning);
    Evidence evidence = Evidence.of(described);
    List<Long> keys = new ArrayList<>(evidence.keys().size());
    for (String key : evidence.keys()) {
      keys.add(fingerprint.applyAsLong(key));
    }
    return new Submission.Subject(
        ordinal,
        evidence,
        keys,
        raised.kind(),
        raised.urgency(),
        NoticeFacts.of(notice, person, raised),
        isReferable(notice, person, described),
        material.of(ordinal, raised.kind()));
  }

  /** Social care is told of children whom the event concerns, not of who else was there. */
  private static boolean isReferable(
      Notice notice, InvolvedPerson person, PersonDescription described) {
    boolean adult =
        (person.hasAgeFrom() && person.getAgeFrom() >= ADULT_AGE)
            || (!described.datesOfBirth().isEmpty()
                && described.datesOfBirth().stream()
                    .allMatch(born -> isAtLeast(born, ADULT_AGE, notice)));
    return !adult
        && switch (person.getRole()) {
          case PERSON_ROLE_VICTIM,
              PERSON_ROLE_MISSING,
              PERSON_ROLE_SEARCHED_PERSON,
              PERSON_ROLE_HOUSEHOLD_MEMBER,
              PERSON_ROLE_OTHER ->
              true;
          case PERSON_ROLE_VEHICLE_OCCUPANT,
              PERSON_ROLE_SUSPECT,
              PERSON_ROLE_ARRESTED,
              PERSON_ROLE_CHARGED,
              PERSON_ROLE_CONVICTED,
              PERSON_ROLE_WITNESS,
              PERSON_ROLE_ASSOCIATE,
              PERSON_ROLE_UNSPECIFIED,
              UNRECOGNIZED ->
              false;
        };
  }

  private static boolean isAtLeast(PartialDate born, int age, Notice notice) {
    OptionalInt known = born.ageOn(day(notice));
    return known.isPresent() && known.getAsInt() >= age;
  }

  private static LocalDate day(Notice notice) {
    return LocalDate.ofInstant(
        Instant.ofEpochSecond(notice.getEventTime().getEarliest().getSeconds()), LONDON);
  }

  private static boolean underAge(
      Notice notice, InvolvedPerson person, PersonDescription described) {
    return switch (person.getRole()) {
      case PERSON_ROLE_SEARCHED_PERSON,
          PERSON_ROLE_SUSPECT,
          PERSON_ROLE_ARRESTED,
          PERSON_ROLE_CHARGED,
          PERSON_ROLE_CONVICTED ->
          recordedUnder(notice, person, described);
      case PERSON_ROLE_VEHICLE_OCCUPANT,
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

  private static boolean recordedUnder(
      Notice notice, InvolvedPerson person, PersonDescription described) {
    if (person.hasAgeTo() && person.getAgeTo() < CRIMINAL_RESPONSIBILITY_AGE) {
      return true;
    }
    LocalDate day = day(notice);
    for (PartialDate born : described.datesOfBirth()) {
      OptionalInt age = born.ageOn(day);
      if (age.isPresent() && age.getAsInt() < CRIMINAL_RESPONSIBILITY_AGE) {
        return true;
      }
    }
    return false;
  }

  private static void add(List<NoticeRemark> remarks, NoticeRemark remark) {
    if (!remarks.contains(remark)) {
      remarks.add(remark);
    }
  }
}
