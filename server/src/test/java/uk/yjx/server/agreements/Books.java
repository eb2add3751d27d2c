package uk.yjx.server.agreements;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.server.kernel.AgencyId;

/** Agreements for tests of other rooms, and books that forget one check. */
public final class Books {
  public static final AgencyId POLICE = new AgencyId("met-police");
  public static final AgencyId SERVICE = new AgencyId("southwark-yjs");

  private Books() {}

  /** Names of all checks, in order. */
  public static List<String> checks() {
    return Check.ALL.stream().map(check -> check.reason().name()).toList();
  }

  /** The book without one of its checks. */
  public static AgreementBook without(String check, AgreementBook book) {
    List<Check> left = new ArrayList<>(Check.ALL);
    left.removeIf(it -> it.reason().name().equals(check));
    return book.decidingBy(left);
  }

  /**
   * One agreement as wide as one can be written: every role, all police data, one condition that
   * nobody reads from cover what is about custody.
   */
  public static AgreementBook wide(Instant now) {
    Terms terms =
        new Terms(
            Set.of(Regime.REGIME_DPA_PART3),
            Set.of(
                Role.ROLE_CASE_MANAGER,
                Role.ROLE_SERVICE_MANAGER,
                Role.ROLE_DUTY_OFFICER,
                Role.ROLE_FRONT_DOOR,
                Role.ROLE_VICTIM_WORKER,
                Role.ROLE_EDUCATION_WORKER,
                Role.ROLE_VOLUNTEER),
            List.of(
                Condition.compile(
                    "SUPERVISION_BY_THOSE_WHO_STAND_TO_THE_CHILD",
                    "Nobody reads for supervision who is a stranger to the child.",
                    "reader.purpose != 'SUPERVISION' || relationship.standing != 'NONE'")),
            List.of(Obligation.OBLIGATION_NO_ONWARD_SHARING),
            0,
            Set.of(),
            "",
            List.of(),
            List.of());
    Agreement agreement =
        new Agreement(
            "met-southwark",
            4,
            "Police information for youth justice",
            Set.of(POLICE),
            Set.of(SERVICE),
            Set.of(
                DataCategory.DATA_CATEGORY_POLICE_EVENT,
                DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT,
                DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE),
            Set.of(LegalGateway.LEGAL_GATEWAY_CDA98_S115),
            Set.of(Purpose.PURPOSE_SUPERVISION, Purpose.PURPOSE_SAFEGUARDING),
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(1)),
            Agreement.State.IN_FORCE,
            terms);
    return AgreementBook.EMPTY.with(
        List.of(new AgreementBook.Proposed(agreement, null)), List.of());
  }

  /** The same with some data and nothing else: what is out of it is withheld. */
  public static AgreementBook narrow(Instant now) {
    Agreement it = wide(now).agreement("met-southwark").orElseThrow();
    return AgreementBook.EMPTY.with(
        List.of(
            new AgreementBook.Proposed(
                new Agreement(
                    it.id(),
                    it.version(),
                    it.title(),
                    it.from(),
                    it.to(),
                    Set.of(DataCategory.DATA_CATEGORY_POLICE_EVENT),
                    it.gateways(),
                    it.purposes(),
                    it.validFrom(),
                    it.validTo(),
                    it.state(),
                    it.terms()),
                null)),
        List.of());
  }
}
