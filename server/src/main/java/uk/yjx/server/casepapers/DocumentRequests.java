package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.RequestDocumentRequest;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** A worker asks the sender for what is missing, by name. */
@Singleton
final class DocumentRequests {
  private static final Failure NOT_MISSING =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "CONTENT_NOT_MISSING",
          "it is there, withheld by right, or not called for at this step");

  private static final Failure NOT_TOLD =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "SENDER_NOT_TOLD",
          "the sender may not be told: the agreement is not in force, or the child is shielded");

  private static final String OPERATION = "yjx.casepapers.v1.CourtService/RequestDocument";

  private final Changes changes;
  private final PapersStore store;
  private final ProgressTables tables;
  private final Progress progress;
  private final CaseAccess access;
  private final Agreements agreements;
  private final Caseload caseload;
  private final Requests requests;
  private final AuditTrail audit;

  DocumentRequests(
      Changes changes,
      PapersStore store,
      ProgressTables tables,
      Progress progress,
      CaseAccess access,
      Agreements agreements,
      Caseload caseload,
      Requests requests,
      AuditTrail audit) {
    this.changes = changes;
    this.store = store;
    this.tables = tables;
    this.progress = progress;
    this.access = access;
    this.agreements = agreements;
    this.caseload = caseload;
    this.requests = requests;
    this.audit = audit;
  }

  /** Records that it is asked for; the sender is told. */
  CompletableFuture<Committed> request(Caller caller, RequestDocumentRequest request) {
    return changes.make(
        caller,
        requests.key(caller.agency(), request.getRequestId(), request),
        (by, entry, key, now) -> {
          record(by, entry, key, request, now);
          return new byte[0];
        });
  }

  private void record(
      Caller by, Entry.Builder entry, RecordKey key, RequestDocumentRequest request, Instant now) {
    ExpectationRow row =
        store
            .expectation(UUID.fromString(request.getExpectedId()))
            .filter(it ->
                caseload.now().child(it.child()).filter(c -> access.sees(by, c, now)).isPresent())
            .orElseThrow(Answers.EXPECTATION_NOT_FOUND::refused);
    entry.depends(FactKey.papersOf(row.child())).touches(FactKey.papersOf(row.child()));
    entry.depends(FactKey.child(row.child())).depends(FactKey.agreements(row.from()));
    if (!Answers.mayBeTold(agreements, caseload, row, now)) {
      throw NOT_TOLD.refused();
    }
    if (!row.isOpen() || !progress.of(row, now).missing().containsAll(request.getContentsList())) {
      throw NOT_MISSING.refused();
    }
    for (PapersContent content : request.getContentsList()) {
      tables.request(entry, new ProgressTables.Requested(row.id(), content, now));
    }
    progress.tell(entry, row, SenderCause.SENDER_CAUSE_REQUESTED);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.DISCLOSURE, OPERATION, "requested", now)
            .from(by.agency().value())
            .to(row.from().value())
            .purpose(Purpose.PURPOSE_SUPERVISION.name())
            .basis(
                new SharingBasis(
                    row.basis().gateway().name(),
                    row.basis().agreementId(),
                    row.basis().agreementVersion()))
            .data(
                "yjx.casepapers.v1.PapersWanted",
                List.of("case-papers"),
                request.getContentsCount())
            .personal(PersonalMember.ACTOR_ID, by.principal().toString())
            .personal(PersonalMember.RECORDS, row.id().toString()));
  }
}
