package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.AlertState;
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
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** Acknowledging and reading alerts: by the child's own worker, or by whoever covers. */
@Singleton
final class Acknowledgements {
  static final String NOT_FOUND = "ALERT_NOT_FOUND";
  static final String IS_NOTE = "ALERT_IS_NOTE";
  static final String NOT_RESPONSIBLE = "NOT_RESPONSIBLE";
  static final String WITHDRAWN = "ALERT_WITHDRAWN";

  private final Journal journal;
  private final AuditTrail audit;
  private final AlertTables tables;
  private final RecallTables recalls;
  private final AlertReader reader;
  private final Feed feed;
  private final Relations relations;
  private final DirectoryFacts directory;
  private final Colleagues colleagues;
  private final AlertLadders ladders;
  private final InstantSource clock;

  Acknowledgements(
      Journal journal,
      AuditTrail audit,
      AlertTables tables,
      RecallTables recalls,
      AlertReader reader,
      Feed feed,
      Relations relations,
      DirectoryFacts directory,
      Colleagues colleagues,
      AlertLadders ladders,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.tables = tables;
    this.recalls = recalls;
    this.reader = reader;
    this.feed = feed;
    this.relations = relations;
    this.directory = directory;
    this.colleagues = colleagues;
    this.ladders = ladders;
    this.clock = clock;
  }

  /** What a reader says of alerts. */
  enum Verb {
    ACKNOWLEDGE,
    READ
  }

  /** Results for each id, durable; with the commit when anything was written. */
  record Done(List<AcknowledgeResult> results, Optional<Committed> commit) {}

  /** How the stored answer of a request is made from the results. */
  interface AnswerForm {
    byte[] of(List<AcknowledgeResult> results);
  }

  /** The request a unary call makes; streams have none. */
  record Asked(RequestKey key, AnswerForm form) {}

  /** Acknowledges, or marks as read. Completes after the commit. */
  CompletableFuture<Done> apply(
      Caller caller, Verb verb, List<UUID> ids, String operation, @Nullable Asked asked) {
    Deciding deciding =
        new Deciding(caller, verb, List.copyOf(new LinkedHashSet<>(ids)), operation, asked);
    if (asked == null && deciding.nothingToDo()) {
      return CompletableFuture.completedFuture(new Done(deciding.results, Optional.empty()));
    }
    return journal
        .append(deciding)
        .thenApply(commit -> new Done(deciding.results, Optional.of(commit)));
  }

  private final class Deciding implements Proposal {
    private final Caller caller;
    private final Verb verb;
    private final List<UUID> ids;
    private final String operation;
    private final @Nullable Asked asked;
    private List<AcknowledgeResult> results = List.of();
    private @Nullable Decision prepared;
    private boolean again;

    Deciding(Caller caller, Verb verb, List<UUID> ids, String operation, @Nullable Asked asked) {
      this.caller = caller;
      this.verb = verb;
      this.ids = ids;
      this.operation = operation;
      this.asked = asked;
    }

    /** Whether every id is already as asked, so that a stream need write nothing. */
    boolean nothingToDo() {
      prepared = decide();
      return prepared instanceof Decision.Write
          && results.stream()
              .allMatch(r -> r.getStatus() == AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY);
    }

    @Override
    public Decision decide() {
      Decision first = prepared;
      if (first != null) {
        prepared = null;
        return first;
      }
      long stamp = journal.stamp();
      return switch (directory.again(caller)) {
        case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
        case Verdict.Accepted accepted -> write(stamp, accepted.caller());
      };
    }

    private Decision write(long stamp, Caller now) {
      Instant at = clock.instant();
      Entry.Builder entry = Entry.decidedAt(stamp).urgent();
      for (long key : now.factKeys()) {
        entry.depends(key);
      }
      RecordKey key = audit.newKey(entry);
      Disclosures.Known known = known(stamp);
      Map<UUID, AlertRow> rows = known.rows();
      List<AcknowledgeResult> decided = new ArrayList<>(ids.size());
      List<String> applied = new ArrayList<>();
      Set<String> children = new LinkedHashSet<>();
      for (UUID id : ids) {
        AlertRow found = rows.get(id);
        entry.depends(FactKey.alert(id), found == null ? stamp : known.asOf(found));
        AcknowledgeResult result = one(entry, now, id, found, at);
        decided.add(result);
        if (result.getStatus() == AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED) {
          applied.add(id.toString());
          ChildId child = found == null ? null : found.alert().child();
          if (child != null) {
            children.add(child.value().toString());
          }
        }
      }
      results = decided;
      if (decided.stream().anyMatch(r -> r.getReason().equals(NOT_FOUND))) {
        readAsIfAbsent(known);
      }
      audit.add(
          entry,
          key,
          audit
              .event(
                  EventType.ALTERATION, operation, applied.isEmpty() ? "unchanged" : "applied", at)
              .from(now.agency().value())
              .purpose("PURPOSE_SUPERVISION")
              .data("yjx.alerts.v1.Alert", List.of(verb.name()), applied.size())
              .personal(PersonalMember.ACTOR_ID, now.principal().toString())
              .personal(PersonalMember.RECORDS, applied)
              .personal(PersonalMember.SUBJECTS, List.copyOf(children)));
      Asked request = asked;
      if (request != null) {
        audit.answer(entry, key, request.key(), request.form().of(decided));
      }
      return new Decision.Write(entry.build());
    }

