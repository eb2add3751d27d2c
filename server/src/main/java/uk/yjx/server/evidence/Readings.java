package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Commits that somebody reads the log or what became of notices, before anything leaves. */
@Singleton
public final class Readings {
  private static final String PURPOSE_PREFIX = "PURPOSE_";

  private final Journal journal;
  private final AuditTrail trail;
  private final DirectoryFacts directory;
  private final InstantSource clock;

  Readings(Journal journal, AuditTrail trail, DirectoryFacts directory, InstantSource clock) {
    this.journal = journal;
    this.trail = trail;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * One reading.
   *
   * @param operation the gRPC method
   * @param contract the message that is shown
   * @param category what kind of data it is, as a code
   * @param what which records, in words for whoever reads about the reading
   * @param count how many records are shown; 0 when that is not known beforehand
   * @param subjects pseudonymous ids of the children it is about
   * @param justification why, in the reader's words; null where the contract asks for none
   */
  public record Reading(
      String operation,
      Purpose purpose,
      String contract,
      String category,
      String what,
      long count,
      List<String> subjects,
      @Nullable String justification) {
    /** Takes a copy. */
    public Reading {
      subjects = List.copyOf(subjects);
    }
  }

  /** Commits one reading by a caller who may; fails with {@link Failure.Refused}. */
  public CompletableFuture<Committed> commit(
      Caller caller, Predicate<Caller> may, Reading reading) {
    return journal.append(() -> {
      long stamp = journal.stamp();
      Failure barred = barred(caller, may);
      if (barred != null) {
        return new Decision.Abandon(barred);
      }
      Entry.Builder entry = Entry.decidedAt(stamp).urgent();
      for (long fact : caller.factKeys()) {
        entry.depends(fact);
      }
      RecordKey key = trail.newKey(entry);
      trail.add(
          entry,
          key,
          trail
              .event(EventType.CONSULTATION, reading.operation(), "SHOWN", clock.instant())
              .from(caller.agency().value())
              .purpose(reading.purpose().name().substring(PURPOSE_PREFIX.length()))
              .data(reading.contract(), List.of(reading.category()), reading.count())
              .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
              .personal(PersonalMember.SUBJECTS, reading.subjects())
              .personal(PersonalMember.QUERY, reading.what())
              .personal(PersonalMember.JUSTIFICATION, reading.justification()));
      return new Decision.Write(entry.build());
    });
  }

  private @Nullable Failure barred(Caller caller, Predicate<Caller> may) {
    return switch (directory.again(caller)) {
      case Verdict.Refused refused -> Sessions.ACCESS_ENDED;
      case Verdict.Accepted accepted ->
          may.test(accepted.caller()) ? null : Sessions.ROLE_WITHDRAWN;
    };
  }
}
