package uk.yjx.server.agreements;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.kernel.AgencyId;

/**
 * Books of agreements for measurements, composed from the server's own parts: whole, or without any
 * check at all. Nothing that runs can make one of these.
 */
public final class BookWiring {

  private BookWiring() {}

  /**
   * One agreement with the conditions of the starter set, compiled anew: nothing of it is cached.
   */
  public static AgreementBook fresh(AgencyId from, AgencyId to, Instant now) {
    Terms terms =
        new Terms(
            Set.of(),
            Set.of(
                Role.ROLE_CASE_MANAGER,
                Role.ROLE_SERVICE_MANAGER,
                Role.ROLE_DUTY_OFFICER,
                Role.ROLE_FRONT_DOOR),
            List.of(
                Condition.compile(
                    "PROTECTED_BY_NAME_ONLY",
                    "What is about a protected person goes to who holds the case by name.",
                    "!submission.protected || relationship.named"),
                Condition.compile(
                    "CODE_C_FOR_OWN_WORKER",
                    "Code C goes to the child's own worker alone.",
                    "submission.handling_code != 'C' || relationship.standing == 'OWN_WORKER'")),
            List.of(Obligation.OBLIGATION_NO_ONWARD_SHARING),
            0,
            Set.of(),
            "",
            List.of(),
            List.of());
    Agreement agreement =
        new Agreement(
            "bench",
            1,
            "Police information for youth justice",
            Set.of(from),
            Set.of(to),
            Set.of(
                DataCategory.DATA_CATEGORY_POLICE_EVENT,
                DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT,
                DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE),
            Set.of(LegalGateway.values()),
            Set.of(
                Purpose.PURPOSE_SUPERVISION,
                Purpose.PURPOSE_SAFEGUARDING,
                Purpose.PURPOSE_PREVENT_OFFENDING,
                Purpose.PURPOSE_PUBLIC_PROTECTION),
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(1)),
            Agreement.State.IN_FORCE,
            terms);
    return AgreementBook.EMPTY.with(
        List.of(new AgreementBook.Proposed(agreement, null)), List.of());
  }

  /** The same book that asks nothing: whatever is in it permits. */
  public static AgreementBook askingNothing(AgreementBook book) {
    return book.decidingBy(List.of());
  }
}
