package uk.yjx.world;

import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;

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

  NoticeKind kind() {
    return kind;
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
}
