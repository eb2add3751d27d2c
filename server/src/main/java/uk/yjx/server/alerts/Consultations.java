package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
import uk.yjx.server.storage.RecordKey;

/** Commits that somebody is shown a list of records, before it leaves. */
@Singleton
public final class Consultations {
  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final InstantSource clock;

  Consultations(Journal journal, AuditTrail audit, DirectoryFacts directory, InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * A list that is about to be shown.
   *
   * @param operation the gRPC method
   * @param contract the message of one record
   * @param category what kind of data it is, as a code
   * @param records ids of the records in it
   * @param subjects ids of the children in it
   */
  public record Shown(
      String operation,
      Purpose purpose,
      String contract,
      String category,
      List<String> records,
      List<String> subjects) {
    public Shown {
      records = List.copyOf(records);
      subjects = List.copyOf(subjects);
    }

    /** A list whose records alone lead to the children. */
    public Shown(
        String operation, Purpose purpose, String contract, String category, List<String> records) {
      this(operation, purpose, contract, category, records, List.of());
    }
  }

  /** Completes after the commit; fails when the caller's access has ended or changed. */
  public CompletableFuture<Committed> commit(Caller caller, Shown shown) {
    return journal.append(() -> {
      long stamp = journal.stamp();
      return switch (directory.again(caller)) {
        case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
        case Verdict.Accepted accepted ->
            accepted.caller().grants().equals(caller.grants())
                ? write(stamp, caller, shown)
                : new Decision.Abandon(Sessions.ROLE_WITHDRAWN);
      };
    });
  }

  private Decision write(long stamp, Caller caller, Shown shown) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long key : caller.factKeys()) {
      entry.depends(key);
    }
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.CONSULTATION, shown.operation(), "shown", clock.instant())
            .from(caller.agency().value())
            .to(caller.agency().value())
            .purpose(shown.purpose().name())
            .data(shown.contract(), List.of(shown.category()), shown.records().size())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, shown.records())
            .personal(PersonalMember.SUBJECTS, shown.subjects()));
    return new Decision.Write(entry.build());
  }
}
