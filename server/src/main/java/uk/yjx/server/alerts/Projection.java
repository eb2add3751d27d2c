package uk.yjx.server.alerts;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.ChildReference;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.alerts.v1.NarrativeState;
import uk.yjx.alerts.v1.OtherPerson;
import uk.yjx.alerts.v1.Tombstone;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** Cuts an alert for its reader: everything there is, less every {@link Cut}. */
final class Projection {
  private final Pseudonym pseudonyms;
  private final List<Cut> cuts;

  Projection(Pseudonym pseudonyms, List<Cut> cuts) {
    this.pseudonyms = pseudonyms;
    this.cuts = List.copyOf(cuts);
  }

  /** The alert for a reader who stands to it and whom an agreement lets read. */
  Alert of(View view) {
    Alert.Builder alert = whole(view);
    for (Cut cut : cuts) {
      cut.knife().cut(alert, view);
    }
    return alert.build();
  }

  /** The alert at the moment it is released: from then on it is DELIVERED. */
  Alert released(View view) {
    Alert alert = of(view);
    return alert.getState() == AlertState.ALERT_STATE_OPEN
        ? alert.toBuilder().setState(AlertState.ALERT_STATE_DELIVERED).build()
        : alert;
  }

  /** All that is told of an alert that is the reader's no more. */
  static Alert stub(AlertRow row) {
    return Alert.newBuilder().setAlertId(row.id().toString()).setState(row.state()).build();
  }

  /** The same with whose it is. */
  static Alert stub(AlertRow row, Optional<ChildCase> child) {
    Alert.Builder out = stub(row).toBuilder();
    child.ifPresent(c -> out.setChild(reference(c)));
    return out.build();
  }

  /**
   * All that is left of an alert that was recalled; whose it was only for who still has the child.
   */
  static Alert tombstone(AlertRow row, PrincipalId reader, Optional<ChildCase> child) {
    Alert.Builder out = stub(row, child).toBuilder();
    AlertRow.Recalled recalled = row.recalled();
    if (recalled != null) {
      Tombstone.Builder left =
          Tombstone.newBuilder()
              .setReason(recalled.reason())
              .setAt(Receipts.timestamp(recalled.at()));
      AlertRow.Recipient recipient = row.recalledFrom(reader);
      setIfPresent(
          recipient == null ? null : recipient.confirmBy(),
          due -> left.setConfirmBy(Receipts.timestamp(due)));
      out.setRecalled(left);
    }
    return out.build();
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

  /** Everything there is: never sent as it is. */
  private Alert.Builder whole(View view) {
    AlertRow row = view.row();
    NewAlert alert = row.alert();
    Alert.Builder out =
        alert.facts().toBuilder()
            .setAlertId(alert.id().toString())
            .setKind(alert.kind())
            .setUrgency(urgency(alert.urgency()))
            .setState(row.state())
            .setOverdue(row.isOverdue(view.now()))
            .setSourceAgency(alert.source().value())
            .setRaisedAt(Receipts.timestamp(alert.raisedAt()))
            .setOutcome(row.outcome())
            .setDisputedByChild(row.disputed())
            .addAllObligations(view.permit().obligations())
            .setBasis(
                DisclosureBasis.newBuilder()
                    .setAgreementId(view.permit().agreementId())
                    .setAgreementVersion(view.permit().version())
                    .setGateway(view.permit().gateway())
                    .setRegime(alert.facts().getBasis().getRegime()));
    view.child().ifPresent(c -> out.setChild(reference(c)));
    setIfPresent(alert.dueAt(), at -> out.setDueAt(Receipts.timestamp(at)));
    setIfPresent(row.acknowledgedAt(), at -> out.setAcknowledgedAt(Receipts.timestamp(at)));
    setIfPresent(row.acknowledgedBy(), by -> out.setAcknowledgedBy(by.toString()));
    for (InvolvedOther other : alert.material().getOthersList()) {
      out.addOthers(other(other, view));
    }
    String narrative = alert.material().getNarrative();
    if (!narrative.isEmpty()) {
      out.setNarrative(narrative).setNarrativeState(NarrativeState.NARRATIVE_STATE_SHOWN);
    }
    return out;
  }

  private OtherPerson other(InvolvedOther other, View view) {
    boolean victim = other.getRole() == PersonRole.PERSON_ROLE_VICTIM;
    OtherPerson.Builder out =
        OtherPerson.newBuilder()
            .setRole(other.getRole())
            .setRelation(other.getRelation())
            .setSameSchool(other.getSameSchool())
            .setSameHome(other.getSameHome())
            .setRiskLive(other.getRiskLive())
            .setVictimWorker(victim && view.victimWorker())
            .setName(other.getName());
    if (!other.getIdentity().isEmpty()) {
      out.setPseudonym(pseudonyms.of(view.reader(), other.getIdentity()));
    }
    if (!other.getChildId().isEmpty()) {
      out.setSameWorker(view.worksWith().test(new ChildId(UUID.fromString(other.getChildId()))));
    }
    return out.build();
  }

  private static ChildReference reference(ChildCase child) {
    return ChildReference.newBuilder()
        .setChildId(child.id().value().toString())
        .setServiceChildId(child.number())
        .setName(child.person().names().getFirst().shown())
        .setService(child.service().value())
        .build();
  }

  private static <T> void setIfPresent(@Nullable T value, java.util.function.Consumer<T> set) {
    if (value != null) {
      set.accept(value);
    }
  }
}
