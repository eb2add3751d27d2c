package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Holders;
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
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;

/** Recording what was done about one alert, and giving it to another worker. */
@Singleton
final class Alterations {
  static final Failure NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "ALERT_NOT_FOUND", "there is no such alert for you");

  private static final Failure WITHDRAWN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "ALERT_WITHDRAWN",
          "the alert was withdrawn by its sender");

  private static final Failure IS_NOTE =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "ALERT_IS_NOTE",
          "a note asks for nothing and takes no outcome");

  private static final Failure REASON_NEEDED =
      Failure.field("REASON_NEEDED", "reason", "this outcome needs a reason");

  private static final Failure NO_CONDITIONS =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "NO_CONDITIONS", "the alert comes without conditions");

  private static final Failure NOT_ELIGIBLE =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "RECIPIENT_NOT_ELIGIBLE",
          "the recipient is no case manager of this service, or is kept apart from the child");

  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final AuditTrail audit;
  private final AlertTables tables;
  private final AlertReader reader;
  private final Relations relations;
  private final Colleagues colleagues;
  private final AlertLadders ladders;
  private final DirectoryFacts directory;
  private final InstantSource clock;

  Alterations(
      Journal journal,
      FirstAnswers firstAnswers,
      AuditTrail audit,
      AlertTables tables,
      AlertReader reader,
      Relations relations,
      Colleagues colleagues,
      AlertLadders ladders,
      DirectoryFacts directory,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.audit = audit;
    this.tables = tables;
    this.reader = reader;
    this.relations = relations;
    this.colleagues = colleagues;
    this.ladders = ladders;
    this.directory = directory;
    this.clock = clock;
  }

  /** Records what was done; the reason is kept sealed. */
  CompletableFuture<Committed> outcome(
      Caller caller, RequestKey request, UUID alert, AlertOutcome outcome, String reason) {
    boolean needsReason =
        outcome == AlertOutcome.ALERT_OUTCOME_NO_REVIEW_NEEDED
            || outcome == AlertOutcome.ALERT_OUTCOME_NOT_OUR_CHILD;
    if (needsReason && reason.isBlank()) {
      throw REASON_NEEDED.refused();
    }
    return firstAnswers.appendOrFind(
        request,
        altering(
            caller,
            request,
            alert,
            (change, row, by, at) -> {
              if (row.alert().isNote()) {
                throw IS_NOTE.refused();
              }
              tables.change(change.entry(), afterOutcome(row, by, at));
              ladders.stop(change.entry(), row, "outcome-recorded", at);
              colleagues.tell(change.entry(), by.principal(), row, at);
              tables.outcome(change.entry(), change.key(), alert, outcome, reason);
              change.event(
                  audit
                      .event(EventType.ALTERATION, "RecordOutcome", outcome.name(), at)
                      .personal(PersonalMember.JUSTIFICATION, reason));
            }));
  }

  /** What cover did stands in the alert, which stays open for the case manager. */
  private AlertTables.StateChange afterOutcome(AlertRow row, Caller by, Instant at) {
    ChildId child = row.alert().child();
    boolean anothers =
        relations.standing(by, row, at) != Standing.OWN_WORKER
            && child != null
            && !row.isDealtWith()
            && relations.holders(row.alert(), at).lead().isPresent();
    return anothers
        ? new AlertTables.StateChange(
            row.id(), AlertState.ALERT_STATE_HANDLED_BY_COVER, by.principal(), at)
        : new AlertTables.StateChange(
            row.id(), AlertState.ALERT_STATE_OUTCOME_RECORDED, null, null);
  }

  /** Accepts the conditions under which the text may be read; the reader's stream then gets it. */
  CompletableFuture<Committed> accept(Caller caller, RequestKey request, UUID alert) {
    return firstAnswers.appendOrFind(
        request,
        altering(
            caller,
            request,
            alert,
            (change, row, by, at) -> {
              if (!row.alert().facts().hasConditions()) {
                throw NO_CONDITIONS.refused();
              }
              tables.accept(change.entry(), alert, by.principal());
              append(change.entry(), by.principal(), row, EntryCause.ENTRY_CAUSE_CHANGED);
              change.event(audit.event(EventType.CONSULTATION, "AcceptConditions", "accepted", at));
            }));
  }

  /** Gives the alert to another case manager of its service. */
  CompletableFuture<Committed> reassign(
      Caller caller, RequestKey request, UUID alert, PrincipalId to, String reason) {
    return firstAnswers.appendOrFind(
        request,
        altering(
            caller,
            request,
            alert,
            (change, row, by, at) -> {
              NewAlert it = row.alert();
              if (!by.holds(Role.ROLE_SERVICE_MANAGER, it.service())
                  && !by.holds(Role.ROLE_DUTY_OFFICER, it.service())) {
                throw NOT_FOUND.refused();
              }
              change.entry().depends(FactKey.principal(to));
              Holders holders = relations.holders(it, at);
              if (!directory.current().holders(Role.ROLE_CASE_MANAGER, it.service()).contains(to)
                  || holders.barred().contains(to)) {
                throw NOT_ELIGIBLE.refused();
              }
              Set<PrincipalId> before = new LinkedHashSet<>(holders.workers());
              if (row.assignedTo() != null) {
                before = Set.of(row.assignedTo());
              }
              // Who gains comes before who loses: see HolderChanges.
              append(change.entry(), to, row, EntryCause.ENTRY_CAUSE_REASSIGNED);
              for (PrincipalId worker : before) {
                if (!worker.equals(to)) {
                  append(change.entry(), worker, row, EntryCause.ENTRY_CAUSE_MOVED_AWAY);
                }
              }
              tables.reassign(change.entry(), alert, to);
              change.event(
                  audit
                      .event(EventType.ALTERATION, "ReassignAlert", "reassigned", at)
                      .personal(PersonalMember.TARGET_ID, to.toString())
                      .personal(PersonalMember.JUSTIFICATION, reason));
            }));
  }

  private void append(Entry.Builder entry, PrincipalId worker, AlertRow row, EntryCause cause) {
    tables.append(
        entry, new MailboxEntry(Mailbox.of(worker), row.alert().service(), row.id(), cause));
  }

  /** Alters one alert that the caller stands to; the first answer when it was done before. */
  CompletableFuture<Committed> alter(
      Caller caller, RequestKey request, UUID alert, Alteration alteration) {
    return firstAnswers.appendOrFind(request, altering(caller, request, alert, alteration));
  }

  /** What one alteration writes. */
  interface Alteration {
    void apply(Change change, AlertRow row, Caller caller, Instant at);
  }

  /** The entry an alteration adds to, with its audit event. */
  record Change(Entry.Builder entry, RecordKey key, AuditTrail audit, AlertRow row, Caller caller) {
    void event(AuditEventBuilder event) {
      ChildId child = row.alert().child();
      event
          .from(caller.agency().value())
          .purpose("PURPOSE_SUPERVISION")
          .data("yjx.alerts.v1.Alert", List.of(row.alert().category().name()), 1)
          .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
          .personal(PersonalMember.RECORDS, row.id().toString());
      if (child != null) {
        event.personal(PersonalMember.SUBJECTS, child.value().toString());
      }
      audit.add(entry, key, event);
    }
  }

  private Proposal altering(Caller caller, RequestKey request, UUID alert, Alteration alteration) {
    return () -> {
      long stamp = journal.stamp();
      return switch (directory.again(caller)) {
        case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
        case Verdict.Accepted accepted -> {
          try {
            yield decide(stamp, accepted.caller(), request, alert, alteration);
          } catch (Failure.Refused refused) {
            yield new Proposal.Decision.Abandon(refused.failure());
          }
        }
      };
    };
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, RequestKey request, UUID alert, Alteration alteration) {
    Instant at = clock.instant();
    AlertRow row = read(alert);
    if (row == null || !relations.standing(caller, row, at).maySee()) {
      throw NOT_FOUND.refused();
    }
    if (row.state() == AlertState.ALERT_STATE_WITHDRAWN) {
      throw WITHDRAWN.refused();
    }
    Entry.Builder entry = Entry.decidedAt(stamp).urgent().depends(FactKey.alert(alert));
    for (long key : caller.factKeys()) {
      entry.depends(key);
    }
    ChildId child = row.alert().child();
    if (child != null) {
      entry.depends(FactKey.child(child));
    }
    RecordKey key = audit.newKey(entry);
    alteration.apply(new Change(entry, key, audit, row, caller), row, caller, at);
    audit.answer(entry, key, request, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }

  private @Nullable AlertRow read(UUID alert) {
    try {
      return reader.byIds(List.of(alert)).get(alert);
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }
}
