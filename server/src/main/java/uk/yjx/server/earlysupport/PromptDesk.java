package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.common.v1.Purpose;
import uk.yjx.earlysupport.v1.DecidePromptRequest;
import uk.yjx.earlysupport.v1.PromptDecision;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Takes a person's decision about a prompt to its commit. */
@Singleton
final class PromptDesk {
  private static final Failure DECIDED =
      Failure.of(Failure.Code.FAILED_PRECONDITION, "ALREADY_DECIDED", "the first decision stands");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final StandingPrompts standing;
  private final PromptStore store;
  private final PromptTables tables;
  private final Access access;
  private final InstantSource clock;

  PromptDesk(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      StandingPrompts standing,
      PromptStore store,
      PromptTables tables,
      Access access,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.standing = standing;
    this.store = store;
    this.tables = tables;
    this.access = access;
    this.clock = clock;
  }

  /** Decides; the first decision stands. */
  CompletableFuture<Committed> decide(Caller caller, DecidePromptRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key,
        () -> {
          long stamp = journal.stamp();
          return switch (directory.again(caller)) {
            case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              try {
                yield decide(stamp, accepted.caller(), request, key);
              } catch (Failure.Refused refused) {
                yield new Proposal.Decision.Abandon(refused.failure());
              }
            }
          };
        });
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, DecidePromptRequest request, RequestKey asked) {
    AgencyId service = access.service(caller, request.getService(), Access.LEADING);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    PromptRow prompt =
        store
            .find(service, UUID.fromString(request.getPromptId()))
            .filter(found -> standing.holds(found, caller, now))
            .orElseThrow(PromptReading.NOT_FOUND::refused);
    if (prompt.isDecided()) {
      throw DECIDED.refused();
    }
    boolean offered = request.getDecision() == PromptDecision.PROMPT_DECISION_OFFER;
    Entry.Builder entry = Entry.decidedAt(stamp).depends(FactKey.earlySupport(service));
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    prompt.refs().forEach(ref -> entry.depends(FactKey.record(ref.notice())));
    RecordKey key = audit.newKey(entry);
    tables.decide(
        entry,
        key,
        prompt,
        offered ? PromptState.PROMPT_STATE_OFFERED : PromptState.PROMPT_STATE_NOT_OFFERED,
        caller.principal(),
        now,
        request.getReason());
    audit.add(
        entry,
        key,
        audit
            .event(
                EventType.ALTERATION,
                EarlySupportEndpoint.SERVICE + "DecidePrompt",
                offered ? "offered" : "not-offered",
                now)
            .from(service.value())
            .purpose(Purpose.PURPOSE_EARLY_SUPPORT.name())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.JUSTIFICATION, request.getReason())
            .personal(PersonalMember.RECORDS, prompt.id().toString()));
    audit.answer(entry, key, asked, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }
}
