package uk.yjx.server.intelligence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.server.kernel.Violations;

/** What a notice must hold to beyond the form that the contract gives. */
final class NoticeRules {
  /** Clocks of senders may be ahead by this much. */
  static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(10);

  private NoticeRules() {}

  /** Adds everything that is wrong. */
  static void check(Notice notice, Instant now, Violations wrong) {
    Instant at =
        Instant.ofEpochSecond(
            notice.getEventTime().getEarliest().getSeconds(),
            notice.getEventTime().getEarliest().getNanos());
    if (at.isAfter(now.plus(CLOCK_SKEW_MAX))) {
      wrong.add(
          "EVENT_IN_FUTURE",
          "notice.event_time.earliest",
          "an event lies at most " + CLOCK_SKEW_MAX.toMinutes() + " minutes ahead of now");
    }
    Marking marking = notice.getHandling().getMarking();
    if (marking == Marking.MARKING_SECRET || marking == Marking.MARKING_TOP_SECRET) {
      wrong.add(
          "MARKING_TOO_HIGH",
          "notice.handling.marking",
          "nothing above OFFICIAL-SENSITIVE may be sent to the exchange");
    }
    if (notice.getRaiseTo() != Urgency.URGENCY_UNSPECIFIED && notice.getRaiseReason().isBlank()) {
      wrong.add(
          "RAISE_REASON_MISSING", "notice.raise_reason", "raising the urgency needs a reason");
    }
    conditions(notice, wrong);
    detail(notice, wrong);
    grading(notice, now, wrong);
    persons(notice, wrong);
  }

  /** Empty conditions would be none, and indexes name people of the notice. */
  private static void conditions(Notice notice, Violations wrong) {
    if (notice.getHandling().hasConditions()
        && notice.getHandling().getConditions().equals(HandlingConditions.getDefaultInstance())) {
      wrong.add("CONDITIONS_MISSING", "notice.handling.conditions", "conditions say something");
    }
    int persons = notice.getPersonsCount();
    for (int i = 0; i < notice.getCourtConditionsCount(); i++) {
      var condition = notice.getCourtConditions(i);
      if (condition.getBoundPerson() >= persons
          || condition.getNamedPersonsList().stream()
              .anyMatch(named -> named >= persons || named == condition.getBoundPerson())) {
        wrong.add(
            "VALIDATION_FAILED",
            "notice.court_conditions[" + i + "]",
            "a condition binds one person of the notice for the sake of others");
      }
    }
  }

  private static void detail(Notice notice, Violations wrong) {
    if (notice.getKind() == NoticeKind.NOTICE_KIND_STOP_SEARCH && !notice.hasStopSearch()) {
      wrong.add("DETAIL_MISSING", "notice.stop_search", "a stop and search needs its details");
    }
    if (notice.hasStopSearch() && notice.getKind() != NoticeKind.NOTICE_KIND_STOP_SEARCH) {
      wrong.add(
          "DETAIL_NOT_OF_KIND", "notice.stop_search", "only a stop and search has these details");
    }
  }

  private static void grading(Notice notice, Instant now, Violations wrong) {
    boolean graded = notice.getHandling().hasGrading();
    if (!graded) {
      if (notice.getKind() == NoticeKind.NOTICE_KIND_INTELLIGENCE) {
        wrong.add("GRADING_MISSING", "notice.handling.grading", "intelligence needs its grading");
      }
      return;
    }
    Grading grading = notice.getHandling().getGrading();
    boolean conditions = notice.getHandling().hasConditions();
    if (grading.getHandlingCode() == HandlingCode.HANDLING_CODE_C && !conditions) {
      wrong.add(
          "CONDITIONS_MISSING",
          "notice.handling.conditions",
          "code C is sharing with conditions: it needs them");
    }
    if (grading.getHandlingCode() == HandlingCode.HANDLING_CODE_P && conditions) {
      wrong.add(
          "CONDITIONS_NOT_OF_CODE",
          "notice.handling.conditions",
          "code P is sharing without conditions");
    }
    if (!grading.getSanitised()) {
      wrong.add(
          "INTELLIGENCE_NOT_SANITISED",
          "notice.handling.grading.sanitised",
          "only sanitised intelligence may be sent");
    }
    Instant authorised = Instant.ofEpochSecond(grading.getAuthorisedAt().getSeconds());
    if (grading.getAuthorisedByRole().isBlank()
        || !grading.hasAuthorisedAt()
        || authorised.isAfter(now.plus(CLOCK_SKEW_MAX))) {
      wrong.add(
          "INTELLIGENCE_NOT_AUTHORISED",
          "notice.handling.grading.authorised_by_role",
          "intelligence needs the role that authorised its release, and when");
    }
  }

  private static void persons(Notice notice, Violations wrong) {
    for (int i = 0; i < notice.getPersonsCount(); i++) {
      var person = notice.getPersons(i);
      String at = "notice.persons[" + i + "]";
      if (person.hasPerson() == person.getUnidentified()) {
        wrong.add(
            "VALIDATION_FAILED", at + ".person", "a person is described or marked unidentified");
      }
      for (var relation : person.getRelationsList()) {
        if (relation.getPerson() >= notice.getPersonsCount() || relation.getPerson() == i) {
          wrong.add(
              "VALIDATION_FAILED",
              at + ".relations",
              "a relation is to another person of the notice");
        }
      }
      if (person.hasAgeFrom() && person.hasAgeTo() && person.getAgeFrom() > person.getAgeTo()) {
        wrong.add("VALIDATION_FAILED", at + ".age_to", "the oldest age is not below the youngest");
      }
    }
  }

  /** The urgency a sender asks for, if any. */
  static Optional<uk.yjx.server.kernel.Urgency> asked(Notice notice) {
    return switch (notice.getRaiseTo()) {
      case URGENCY_IMMEDIATE -> Optional.of(uk.yjx.server.kernel.Urgency.IMMEDIATE);
      case URGENCY_SAME_DAY -> Optional.of(uk.yjx.server.kernel.Urgency.SAME_DAY);
      case URGENCY_ROUTINE -> Optional.of(uk.yjx.server.kernel.Urgency.ROUTINE);
      case URGENCY_NOTE, URGENCY_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
