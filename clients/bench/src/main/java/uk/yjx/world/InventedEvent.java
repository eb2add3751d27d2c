package uk.yjx.world;

import java.util.List;
import java.util.random.RandomGenerator;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.InjuryLevel;
import uk.yjx.intelligence.v1.MissingEpisode;
import uk.yjx.intelligence.v1.MissingRisk;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.Offence;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.intelligence.v1.Violence;
import uk.yjx.intelligence.v1.WeaponKind;

/**
 * Kinds of invented notices: how often each occurs in the replay (814 in all), in which role, and
 * how urgent the alert about a linked child must be.
 */
enum InventedEvent {
  ARREST(
      190,
      NoticeKind.NOTICE_KIND_ARREST,
      PersonRole.PERSON_ROLE_ARRESTED,
      Urgency.URGENCY_SAME_DAY,
      Concern.OFFENCE),
  CHARGE(
      70,
      NoticeKind.NOTICE_KIND_CHARGE,
      PersonRole.PERSON_ROLE_CHARGED,
      Urgency.URGENCY_SAME_DAY,
      Concern.OFFENCE),
  VOLUNTARY_INTERVIEW(
      45,
      NoticeKind.NOTICE_KIND_VOLUNTARY_INTERVIEW,
      PersonRole.PERSON_ROLE_SUSPECT,
      Urgency.URGENCY_ROUTINE,
      Concern.OFFENCE),
  OUT_OF_COURT_DECISION(
      55,
      NoticeKind.NOTICE_KIND_OUT_OF_COURT_DECISION,
      PersonRole.PERSON_ROLE_SUSPECT,
      Urgency.URGENCY_ROUTINE,
      Concern.OFFENCE),
  NO_FURTHER_ACTION(
      35,
      NoticeKind.NOTICE_KIND_NO_FURTHER_ACTION,
      PersonRole.PERSON_ROLE_SUSPECT,
      Urgency.URGENCY_ROUTINE,
      Concern.OFFENCE),
  WEAPON_INCIDENT(
      35,
      NoticeKind.NOTICE_KIND_WEAPON_INCIDENT,
      PersonRole.PERSON_ROLE_SUSPECT,
      Urgency.URGENCY_SAME_DAY,
      Concern.OFFENCE),
  STABBED(
      20,
      NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE,
      PersonRole.PERSON_ROLE_VICTIM,
      Urgency.URGENCY_IMMEDIATE,
      Concern.SAFETY_CLEAR),
  RETALIATION_FEARED(
      10,
      NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE,
      PersonRole.PERSON_ROLE_ASSOCIATE,
      Urgency.URGENCY_IMMEDIATE,
      Concern.SAFETY),
  VICTIM_OF_CRIME(
      60,
      NoticeKind.NOTICE_KIND_VICTIM_OF_CRIME,
      PersonRole.PERSON_ROLE_VICTIM,
      Urgency.URGENCY_SAME_DAY,
      Concern.SAFETY),
  WITNESS(
      30,
      NoticeKind.NOTICE_KIND_WITNESS_TO_CRIME,
      PersonRole.PERSON_ROLE_WITNESS,
      Urgency.URGENCY_ROUTINE,
      Concern.OFFENCE),
  DOMESTIC_INCIDENT(
      40,
      NoticeKind.NOTICE_KIND_DOMESTIC_INCIDENT,
      PersonRole.PERSON_ROLE_HOUSEHOLD_MEMBER,
      Urgency.URGENCY_ROUTINE,
      Concern.SAFETY),
  MISSING(
      70,
      NoticeKind.NOTICE_KIND_MISSING_STARTED,
      PersonRole.PERSON_ROLE_MISSING,
      Urgency.URGENCY_SAME_DAY,
      Concern.SAFETY_CLEAR),
  FOUND(
      50,
      NoticeKind.NOTICE_KIND_MISSING_ENDED,
      PersonRole.PERSON_ROLE_MISSING,
      Urgency.URGENCY_ROUTINE,
      Concern.SAFETY),
  EXPLOITATION_CONCERN(
      20,
      NoticeKind.NOTICE_KIND_EXPLOITATION_CONCERN,
      PersonRole.PERSON_ROLE_VICTIM,
      Urgency.URGENCY_SAME_DAY,
      Concern.SAFETY_CLEAR),
  POLICE_PROTECTION(
      6,
      NoticeKind.NOTICE_KIND_POLICE_PROTECTION,
      PersonRole.PERSON_ROLE_OTHER,
      Urgency.URGENCY_SAME_DAY,
      Concern.SAFETY),
  HOSPITALISED(
      14,
      NoticeKind.NOTICE_KIND_HOSPITALISED,
      PersonRole.PERSON_ROLE_VICTIM,
      Urgency.URGENCY_SAME_DAY,
      Concern.SAFETY),
  BAIL_CHANGED(
      24,
      NoticeKind.NOTICE_KIND_BAIL_CHANGED,
      PersonRole.PERSON_ROLE_CHARGED,
      Urgency.URGENCY_ROUTINE,
      Concern.OFFENCE),
  THREAT_TO_LIFE(
      6,
      NoticeKind.NOTICE_KIND_THREAT_TO_LIFE,
      PersonRole.PERSON_ROLE_VICTIM,
      Urgency.URGENCY_IMMEDIATE,
      Concern.SAFETY),
  GROUP_TENSION(
      10,
      NoticeKind.NOTICE_KIND_GROUP_TENSION,
      PersonRole.PERSON_ROLE_OTHER,
      Urgency.URGENCY_ROUTINE,
      Concern.OFFENCE),
  ANTI_SOCIAL_BEHAVIOUR(
      20,
      NoticeKind.NOTICE_KIND_ANTI_SOCIAL_BEHAVIOUR,
      PersonRole.PERSON_ROLE_OTHER,
      Urgency.URGENCY_ROUTINE,
      Concern.OFFENCE),
  INTIMATE_SEARCH(
      4,
      NoticeKind.NOTICE_KIND_STOP_SEARCH,
      PersonRole.PERSON_ROLE_SEARCHED_PERSON,
      Urgency.URGENCY_SAME_DAY,
      Concern.SAFETY);

