package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.DeclareSeparationRequest;
import uk.yjx.caseload.v1.SeparationEffect;
import uk.yjx.caseload.v1.SeparationReason;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Violations;

/** Reads separations as a manager declares them, and writes them as they are listed. */
final class SeparationTranslation {
  static final Failure NO_SUCH_WORKER =
      Failure.field(Eligibility.NOT_ELIGIBLE, "worker", "no such person of this service");

  private SeparationTranslation() {}

  /** What a declaration says, dates filled in. */
  record Read(
      AgencyId service,
      PrincipalId worker,
      List<String> numbers,
      SeparationReason reason,
      boolean denied,
      Instant from,
      @Nullable Instant to) {

    Separation separation(UUID id, ChildId child, PrincipalId by, Instant now) {
      return new Separation(id, service, worker, child, reason, denied, from, to, by, now, null);
    }
  }

  /** Reads a declaration; refuses with everything that is wrong in it. */
  static Read read(DeclareSeparationRequest request, Instant now) {
    AgencyId service = CaseTranslation.service(request.getService(), "service");
    Violations violations = new Violations();
    PrincipalId worker = CaseTranslation.principal(request.getWorker(), "worker", violations);
    Instant from =
        request.hasFrom() ? CaseTranslation.instant(request.getFrom(), "from", violations) : now;
    Instant to =
        request.hasTo() ? CaseTranslation.instant(request.getTo(), "to", violations) : null;
    if (from != null && to != null && !from.isBefore(to)) {
      violations.add(CaseTranslation.DATES_REVERSED, "to", "a separation ends after it begins");
    }
    violations.throwIfAny();
    if (worker == null || from == null) {
      throw new IllegalStateException("a value that was not reported is missing");
    }
    return new Read(
        service,
        worker,
        List.copyOf(request.getServiceChildIdsList()),
        request.getReason(),
        request.getEffect() == SeparationEffect.SEPARATION_EFFECT_DENY,
        from,
        to);
  }

  /** A separation as it is listed, under the service's own number of the child. */
  static uk.yjx.caseload.v1.Separation contract(Separation it, String number) {
    uk.yjx.caseload.v1.Separation.Builder out =
        uk.yjx.caseload.v1.Separation.newBuilder()
            .setSeparationId(it.id().toString())
            .setWorker(it.worker().toString())
            .setServiceChildId(number)
            .setReason(it.reason())
            .setEffect(
                it.denied()
                    ? SeparationEffect.SEPARATION_EFFECT_DENY
                    : SeparationEffect.SEPARATION_EFFECT_WARN)
            .setFrom(Receipts.timestamp(it.from()))
            .setDeclaredBy(it.declaredBy().toString());
    Instant to = it.to();
    Instant lifted = it.liftedAt();
    if (to != null) {
      out.setTo(Receipts.timestamp(to));
    }
    if (lifted != null) {
      out.setLiftedAt(Receipts.timestamp(lifted));
    }
    return out.build();
  }
}
