package uk.yjx.server.identity;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/**
 * Takes what a caller asks for to its commit, for any room: the first answer again where there is
 * one, decided for who may still call, with its event in the log.
 */
@Singleton
public final class CallerEntries {
  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final InstantSource clock;

  CallerEntries(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * An entry in the making; it depends on the caller's own facts already.
   *
   * @param caller who asks, as the directory knows them now
   * @param now to the microsecond, as the database keeps it
   */
  public record Draft(Entry.Builder entry, RecordKey key, Caller caller, Instant now) {}

  /**
   * What the log says of it, and what the caller gets.
   *
   * @param event without actor and agency, which are the caller's
   * @param answer the response without its receipt
   */
  public record Done(AuditEventBuilder event, byte[] answer) {

    /** Done, with nothing to answer but the receipt. */
    public Done(AuditEventBuilder event) {
      this(event, new byte[0]);
    }
  }

  /**
   * Reads, decides and writes; throws what it refuses. Called again when a fact it depends on has
   * changed meanwhile.
   */
  @FunctionalInterface
  public interface Writing {
    /** Writes into the draft. */
    Done into(Draft draft);
  }

  /** Takes it to its commit. */
  public CompletableFuture<Committed> append(
      Caller caller, String requestId, Message request, Writing writing) {
    RequestKey key = requests.key(caller.agency(), requestId, request);
    return firstAnswers.appendOrFind(key, () -> decide(caller, key, writing));
  }

  private Proposal.Decision decide(Caller caller, RequestKey request, Writing writing) {
    long stamp = journal.stamp();
    return switch (directory.again(caller)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        try {
          yield new Proposal.Decision.Write(entry(stamp, accepted.caller(), request, writing));
        } catch (Failure.Refused refused) {
          yield new Proposal.Decision.Abandon(refused.failure());
        }
      }
    };
  }

  private Entry entry(long stamp, Caller caller, RequestKey request, Writing writing) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    RecordKey key = audit.newKey(entry);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Done done = writing.into(new Draft(entry, key, caller, now));
    audit.add(
        entry,
        key,
        done.event()
            .from(caller.agency().value())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString()));
    audit.answer(entry, key, request, done.answer());
    return entry.build();
  }
}