  private static final List<String> CATEGORIES =
      List.of(
          "theft from a shop",
          "robbery of personal property",
          "possession of a bladed article",
          "assault occasioning actual bodily harm",
          "possession of a controlled drug",
          "criminal damage",
          "taking a vehicle without consent");
  private static final List<WeaponKind> WEAPONS =
      List.of(
          WeaponKind.WEAPON_KIND_BLADE,
          WeaponKind.WEAPON_KIND_BLADE,
          WeaponKind.WEAPON_KIND_OTHER,
          WeaponKind.WEAPON_KIND_CORROSIVE);
  private static final List<InjuryLevel> INJURIES =
      List.of(
          InjuryLevel.INJURY_LEVEL_MINOR,
          InjuryLevel.INJURY_LEVEL_SERIOUS,
          InjuryLevel.INJURY_LEVEL_LIFE_THREATENING);
  private static final List<MissingRisk> RISKS =
      List.of(
          MissingRisk.MISSING_RISK_LOW,
          MissingRisk.MISSING_RISK_MEDIUM,
          MissingRisk.MISSING_RISK_HIGH);

  /** What a notice is about, as far as a child nobody knows is concerned. */
  enum Concern {
    /** Not about a child's safety: nobody is told of an unknown child. */
    OFFENCE,
    /** About a child's safety. */
    SAFETY,
    /** About a child's safety, and by name of the kind a matter for the front door. */
    SAFETY_CLEAR
  }

  private final int count;
  private final NoticeKind kind;
  private final PersonRole role;
  private final Urgency urgency;
  private final Concern concern;

  InventedEvent(int count, NoticeKind kind, PersonRole role, Urgency urgency, Concern concern) {
    this.count = count;
    this.kind = kind;
    this.role = role;
    this.urgency = urgency;
    this.concern = concern;
  }

  /** How many the replay has. */
  int count() {
    return count;
  }

  PersonRole role() {
    return role;
  }

  Urgency urgency() {
    return urgency;
  }

  Concern concern() {
    return concern;
  }

  /** Whether it is only ever invented about a child of a caseload. */
  boolean alwaysLinked() {
    return this == RETALIATION_FEARED || this == INTIMATE_SEARCH;
  }

  /** Whether a second person may be named in it without consequence. */
  boolean mayHaveCompany() {
    return this == ARREST || this == GROUP_TENSION || this == ANTI_SOCIAL_BEHAVIOUR;
  }

  /** A notice of this kind with its facts, without persons, time and handling. */
  Notice.Builder notice(RandomGenerator random) {
    Notice.Builder notice = Notice.newBuilder().setKind(kind);
    return switch (this) {
      case ARREST, CHARGE, VOLUNTARY_INTERVIEW, OUT_OF_COURT_DECISION ->
          notice.setOffence(offence(random));
      case STABBED, RETALIATION_FEARED, WEAPON_INCIDENT, HOSPITALISED ->
          notice.setViolence(violence(random));
      case MISSING, FOUND ->
          notice.setMissing(
              MissingEpisode.newBuilder()
                  .setRisk(InventedNames.pick(random, RISKS))
                  .setFromCare(random.nextInt(3) == 0));
      case INTIMATE_SEARCH ->
          notice.setStopSearch(
              StopSearch.newBuilder()
                  .setKind(SearchKind.SEARCH_KIND_PERSON)
                  .setPower("Misuse of Drugs Act 1971 (section 23)")
                  .setObject("Controlled drugs")
                  .setOutcome(SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION)
                  .setExtent(SearchExtent.SEARCH_EXTENT_INTIMATE));
      case NO_FURTHER_ACTION,
          VICTIM_OF_CRIME,
          WITNESS,
          DOMESTIC_INCIDENT,
          EXPLOITATION_CONCERN,
          POLICE_PROTECTION,
          BAIL_CHANGED,
          THREAT_TO_LIFE,
          GROUP_TENSION,
          ANTI_SOCIAL_BEHAVIOUR ->
          notice;
    };
  }

  private static Offence offence(RandomGenerator random) {
    String category = InventedNames.pick(random, CATEGORIES);
    return Offence.newBuilder()
        .setCategory(category)
        .setWeapon(category.contains("bladed") || random.nextInt(8) == 0)
        .build();
  }

  private Violence violence(RandomGenerator random) {
    return Violence.newBuilder()
        .setWeapon(InventedNames.pick(random, WEAPONS))
        .setInjury(
            this == WEAPON_INCIDENT
                ? InjuryLevel.INJURY_LEVEL_NONE
                : InventedNames.pick(random, INJURIES))
        .build();
  }
}
