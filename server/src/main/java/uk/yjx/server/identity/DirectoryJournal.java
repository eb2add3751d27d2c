package uk.yjx.server.identity;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.DirectoryPlans.Plan;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;

/** Commits changes of the directory, each with its audit event. */
@Singleton
final class DirectoryJournal {
  private static final byte[] NO_ANSWER = {};
  private static final String PURPOSE_ADMINISTRATION = "ADMINISTRATION";

  private final Journal journal;
  private final AuditTrail trail;
  private final Requests requests;
  private final DirectoryTable table;
  private final DirectoryFacts facts;
  private final InstantSource clock;

  DirectoryJournal(
      Journal journal,
      AuditTrail trail,
      Requests requests,
      DirectoryTable table,
      DirectoryFacts facts,
      InstantSource clock) {
    this.journal = journal;
    this.trail = trail;
    this.requests = requests;
    this.table = table;
    this.facts = facts;
    this.clock = clock;
  }

  /** Makes one change for a caller who may. */
  CompletableFuture<Committed> change(
      Caller caller,
      String operation,
      String requestId,
      Message request,
      Function<Directory, Plan> decide) {
    RequestKey key = requests.key(caller.agency(), requestId, request);
    return journal.append(() -> {
      long stamp = journal.stamp();
      Failure barred = barred(caller);
      if (barred != null) {
        return new Decision.Abandon(barred);
      }
      return switch (decide.apply(facts.current())) {
        case Plan.Refuse refuse -> new Decision.Abandon(refuse.failure());
        case Plan.Change change -> {
          Entry.Builder entry = Entry.decidedAt(stamp).urgent();
          for (long fact : caller.factKeys()) {
            entry.depends(fact);
          }
          RecordKey recordKey = trail.newKey(entry);
          write(entry, recordKey, operation, change, caller.principal(), requestId);
          trail.answer(entry, recordKey, key, NO_ANSWER);
          yield new Decision.Write(entry.build());
        }
      };
    });
  }

  /** Makes the first changes, when nobody is there who could; does nothing once somebody is. */
  CompletableFuture<Committed> begin(
      String operation, PrincipalId administrator, List<Plan.Change> changes, Failure otherwise) {
    return journal.append(() -> {
      long stamp = journal.stamp();
      if (!facts.current().isEmpty()) {
        return new Decision.Abandon(otherwise);
      }
      Entry.Builder entry = Entry.decidedAt(stamp).urgent();
      entry.depends(FactKey.agency(administrator.agency()));
      RecordKey key = trail.newKey(entry);
      for (Plan.Change change : changes) {
        write(entry, key, operation, change, administrator, null);
      }
      return new Decision.Write(entry.build());
    });
  }

  /** Commits that principals are shown to a caller. */
  CompletableFuture<Committed> disclose(Caller caller, String operation, List<String> principals) {
    return journal.append(() -> {
      long stamp = journal.stamp();
      Failure barred = barred(caller);
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
              .event(EventType.CONSULTATION, operation, "SHOWN", clock.instant())
              .from(caller.agency().value())
              .purpose(PURPOSE_ADMINISTRATION)
              .data("yjx.identity.v1.Principal", List.of("staff"), principals.size())
              .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
              .personal(PersonalMember.RECORDS, principals));
      return new Decision.Write(entry.build());
    });
  }

  private @Nullable Failure barred(Caller caller) {
    return switch (facts.again(caller)) {
      case Verdict.Refused refused -> Sessions.ACCESS_ENDED;
      case Verdict.Accepted accepted ->
          accepted.caller().holds(Role.ROLE_DIRECTORY_ADMINISTRATOR)
              ? null
              : Sessions.ROLE_WITHDRAWN;
    };
  }

  private void write(
      Entry.Builder entry,
      RecordKey key,
      String operation,
      Plan.Change change,
      PrincipalId actor,
      @Nullable String requestId) {
    AuditEventBuilder event =
        trail
            .event(EventType.ADMIN, operation, change.outcome(), clock.instant())
            .from(actor.agency().value())
            .purpose(PURPOSE_ADMINISTRATION)
            .personal(PersonalMember.ACTOR_ID, actor.toString())
            .personal(PersonalMember.REQUEST_ID, requestId);
    switch (change.row()) {
      case DirectoryChange.AgencyRegistered r -> {
        event.personal(PersonalMember.TARGET_ID, r.agency().id().value());
        touches(entry, r.agency().id());
      }
      case DirectoryChange.PrincipalRegistered r -> {
        event.personal(PersonalMember.TARGET_ID, r.id().toString());
        touches(entry, r.id());
      }
      case DirectoryChange.GrantChanged r -> {
        event
            .policy(r.grant().role().name())
            .personal(PersonalMember.TARGET_ID, r.principal().toString());
        touches(entry, r.principal());
      }
      case DirectoryChange.CertificateRevoked r -> {
        event
            .personal(PersonalMember.RECORDS, List.of(r.certificateSha256()))
            .personal(PersonalMember.JUSTIFICATION, r.reason());
        touches(entry, r.agency());
      }
    }
    trail.add(entry, key, event);
    entry.row(table, change.row());
  }

  private static void touches(Entry.Builder entry, AgencyId agency) {
    entry.touches(FactKey.agency(agency)).touches(FactKey.service(agency));
  }

  private static void touches(Entry.Builder entry, PrincipalId principal) {
    entry.touches(FactKey.principal(principal));
    touches(entry, principal.agency());
  }
}
