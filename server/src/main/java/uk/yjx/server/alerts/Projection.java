package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.ChildReference;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.common.v1.Urgency;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.PrincipalId;

/** What one reader sees of an alert: their own child and typed facts, nothing else. */
final class Projection {

  private Projection() {}

  /** The alert for a reader who stands to it and whom an agreement lets read. */
  static Alert of(AlertRow row, Optional<ChildCase> child, NewAlert.Basis basis, Instant now) {
    NewAlert alert = row.alert();
    Alert.Builder out =
        alert.facts().toBuilder()
            .setAlertId(alert.id().toString())
            .setKind(alert.kind())
            .setUrgency(urgency(alert.urgency()))
            .setState(row.state())
            .setOverdue(row.isOverdue(now))
            .setSourceAgency(alert.source().value())
            .setRaisedAt(Receipts.timestamp(alert.raisedAt()))
            .setOutcome(row.outcome())
            .setBasis(
                DisclosureBasis.newBuilder()
                    .setAgreementId(basis.agreementId())
                    .setAgreementVersion(basis.agreementVersion())
                    .setGateway(basis.gateway()));
    child.ifPresent(c -> out.setChild(reference(c)));
    setIfPresent(alert.dueAt(), at -> out.setDueAt(Receipts.timestamp(at)));
    setIfPresent(row.acknowledgedAt(), at -> out.setAcknowledgedAt(Receipts.timestamp(at)));
    PrincipalId by = row.acknowledgedBy();
    if (by != null) {
      out.setAcknowledgedBy(by.toString());
    }
    return out.build();
  }

  /** The alert at the moment it is released: from then on it is DELIVERED. */
  static Alert released(
      AlertRow row, Optional<ChildCase> child, NewAlert.Basis basis, Instant now) {
    Alert alert = of(row, child, basis, now);
    return row.state() == AlertState.ALERT_STATE_OPEN
        ? alert.toBuilder().setState(AlertState.ALERT_STATE_DELIVERED).build()
        : alert;
  }

  /** All that is told of an alert that is the reader's no more. */
  static Alert stub(AlertRow row) {
    return Alert.newBuilder().setAlertId(row.id().toString()).setState(row.state()).build();
  }

  /** Urgency as the contract names it. */
  static Urgency urgency(uk.yjx.server.kernel.Urgency urgency) {
    return switch (urgency) {
      case IMMEDIATE -> Urgency.URGENCY_IMMEDIATE;
      case SAME_DAY -> Urgency.URGENCY_SAME_DAY;
      case ROUTINE -> Urgency.URGENCY_ROUTINE;
      case NOTE -> Urgency.URGENCY_NOTE;
    };
  }

  private static ChildReference reference(ChildCase child) {
    PersonName name = child.person().names().getFirst();
    String shown =
        name.forenames().isEmpty()
            ? name.surname()
            : name.forenames().getFirst() + " " + name.surname();
    return ChildReference.newBuilder()
        .setChildId(child.id().value().toString())
        .setServiceChildId(child.number())
        .setName(shown)
        .setService(child.service().value())
        .build();
  }

  private static void setIfPresent(
      @Nullable Instant value, java.util.function.Consumer<Instant> set) {
    if (value != null) {
      set.accept(value);
    }
  }
}
