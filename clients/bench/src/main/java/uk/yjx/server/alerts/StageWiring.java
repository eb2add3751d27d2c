package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.AgreementBook;
import uk.yjx.server.agreements.BookWiring;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.intelligence.NoticeWiring;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Decision and projection composed for measurements from the server's own parts, whole and without:
 * what is left without them is the alert as it is kept, put together and sent to anybody.
 */
public final class StageWiring {
  private static final ChildId CHILD = new ChildId(new UUID(1, 1));

  private final AgencyId from;
  private final AgencyId to;
  private final Instant now;
  private final PrincipalId reader;
  private final Projection whole;
  private final Projection uncut = new Projection((who, identity) -> "P-0", List.of());
  private AgreementBook book;
  private AgreementBook askingNothing;

  /** A stage between two agencies; the agreement between them is compiled now. */
  public StageWiring(AgencyId from, AgencyId to, Instant now) {
    this.from = from;
    this.to = to;
    this.now = now;
    this.reader = PrincipalId.parse(to + "/user/reader");
    this.whole = new Projection(pseudonyms(), Cut.ALL);
    this.book = BookWiring.fresh(from, to, now);
    this.askingNothing = BookWiring.askingNothing(book);
  }

  /** Another version of the agreement, compiled anew. */
  public void renew() {
    book = BookWiring.fresh(from, to, now);
    askingNothing = BookWiring.askingNothing(book);
  }

  /** The alerts that a notice would raise for each of its people. */
  public List<Deliverable> alerts(NoticeWiring notice) {
    List<Deliverable> found = new ArrayList<>();
    for (Submission.Subject subject : notice.subjects()) {
      found.add(new Deliverable(row(notice, subject)));
    }
    return found;
  }

  /** An alert on its way to a reader. */
  public static final class Deliverable {
    private final AlertRow row;

    private Deliverable(AlertRow row) {
      this.row = row;
    }
  }

  /** What routing asks of the agreements for one person of a notice; whether it may be shared. */
  public boolean intake(NoticeWiring notice, boolean staged) {
    Handling handling = notice.notice().getHandling();
    Sharing what = new Sharing(from, to, notice.category(), handling, false);
    return (staged ? book : askingNothing).decide(what, null, now) instanceof Decision.Permit;
  }

  /** What a delivery asks and cuts; the bytes of the alert, 0 when it is withheld. */
  public int deliver(Deliverable one, boolean staged) {
    NewAlert alert = one.row.alert();
    return switch (decision(alert, staged)) {
      case Decision.Withhold withheld -> 0;
      case Decision.Permit permit ->
          (staged ? whole : uncut)
              .released(
                  new View(
                      one.row,
                      Optional.of(child()),
                      permit,
                      reader,
                      Role.ROLE_CASE_MANAGER,
                      other -> false,
                      other -> false,
                      false,
                      now))
              .getSerializedSize();
    };
  }

  /** The decision of a delivery alone; whether it may be disclosed. */
  public boolean decide(Deliverable one) {
    return decision(one.row.alert(), true) instanceof Decision.Permit;
  }

  private Decision decision(NewAlert alert, boolean staged) {
    Reading reading =
        new Reading(
            reader, Role.ROLE_CASE_MANAGER, Purpose.PURPOSE_SUPERVISION, "OWN_WORKER", true);
    return (staged ? book : askingNothing)
        .decide(Disclosures.sharing(alert, alert.isProtected()), reading, now);
  }

  private AlertRow row(NoticeWiring notice, Submission.Subject subject) {
    NewAlert alert =
        new NewAlert(
            UUID.nameUUIDFromBytes(
                (notice.notice().getSourceReference() + subject.ordinal())
                    .getBytes(StandardCharsets.UTF_8)),
            CHILD,
            to,
            from,
            subject.kind(),
            subject.urgency(),
            notice.category(),
            new NewAlert.Basis("bench", 1, notice.notice().getHandling().getGateway()),
            now,
            now.plusSeconds(3600),
            subject.facts(),
            subject.material(),
            null);
    return new AlertRow(
        alert,
        9,
        AlertState.ALERT_STATE_OPEN,
        null,
        null,
        null,
        AlertOutcome.ALERT_OUTCOME_UNSPECIFIED,
        Set.of(),
        false,
        null);
  }

  private ChildCase child() {
    return new ChildCase(
        CHILD,
        to,
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
        now);
  }

  /** As the server makes them: a keyed code over reader and person. */
  private static Pseudonym pseudonyms() {
    SecretKeySpec key = new SecretKeySpec(new byte[32], "HmacSHA256");
    return (who, identity) -> {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        mac.update((who + "\n").getBytes(StandardCharsets.UTF_8));
        return "P-" + HexFormat.of().formatHex(mac.doFinal(bytes(identity)), 0, 5);
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    };
  }

  private static byte[] bytes(ByteString identity) {
    return identity.toByteArray();
  }
}
