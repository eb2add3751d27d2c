package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Takes a change that a caller asks for to its commit, with the caller asked again. */
@Singleton
final class Changes {
  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final InstantSource clock;

  Changes(
      Journal journal,
      FirstAnswers firstAnswers,
      AuditTrail audit,
      DirectoryFacts directory,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.audit = audit;
    this.directory = directory;
    this.clock = clock;
  }

  /** Puts a change, with its audit event, into the entry and gives the answer. */
  interface Change {
    byte[] into(Caller by, Entry.Builder entry, RecordKey key, Instant now);
  }

  /** Makes the change; the stored answer comes again for the same request. */
  CompletableFuture<Committed> make(Caller caller, RequestKey request, Change change) {
    return firstAnswers.appendOrFind(request, () -> decide(caller, request, change));
  }

  private Decision decide(Caller caller, RequestKey request, Change change) {
    long stamp = journal.stamp();
    return switch (directory.again(caller)) {
      case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        try {
          Entry.Builder entry = Entry.decidedAt(stamp);
          for (long fact : accepted.caller().factKeys()) {
            entry.depends(fact);
          }
          RecordKey key = audit.newKey(entry);
          byte[] answer = change.into(accepted.caller(), entry, key, clock.instant());
          audit.answer(entry, key, request, answer);
          yield new Decision.Write(entry.build());
        } catch (Failure.Refused refused) {
          yield new Decision.Abandon(refused.failure());
        }
      }
    };
  }
}
