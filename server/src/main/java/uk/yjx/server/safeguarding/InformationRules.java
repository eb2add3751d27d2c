package uk.yjx.server.safeguarding;

import java.time.Instant;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.Marking;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceRequest;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Violations;

/** What information for the police must hold to beyond the form that the contract gives. */
final class InformationRules {
  /** A reason that says something has at least so many characters. */
  static final int SESSION_REASON_MIN = 20;

  static final Failure SESSION_DISCLOSURE =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "SESSION_DISCLOSURE",
          "a child said this in session: it may be privileged, it may put the child at risk, and it"
              + " ends the child's trust; submit it only if a manager has considered that, with a"
              + " reason of at least "
              + SESSION_REASON_MIN
              + " characters");

  private InformationRules() {}

  /** Refuses what is wrong, all of it at once; the warning about a session last. */
  static void check(SubmitInformationToPoliceRequest request, Instant now) {
    Violations wrong = new Violations();
    Handling handling = request.getHandling();
    if (handling.getMarking() == Marking.MARKING_SECRET
        || handling.getMarking() == Marking.MARKING_TOP_SECRET) {
      wrong.add(
          "MARKING_TOO_HIGH",
          "handling.marking",
          "nothing above OFFICIAL-SENSITIVE may be sent to the exchange");
    }
    if (handling.hasGrading()) {
      grading(handling, now, wrong);
    } else {
      wrong.add("GRADING_MISSING", "handling.grading", "information needs its grading");
    }
    wrong.throwIfAny();
    boolean considered =
        request.getSessionWarningConsidered()
            && request.getSessionReason().strip().length() >= SESSION_REASON_MIN;
    if (request.getDisclosedInSession() && !considered) {
      throw SESSION_DISCLOSURE.refused();
    }
  }

  private static void grading(Handling handling, Instant now, Violations wrong) {
    Grading grading = handling.getGrading();
    boolean conditions =
        handling.hasConditions()
            && !handling.getConditions().equals(HandlingConditions.getDefaultInstance());
    boolean codeC = grading.getHandlingCode() == HandlingCode.HANDLING_CODE_C;
    if (codeC && !conditions) {
      wrong.add(
          "CONDITIONS_MISSING",
          "handling.conditions",
          "code C is sharing with conditions: it needs them");
    }
    if (!codeC && handling.hasConditions()) {
      wrong.add(
          "CONDITIONS_NOT_OF_CODE", "handling.conditions", "code P is sharing without conditions");
    }
    if (!grading.getSanitised()) {
      wrong.add(
          "INTELLIGENCE_NOT_SANITISED",
          "handling.grading.sanitised",
          "only sanitised information may be sent");
    }
    Instant authorised = Instant.ofEpochSecond(grading.getAuthorisedAt().getSeconds());
    if (grading.getAuthorisedByRole().isBlank()
        || !grading.hasAuthorisedAt()
        || authorised.isAfter(now.plus(NoticeRules.CLOCK_SKEW_MAX))) {
      wrong.add(
          "INTELLIGENCE_NOT_AUTHORISED",
          "handling.grading.authorised_by_role",
          "information needs the role that authorised its release, and when");
    }
  }
}
