package uk.yjx.server.agreements;

import java.util.Optional;
import java.util.function.Predicate;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.server.kernel.AgencyId;

/**
 * Papers that an agency owes a service for a step of a case.
 *
 * @param agreementId the agreement it rests on
 * @param version its version
 * @param from who owes them
 * @param term for which step, and by when
 * @param gateway a legal gateway of the agreement
 */
public record PapersDuty(
    String agreementId, int version, AgencyId from, PapersTerm term, LegalGateway gateway) {

  static Optional<PapersDuty> of(
      Agreement agreement, AgencyId to, PapersStage stage, Predicate<AgencyId> mayOwe) {
    if (!agreement.to().contains(to)) {
      return Optional.empty();
    }
    Optional<PapersTerm> term =
        agreement.terms().papers().stream().filter(t -> t.getStage() == stage).findFirst();
    Optional<AgencyId> from = agreement.from().stream().filter(mayOwe).sorted().findFirst();
    return term.isEmpty() || from.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PapersDuty(
                agreement.id(),
                agreement.version(),
                from.get(),
                term.get(),
                agreement.gateways().stream().sorted().findFirst().orElseThrow()));
  }
}
