package uk.yjx.server.casepapers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/**
 * Papers expected about one child for one step of one case.
 *
 * @param from who owes them
 * @param basis the agreement they are owed by
 * @param since when the step was taken
 * @param completeAt when all was there; null before
 * @param movedTo when they are to come after all, as the sender has announced; null otherwise
 * @param overdueAlert the alert that said that they are overdue; null before
 * @param facts what is shown of it, without what the other members say
 */
record ExpectationRow(
    UUID id,
    ChildId child,
    AgencyId service,
    long urnKey,
    AgencyId from,
    NewAlert.Basis basis,
    PapersStage stage,
    Instant since,
    Instant dueAt,
    ExpectationState state,
    @Nullable Instant completeAt,
    @Nullable Instant movedTo,
    @Nullable UUID overdueAlert,
    PapersExpected facts) {

  /** Whether it is still waited for. */
  boolean isOpen() {
    return state == ExpectationState.EXPECTATION_STATE_OPEN;
  }

  /** The same in another state. */
  ExpectationRow in(ExpectationState other) {
    return new ExpectationRow(
        id,
        child,
        service,
        urnKey,
        from,
        basis,
        stage,
        since,
        dueAt,
        other,
        completeAt,
        movedTo,
        overdueAlert,
        facts);
  }

  /** The same as it is judged now. */
  ExpectationRow judged(
      ExpectationState other, @Nullable Instant complete, @Nullable Instant moved) {
    return new ExpectationRow(
        id,
        child,
        service,
        urnKey,
        from,
        basis,
        stage,
        since,
        dueAt,
        other,
        complete,
        moved,
        overdueAlert,
        facts);
  }

  /** When they are late: by the agreement, or by what the sender has announced. */
  Instant effectiveDue() {
    Instant moved = movedTo;
    return moved == null ? dueAt : moved;
  }

  /** The same with other facts, and due at another time. */
  ExpectationRow with(PapersExpected other, Instant due) {
    return new ExpectationRow(
        id,
        child,
        service,
        urnKey,
        from,
        basis,
        stage,
        since,
        due,
        state,
        completeAt,
        due.equals(dueAt) ? movedTo : null,
        due.equals(dueAt) ? overdueAlert : null,
        other);
  }

  /** All of it but what follows from the time of reading. */
  PapersExpected shown() {
    PapersExpected.Builder out =
        facts.toBuilder()
            .setExpectedId(id.toString())
            .setChildId(child.value().toString())
            .setService(service.value())
            .setExpectedFrom(from.value())
            .setStage(stage)
            .setSince(Receipts.timestamp(since))
            .setDueAt(Receipts.timestamp(dueAt))
            .setState(state)
            .setAgreementId(basis.agreementId())
            .setAgreementVersion(basis.agreementVersion());
    Instant moved = movedTo;
    if (moved != null) {
      out.setMovedTo(Receipts.timestamp(moved));
    }
    Instant complete = completeAt;
    return complete == null
        ? out.clearCompleteAt().build()
        : out.setCompleteAt(Receipts.timestamp(complete)).build();
  }
}
