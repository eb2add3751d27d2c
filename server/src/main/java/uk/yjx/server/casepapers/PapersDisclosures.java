package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.alerts.ReadListener;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.storage.RecordKey;

/**
 * Releases papers towards readers: who may see them is decided with the event that says they did,
 * and again under the journal's lock when anything of it changed meanwhile.
 */
@Singleton
final class PapersDisclosures {
  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final PapersAccess access;
  private final ReadListener owners;
  private final InstantSource clock;

  PapersDisclosures(
      Journal journal,
      AuditTrail audit,
      DirectoryFacts directory,
      PapersAccess access,
      ReadListener owners,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
    this.access = access;
    this.owners = owners;
    this.clock = clock;
  }

  /** Who reads, why, and by which call. */
  record Reader(Caller caller, Purpose purpose, String operation) {}

  /** What may leave once the commit is there; without one nothing may. */
  record Released(List<Shelved> visible, @Nullable Committed commit) {}

  /** A document whose reading is announced in the log. */
  record Announced(Committed commit, UUID event, PapersAccess.Granted granted) {}

  /** Releases the descriptions of packages. */
  CompletableFuture<Released> list(Reader reader, List<Shelved> wanted) {
    Listing listing = new Listing(reader, wanted);
    return journal
        .append(listing)
        .handle((commit, error) -> {
          if (error == null) {
            return new Released(listing.visible, commit);
          }
          if (isNothing(error)) {
            return new Released(List.of(), null);
          }
          throw error instanceof RuntimeException e ? e : new IllegalStateException(error);
        });
  }

  /** Announces that a document is about to be read; refused like one that is not there. */
  CompletableFuture<Announced> announce(Reader reader, Shelved of, UUID document) {
    Announcing announcing = new Announcing(reader, of, document);
    return journal
        .append(announcing)
        .thenApply(commit -> new Announced(commit, announcing.event, announcing.granted()));
  }

  /** Records how a reading ended: «read.whole» or «read.cut», and which bytes were sent. */
  CompletableFuture<Committed> ended(
      Reader reader, Shelved of, UUID document, Announced announced, String outcome, Range sent) {
    return journal.append(() -> {
      Entry.Builder entry = Entry.decidedAt(journal.stamp());
      RecordKey key = audit.newKey(entry);
      audit.add(
          entry,
          key,
          event(reader, of, announced.granted(), List.of(document.toString()), outcome)
              .policy("bytes." + sent.from() + "-" + sent.to())
              .ends(announced.event()));
      return new Proposal.Decision.Write(entry.build());
    });
  }

  /** Bytes of a document, the end excluded. */
  record Range(long from, long to) {}

  private static boolean isNothing(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof uk.yjx.server.kernel.Failure.Refused refused
        && refused.failure().equals(PapersFailures.DOCUMENT_NOT_FOUND);
  }

  private AuditEventBuilder event(
      Reader reader,
      Shelved of,
      PapersAccess.Granted granted,
      List<String> records,
      String outcome) {
    return audit
        .event(EventType.DISCLOSURE, reader.operation(), outcome, clock.instant())
        .from(of.from().value())
        .to(granted.child().service().value())
        .purpose(reader.purpose().name())
        .basis(
            new SharingBasis(
                granted.permit().gateway().name(),
                granted.permit().agreementId(),
                granted.permit().version()))
        .data(PackageRecorder.CONTRACT, List.of(PackageRecorder.CATEGORY), records.size())
        .personal(PersonalMember.RECIPIENT_ID, reader.caller().principal().toString())
        .personal(PersonalMember.ACTOR_ROLE, granted.standing().role().name())
        .personal(PersonalMember.SUBJECTS, List.of(granted.child().id().value().toString()))
        .personal(PersonalMember.RECORDS, records);
  }

  private interface Content {
    boolean into(Entry.Builder entry, RecordKey key, Caller caller, Instant now);
  }

  private Proposal.Decision decide(Reader reader, Content content) {
    long stamp = journal.stamp();
    return switch (directory.again(reader.caller())) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        Entry.Builder entry = Entry.decidedAt(stamp).urgent();
        for (long key : reader.caller().factKeys()) {
          entry.depends(key);
        }
        RecordKey key = audit.newKey(entry);
        yield content.into(entry, key, accepted.caller(), clock.instant())
            ? new Proposal.Decision.Write(entry.build())
            : new Proposal.Decision.Abandon(PapersFailures.DOCUMENT_NOT_FOUND);
      }
    };
  }

  private final class Listing implements Proposal {
    private final Reader reader;
    private final List<Shelved> wanted;
    private List<Shelved> visible = List.of();

    Listing(Reader reader, List<Shelved> wanted) {
      this.reader = reader;
      this.wanted = wanted;
    }

    @Override
    public Decision decide() {
      return PapersDisclosures.this.decide(
          reader,
          (entry, key, caller, now) -> {
            List<Shelved> found = new ArrayList<>();
            for (Shelved shelved : wanted) {
              access.depend(entry, shelved);
              access
                  .grant(caller, shelved, reader.purpose(), now)
                  .ifPresent(granted -> {
                    found.add(shelved);
                    audit.add(
                        entry,
                        key,
                        event(
                            reader, shelved, granted, List.of(shelved.id().toString()), "listed"));
                  });
            }
            visible = found;
            return !found.isEmpty();
          });
    }
  }

  private final class Announcing implements Proposal {
    private final Reader reader;
    private final Shelved of;
    private final UUID document;
    private UUID event = new UUID(0, 0);
    private PapersAccess.@Nullable Granted granted;

    Announcing(Reader reader, Shelved of, UUID document) {
      this.reader = reader;
      this.of = of;
      this.document = document;
    }

    PapersAccess.Granted granted() {
      PapersAccess.Granted found = granted;
      if (found == null) {
        throw new IllegalStateException("nothing was granted");
      }
      return found;
    }

    @Override
    public Decision decide() {
      return PapersDisclosures.this.decide(
          reader,
          (entry, key, caller, now) -> {
            access.depend(entry, of);
            granted = access.grant(caller, of, reader.purpose(), now).orElse(null);
            PapersAccess.Granted found = granted;
            if (found == null) {
              return false;
            }
            AuditEventBuilder intent =
                event(reader, of, found, List.of(document.toString()), "reading").intent();
            event = intent.build().id();
            audit.add(entry, key, intent);
            owners.read(
                entry,
                new ReadListener.RecordRead(
                    of.from(),
                    of.position(),
                    found.permit().agreementId(),
                    caller.agency(),
                    found.standing().role(),
                    access.isProtected(of, found.child())));
            return true;
          });
    }
  }
}
