package uk.yjx.server.agreements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.AgreementExample;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.kernel.AgencyId;

/** Runs the examples of an agreement, as if it alone were in force; touches no exchange. */
public final class AgreementExamples {

  private AgreementExamples() {}

  /**
   * What came of one example.
   *
   * @param got PERMITTED, or why it is withheld
   * @param asExpected it is what the example says
   */
  public record Result(String title, String got, boolean asExpected) {}

  /**
   * Runs every example of an agreement.
   *
   * @throws uk.yjx.server.kernel.Failure.Refused if the agreement itself is not valid
   */
  public static List<Result> run(uk.yjx.agreements.v1.Agreement document) {
    Agreement agreement = AgreementTranslation.read(document).in(Agreement.State.IN_FORCE);
    AgreementBook book =
        AgreementBook.EMPTY.with(List.of(new AgreementBook.Proposed(agreement, null)), List.of());
    List<Result> results = new ArrayList<>();
    for (AgreementExample example : agreement.terms().examples()) {
      results.add(result(example, book, agreement.validFrom()));
    }
    return results;
  }

  private static Result result(AgreementExample example, AgreementBook book, Instant at) {
    Sharing what =
        new Sharing(
            new AgencyId(example.getFromAgency()),
            new AgencyId(example.getToAgency()),
            example.getCategory(),
            example.getHandling(),
            example.getHandling().getGrading().getAboutProtectedPerson());
    return switch (book.decide(what, reading(example), at)) {
      case Decision.Permit permit ->
          new Result(example.getTitle(), "PERMITTED", example.getPermitted());
      case Decision.Withhold withheld ->
          new Result(
              example.getTitle(),
              withheld.reason().name(),
              !example.getPermitted()
                  && (example.getWithheldBecause().isEmpty()
                      || example.getWithheldBecause().equals(withheld.reason().name())));
    };
  }

  private static @Nullable Reading reading(AgreementExample example) {
    if (example.getReaderPurpose() == Purpose.PURPOSE_UNSPECIFIED) {
      return null;
    }
    Role role = example.getReaderRole() == Role.ROLE_UNSPECIFIED ? null : example.getReaderRole();
    return new Reading(
        null,
        role,
        example.getReaderPurpose(),
        example.getStanding(),
        example.getStanding().equals("OWN_WORKER"));
  }
}
