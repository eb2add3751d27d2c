package uk.yjx.server.agreements;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.kernel.AgencyId;

/** Agreements for tests of other rooms. */
public final class Agreed {
  private Agreed() {}

  /** An agreement for supervision, from a day before an instant to a day after it. */
  public record Terms(
      String id,
      AgencyId from,
      AgencyId to,
      Set<DataCategory> categories,
      Set<LegalGateway> gateways,
      Instant around,
      boolean ended,
      boolean separatesSides) {}

  /** A book of these. */
  public static AgreementBook book(List<Terms> all) {
    return AgreementBook.EMPTY.with(
        all.stream().map(it -> new AgreementBook.Proposed(agreement(it), null)).toList(),
        List.of());
  }

  private static Agreement agreement(Terms it) {
    return new Agreement(
        it.id(),
        1,
        "Invented",
        Set.of(it.from()),
        Set.of(it.to()),
        it.categories(),
        it.gateways(),
        Set.of(Purpose.PURPOSE_SUPERVISION),
        it.around().minus(Duration.ofDays(1)),
        it.around().plus(Duration.ofDays(1)),
        it.ended() ? Agreement.State.ENDED : Agreement.State.IN_FORCE,
        it.separatesSides() ? SEPARATING : uk.yjx.server.agreements.Terms.PLAIN);
  }

  private static final uk.yjx.server.agreements.Terms SEPARATING =
      new uk.yjx.server.agreements.Terms(
          Set.of(),
          uk.yjx.server.agreements.Terms.SUPERVISING,
          List.of(),
          List.of(uk.yjx.agreements.v1.Obligation.OBLIGATION_SEPARATE_SIDES),
          0,
          Set.of(),
          "",
          List.of(),
          List.of());
}
