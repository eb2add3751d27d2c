package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.AgreementBook;
import uk.yjx.server.agreements.Books;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/** Decides and cuts as a delivery does, from values alone. */
final class Cutting {
  static final Instant NOW = Instant.parse("2026-03-06T20:00:00Z");

  /** Another child in an event whose shield is up when the alert is read. */
  static final ChildId SHIELDED = new ChildId(new UUID(4, 4));

  static final ChildId CHILD = new ChildId(new UUID(1, 1));

  private final AgreementBook book;
  private final Projection projection;

  Cutting(AgreementBook book, List<Cut> cuts) {
    this.book = book;
    this.projection =
        new Projection(
            (reader, identity) ->
                "P-" + Integer.toHexString((reader + "/" + identity.hashCode()).hashCode()),
            cuts);
  }

  /** Who reads, and how they stand to the child. */
  record Reader(Role role, String standing, boolean named, Purpose purpose) {
    PrincipalId principal() {
      return PrincipalId.parse(
          Books.SERVICE + "/user/" + role.name().substring(5).toLowerCase().replace('_', '-'));
    }
  }

  /** Readers in every role that could ever read, each as they would stand. */
  static final List<Reader> READERS =
      List.of(
          new Reader(Role.ROLE_CASE_MANAGER, "OWN_WORKER", true, Purpose.PURPOSE_SUPERVISION),
          new Reader(Role.ROLE_SERVICE_MANAGER, "MANAGER", false, Purpose.PURPOSE_SUPERVISION),
          new Reader(Role.ROLE_DUTY_OFFICER, "DUTY_DESK", false, Purpose.PURPOSE_SUPERVISION),
          new Reader(Role.ROLE_FRONT_DOOR, "FRONT_DOOR", false, Purpose.PURPOSE_SAFEGUARDING),
          new Reader(Role.ROLE_VICTIM_WORKER, "VICTIM_WORKER", false, Purpose.PURPOSE_SAFEGUARDING),
          new Reader(Role.ROLE_EDUCATION_WORKER, "NONE", false, Purpose.PURPOSE_SAFEGUARDING),
          new Reader(Role.ROLE_VOLUNTEER, "NONE", false, Purpose.PURPOSE_SUPERVISION));

  /** What came of it: a reason, or an alert as it would be sent. */
  sealed interface Result {
    record Withheld(String reason) implements Result {}

    record Sent(Alert alert) implements Result {}
  }

  /** An alert as it is raised where a service reviews whatever must be known at least today. */
  static NewAlert alert(Submission.Subject subject, DataCategory category, LegalGateway gateway) {
    return new NewAlert(
        new UUID(7, 7),
        CHILD,
        Books.SERVICE,
        Books.POLICE,
        subject.kind(),
        subject.urgency(),
        category,
        new NewAlert.Basis("met-southwark", 4, gateway),
        NOW,
        NOW.plusSeconds(3600),
        subject.facts().toBuilder()
            .setReviewDue(subject.urgency().compareTo(Urgency.SAME_DAY) <= 0)
            .build(),
        subject.material(),
        null);
  }

  Result result(NewAlert alert, Reader reader, boolean accepted) {
    Reading reading =
        new Reading(
            reader.principal(), reader.role(), reader.purpose(), reader.standing(), reader.named());
    return switch (book.decide(Disclosures.sharing(alert, alert.isProtected()), reading, NOW)) {
      case Decision.Withhold withheld -> new Result.Withheld(withheld.reason().name());
      case Decision.Permit permit ->
          new Result.Sent(
              projection.released(
                  new View(
                      row(alert, reader, accepted),
                      Optional.of(child()),
                      permit,
                      reader.principal(),
                      reader.role(),
                      other -> other.value().getLeastSignificantBits() % 2 == 0,
                      SHIELDED::equals,
                      true,
                      NOW)));
    };
  }

  private static AlertRow row(NewAlert alert, Reader reader, boolean accepted) {
    return new AlertRow(
        alert,
        9,
        AlertState.ALERT_STATE_OPEN,
        null,
        PrincipalId.parse(Books.SERVICE + "/user/colleague"),
        NOW,
        AlertOutcome.ALERT_OUTCOME_PLAN_CHANGED,
        accepted ? Set.of(reader.principal()) : Set.of(),
        false,
        null);
  }

  private static ChildCase child() {
    return new ChildCase(
        CHILD,
        Books.SERVICE,
        "S-1",
        new PersonDescription(
            List.of(PersonName.legal("Own", "Child")),
            List.of(),
            List.of(),
            PersonDescription.Sex.UNKNOWN,
            List.of()),
        List.of(),
        false,
        1,
        NOW);
  }
}