    private AcknowledgeResult one(
        Entry.Builder entry, Caller now, UUID id, @Nullable AlertRow row, Instant at) {
      Standing standing = row == null ? Standing.NONE : relations.standing(now, row, at);
      AlertRow.Recipient recalled = row == null ? null : row.recalledFrom(now.principal());
      if (recalled != null) {
        return confirmRecall(entry, now, id, recalled, at);
      }
      if (row == null || !standing.maySee()) {
        return refused(id, NOT_FOUND);
      }
      if (row.recalled() != null) {
        return refused(id, WITHDRAWN);
      }
      ChildId child = row.alert().child();
      if (child != null) {
        entry.depends(FactKey.child(child));
      }
      return switch (verb) {
        case READ -> read(entry, row, standing, at);
        case ACKNOWLEDGE -> acknowledge(entry, now, row, standing, at);
      };
    }

    /**
     * Whoever received the alert confirms its recall, whether or not they still have the child.
     * What was on its way as an acknowledgement of the alert itself, before the recall came to its
     * reader, confirms nothing.
     */
    private AcknowledgeResult confirmRecall(
        Entry.Builder entry, Caller now, UUID id, AlertRow.Recipient recalled, Instant at) {
      if (verb == Verb.READ || recalled.confirmBy() == null) {
        return result(id, AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY);
      }
      if (!recalled.told()) {
        return refused(id, WITHDRAWN);
      }
      recalls.confirmed(entry, id, now.principal(), at);
      return result(id, AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED);
    }

    /** Only the read of who must know counts: a manager's look leaves the alert unread. */
    private AcknowledgeResult read(
        Entry.Builder entry, AlertRow row, Standing standing, Instant at) {
      boolean unread =
          row.state() == AlertState.ALERT_STATE_OPEN
              || row.state() == AlertState.ALERT_STATE_DELIVERED;
      if (!unread) {
        return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY);
      }
      if (!isResponsible(row, standing, at)) {
        return refused(row.id(), NOT_RESPONSIBLE);
      }
      tables.change(
          entry, new AlertTables.StateChange(row.id(), AlertState.ALERT_STATE_READ, null, null));
      return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED);
    }

    private AcknowledgeResult acknowledge(
        Entry.Builder entry, Caller now, AlertRow row, Standing standing, Instant at) {
      if (row.alert().isNote()) {
        return refused(row.id(), IS_NOTE);
      }
      if (standing == Standing.VICTIM_WORKER) {
        return refused(row.id(), NOT_RESPONSIBLE);
      }
      AlertState to = stateAfter(row, standing, at);
      if (row.isDealtWith() || row.state() == to) {
        return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY);
      }
      tables.change(entry, new AlertTables.StateChange(row.id(), to, now.principal(), at));
      ladders.stop(entry, row, "acknowledged", at);
      colleagues.tell(entry, now.principal(), row, at);
      return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED);
    }

    /** Cover stops the clock but leaves the alert unread for the case manager, if there is one. */
    private AlertState stateAfter(AlertRow row, Standing standing, Instant at) {
      return isResponsible(row, standing, at)
          ? AlertState.ALERT_STATE_ACKNOWLEDGED
          : AlertState.ALERT_STATE_HANDLED_BY_COVER;
    }

    /** Whether the alert is the reader's own: nobody else leads the case. */
    private boolean isResponsible(AlertRow row, Standing standing, Instant at) {
      ChildId child = row.alert().child();
      return switch (standing) {
        case OWN_WORKER, FRONT_DOOR -> true;
        case VICTIM_WORKER -> false;
        case COVER, DUTY_DESK, MANAGER ->
            child == null || relations.holders(row.alert(), at).lead().isEmpty();
        case NONE -> throw new IllegalStateException("a stranger does nothing with an alert");
      };
    }

    /** From memory at first; what has changed since is noticed, decided again and then read. */
    private Disclosures.Known known(long stamp) {
      Map<UUID, AlertRow> recent = again ? null : feed.recentAlertsById(ids);
      again = true;
      if (recent != null) {
        return Disclosures.Known.raised(recent);
      }
      try {
        return Disclosures.Known.read(reader.byIds(ids), stamp);
      } catch (SQLException e) {
        throw Alterations.READ_FAILED.refused();
      }
    }

    /**
     * What is absent is looked for in the tables; what is in memory and not for this caller must
     * cost the same.
     */
    private void readAsIfAbsent(Disclosures.Known known) {
      if (known.readAt().isPresent()) {
        return; // it was read from there
      }
      try {
        var unused = reader.byIds(ids);
      } catch (SQLException e) {
        throw Alterations.READ_FAILED.refused();
      }
    }

    private AcknowledgeResult refused(UUID id, String reason) {
      return AcknowledgeResult.newBuilder()
          .setAlertId(id.toString())
          .setStatus(AcknowledgeStatus.ACKNOWLEDGE_STATUS_REFUSED)
          .setReason(reason)
          .build();
    }

    private AcknowledgeResult result(UUID id, AcknowledgeStatus status) {
      return AcknowledgeResult.newBuilder().setAlertId(id.toString()).setStatus(status).build();
    }
  }
}
