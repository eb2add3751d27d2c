package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.casepapers.v1.AnswerPapersRequest;
import uk.yjx.casepapers.v1.DeclineReason;
import uk.yjx.casepapers.v1.PapersAnswer;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ContractInstant;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** A sender answers instead of sending: recorded, shown neutrally, and the clock stops or moves. */
@Singleton
final class Answers {
  /** Papers may be announced for so long ahead. */
  static final Duration ANNOUNCED_MAX = Duration.ofDays(60);

  static final Failure EXPECTATION_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "EXPECTATION_NOT_FOUND", "there is no such expectation for you");

  private static final Failure NOT_OPEN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "EXPECTATION_NOT_OPEN",
          "nothing is waited for: the papers have come, or are wanted no longer");

  private static final String OPERATION = "yjx.casepapers.v1.CourtService/AnswerPapers";

  private static final Set<PapersAnswer> ANNOUNCING =
      EnumSet.of(
          PapersAnswer.PAPERS_ANSWER_WITH_POLICE, PapersAnswer.PAPERS_ANSWER_REDACTION_PENDING);

  private final Changes changes;
  private final PapersStore store;
  private final ProgressTables tables;
  private final Progress progress;
  private final Agreements agreements;
  private final Caseload caseload;
  private final Requests requests;
  private final AuditTrail audit;

  Answers(
      Changes changes,
      PapersStore store,
      ProgressTables tables,
      Progress progress,
      Agreements agreements,
      Caseload caseload,
      Requests requests,
      AuditTrail audit) {
    this.changes = changes;
    this.store = store;
    this.tables = tables;
    this.progress = progress;
    this.agreements = agreements;
    this.caseload = caseload;
    this.requests = requests;
    this.audit = audit;
  }

  /** Records an answer. */
  CompletableFuture<Committed> answer(Caller caller, AnswerPapersRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return changes.make(
        caller,
        key,
        (by, entry, sealing, now) -> {
          record(by, entry, sealing, request, now);
          return new byte[0];
        });
  }

  private void record(
      Caller by, Entry.Builder entry, RecordKey key, AnswerPapersRequest request, Instant now) {
    ExpectationRow row = ofSender(by, UUID.fromString(request.getExpectedId()), now);
    entry.depends(FactKey.papersOf(row.child())).touches(FactKey.papersOf(row.child()));
    entry.depends(FactKey.agreements(row.from())).depends(FactKey.child(row.child()));
    if (!row.isOpen()) {
      throw NOT_OPEN.refused();
    }
    Instant expectedBy = expectedBy(request, now);
    Completeness before = progress.of(row, now);
    List<Completeness.Answer> answers =
        contents(request, row, before).stream()
            .map(content -> new Completeness.Answer(content, request.getAnswer(), expectedBy, now))
            .toList();
    for (Completeness.Answer answer : answers) {
      tables.answer(
          entry,
          key,
          new ProgressTables.Said(row.id(), answer, request.getReason()),
          request.getNote());
    }
    progress.settle(entry, key, row, before, progress.of(row, answers, now), now);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ALTERATION, OPERATION, ContractCodes.of(request.getAnswer()), now)
            .from(by.agency().value())
            .to(row.service().value())
            .purpose(Purpose.PURPOSE_SUPERVISION.name())
            .data("yjx.casepapers.v1.PapersExpected", List.of("case-papers"), answers.size())
            .personal(PersonalMember.ACTOR_ID, by.principal().toString())
            .personal(PersonalMember.RECORDS, row.id().toString()));
  }

  /**
   * An expectation of the caller's agency that it may be told of: absent and foreign look alike.
   */
  private ExpectationRow ofSender(Caller by, UUID id, Instant now) {
    return store
        .expectation(id)
        .filter(row -> row.from().equals(by.agency()))
        .filter(row -> mayBeTold(agreements, caseload, row, now))
        .orElseThrow(EXPECTATION_NOT_FOUND::refused);
  }

  /** Whether a sender may be told of an expectation: agreed now, and no shielded child's. */
  static boolean mayBeTold(
      Agreements agreements, Caseload caseload, ExpectationRow row, Instant now) {
    return !caseload.now().isShielded(row.child())
        && agreements
                .now()
                .decide(
                    row.from(),
                    row.service(),
                    DataCategory.DATA_CATEGORY_CASE_PAPERS,
                    row.basis().gateway(),
                    Optional.empty(),
                    now)
            instanceof Decision.Permit;
  }

  private List<PapersContent> contents(
      AnswerPapersRequest request, ExpectationRow row, Completeness before) {
    if (request.getContentsCount() == 0) {
      return before.contents().stream()
          .filter(c -> !before.there().contains(c.getContent()))
          .map(c -> c.getContent())
          .toList();
    }
    if (!progress.needed(row).containsAll(request.getContentsList())) {
      throw Failure.field(
              "CONTENT_NOT_EXPECTED", "contents", "the rules do not ask for it at this step")
          .refused();
    }
    return request.getContentsList();
  }

  private static @Nullable Instant expectedBy(AnswerPapersRequest request, Instant now) {
    boolean declined = request.getAnswer() == PapersAnswer.PAPERS_ANSWER_DECLINED;
    if (declined && request.getReason() == DeclineReason.DECLINE_REASON_UNSPECIFIED) {
      throw Failure.field("REASON_NEEDED", "reason", "what is withheld needs a reason").refused();
    }
    boolean announces = ANNOUNCING.contains(request.getAnswer());
    if (announces != request.hasExpectedBy()) {
      throw Failure.field(
              announces ? "EXPECTED_BY_NEEDED" : "EXPECTED_BY_NOT_ALLOWED",
              "expected_by",
              "an answer says by when exactly where papers are still to come")
          .refused();
    }
    if (!announces) {
      return null;
    }
    return ContractInstant.of(request.getExpectedBy())
        .filter(by -> by.isAfter(now) && !by.isAfter(now.plus(ANNOUNCED_MAX)))
        .orElseThrow(() ->
            Failure.field(
                    "EXPECTED_BY_OUT_OF_RANGE",
                    "expected_by",
                    "papers are announced for later than now, within "
                        + ANNOUNCED_MAX.toDays()
                        + " days")
                .refused());
  }
}
