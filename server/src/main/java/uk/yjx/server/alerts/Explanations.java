package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.CheckOutcome;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.alerts.v1.ExplainDisclosureResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.AgreementBook;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Principal;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;

/**
 * Says why somebody would or would not be shown an alert now, by asking the very same checks.
 * Whoever asks is logged before the answer leaves, and learns no content.
 */
@Singleton
final class Explanations {
  private static final String OPERATION = "yjx.alerts.v1.AlertService/ExplainDisclosure";

  private final Journal journal;
  private final AuditTrail audit;
  private final Agreements agreements;
  private final DirectoryFacts directory;
  private final Relations relations;
  private final AlertReader reader;
  private final InstantSource clock;

  Explanations(
      Journal journal,
      AuditTrail audit,
      Agreements agreements,
      DirectoryFacts directory,
      Relations relations,
      AlertReader reader,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.agreements = agreements;
    this.directory = directory;
    this.relations = relations;
    this.reader = reader;
    this.clock = clock;
  }

  /** Every check for a reader and an alert, in the order they are made. */
  Disclosed<ExplainDisclosureResponse> explain(
      Caller asks, PrincipalId of, UUID alert, Purpose purpose) {
    AlertRow row = read(alert);
    if (row == null) {
      throw Alterations.NOT_FOUND.refused();
    }
    Instant now = clock.instant();
    ExplainDisclosureResponse answer = answer(as(asks, of), row, purpose, now);
    Committed asked = journal.append(() -> asked(asks, of, row, now)).join();
    return Disclosed.by(asked, answer);
  }

  private ExplainDisclosureResponse answer(Caller as, AlertRow row, Purpose purpose, Instant now) {
    boolean shielded = relations.isShielded(row.alert());
    Standing standing = relations.standing(as, row, now);
    Reading reading =
        new Reading(
            as.principal(),
            standing.role(),
            purpose,
            standing.name(),
            relations.isNamed(as, row, now));
    Sharing what = Disclosures.sharing(row.alert(), shielded);
    AgreementBook book = agreements.now();
    ExplainDisclosureResponse.Builder answer =
        ExplainDisclosureResponse.newBuilder()
            .setStanding(standing.name())
            .setAsRole(standing.role())
            .addChecks(
                CheckOutcome.newBuilder()
                    .setCheck("NOT_SHIELDED_FROM_READER")
                    .setPassed(!shielded || relations.isNamed(as, row, now)))
            .addChecks(
                CheckOutcome.newBuilder()
                    .setCheck("NOT_KEPT_APART")
                    .setPassed(
                        !relations.holders(row.alert(), now).barred().contains(as.principal())))
            .addChecks(
                CheckOutcome.newBuilder()
                    .setCheck("STANDS_TO_THE_CHILD")
                    .setPassed(standing.maySee()));
    for (AgreementBook.Explained one : book.explain(what, reading, now)) {
      answer.addChecks(
          CheckOutcome.newBuilder()
              .setAgreementId(one.agreementId())
              .setAgreementVersion(one.version())
              .setCheck(one.check())
              .setPassed(one.passed()));
    }
    if (standing.maySee() && book.decide(what, reading, now) instanceof Decision.Permit permit) {
      answer
          .setDisclosed(true)
          .addAllFields(Cut.visible(standing.role()))
          .setBasis(
              DisclosureBasis.newBuilder()
                  .setAgreementId(permit.agreementId())
                  .setAgreementVersion(permit.version())
                  .setGateway(permit.gateway())
                  .setRegime(what.handling().getRegime()));
    }
    return answer.build();
  }

  private Proposal.Decision asked(Caller asks, PrincipalId of, AlertRow row, Instant now) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    RecordKey key = audit.newKey(entry);
    AuditEventBuilder event =
        audit
            .event(EventType.CONSULTATION, OPERATION, "explained", now)
            .from(asks.agency().value())
            .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
            .data("yjx.alerts.v1.Alert", List.of("EXPLANATION"), 1)
            .personal(PersonalMember.ACTOR_ID, asks.principal().toString())
            .personal(PersonalMember.TARGET_ID, of.toString())
            .personal(PersonalMember.RECORDS, row.id().toString());
    ChildId child = row.alert().child();
    if (child != null) {
      event.personal(PersonalMember.SUBJECTS, child.value().toString());
    }
    audit.add(entry, key, event);
    return new Proposal.Decision.Write(entry.build());
  }

  /** The reader as the directory knows them: whoever it does not know holds no role. */
  private Caller as(Caller asks, PrincipalId of) {
    Directory now = directory.current();
    return new Caller(
        of,
        asks.trustDomain(),
        asks.certificate(),
        now.principal(of).filter(p -> !p.disabled()).map(Principal::grants).orElse(Set.of()),
        now.position());
  }

  private @Nullable AlertRow read(UUID alert) {
    try {
      return reader.byIds(List.of(alert)).get(alert);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
