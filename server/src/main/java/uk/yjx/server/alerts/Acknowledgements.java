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
  private final AlertReader reader;
  private final Feed feed;
  private final DirectoryFacts directory;
  private final AcknowledgeActs acts;
  private final InstantSource clock;

  Acknowledgements(
      Journal journal,
      AuditTrail audit,
      AlertReader reader,
      Feed feed,
      DirectoryFacts directory,
      AcknowledgeActs acts,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.reader = reader;
    this.feed = feed;
    this.directory = directory;
    this.acts = acts;
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
        AcknowledgeResult result = acts.apply(entry, now, verb, id, found, at);
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
  }
}
