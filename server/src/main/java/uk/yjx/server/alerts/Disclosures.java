package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.alerts.v1.NamingRule;
import uk.yjx.alerts.v1.NarrativeState;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/**
 * Releases alerts towards readers: agreements again, projection, audit event committed, and only
 * then a message that can be sent. What changed meanwhile is decided again under the journal's
 * lock.
 */
@Singleton
final class Disclosures {
  private static final Failure NOTHING_TO_DISCLOSE =
      Failure.of(Failure.Code.NOT_FOUND, "NOTHING_TO_DISCLOSE", "nothing of this may be sent");

  private final Journal journal;
  private final AuditTrail audit;
  private final Agreements agreements;
  private final Caseload caseload;
  private final Relations relations;
  private final DirectoryFacts directory;
  private final AlertTables tables;
  private final AlertReader reader;
  private final RecallTables recalls;
  private final Projection projection;
  private final AlertLadders ladders;
  private final SeparationTables separations;
  private final SeparationWarnings warnings;
  private final EmergencyReader emergencies;
  private final EmergencyWatchers emergencyWatchers;
  private final InstantSource clock;

  Disclosures(
      Journal journal,
      AuditTrail audit,
      Agreements agreements,
      Caseload caseload,
      Relations relations,
      DirectoryFacts directory,
      AlertTables tables,
      AlertReader reader,
      RecallTables recalls,
      Pseudonym pseudonyms,
      AlertLadders ladders,
      SeparationTables separations,
      SeparationWarnings warnings,
      EmergencyReader emergencies,
      EmergencyWatchers emergencyWatchers,
      InstantSource clock) {
    this.projection = new Projection(pseudonyms, Cut.ALL);
    this.journal = journal;
    this.audit = audit;
    this.agreements = agreements;
    this.caseload = caseload;
    this.relations = relations;
    this.directory = directory;
    this.tables = tables;
    this.reader = reader;
    this.recalls = recalls;
    this.ladders = ladders;
    this.separations = separations;
    this.warnings = warnings;
    this.emergencies = emergencies;
    this.emergencyWatchers = emergencyWatchers;
    this.clock = clock;
  }

  /**
   * A line of a mailbox with the alert it is about; without a cause, an alert asked for by a call.
   */
  record Line(UUID alert, EntryCause cause) {}

  /**
   * Alerts as they were: what changed later is read again.
   *
   * @param readAt the journal's position before they were read; none when they are kept in memory
   *     as they were raised
   */
  record Known(Map<UUID, AlertRow> rows, OptionalLong readAt) {

    /** Alerts read from their tables after noting the journal's position. */
    static Known read(Map<UUID, AlertRow> rows, long position) {
      return new Known(rows, OptionalLong.of(position));
    }

    /** Alerts in memory, each known as of the position at which it was raised. */
    static Known raised(Map<UUID, AlertRow> rows) {
      return new Known(rows, OptionalLong.empty());
    }

    /** The position as of which an alert is known. */
    long asOf(AlertRow row) {
      return readAt.orElse(row.raisedPosition());
    }
  }

  /**
   * Who reads, why, and by which call.
   *
   * @param emergency the emergency access under which it is read; null for ordinary reading
   */
  record Reader(Caller caller, Purpose purpose, String operation, @Nullable UUID emergency) {
    Reader(Caller caller, Purpose purpose, String operation) {
      this(caller, purpose, operation, null);
    }
  }

  /** Which of the lines may be sent, in their order; one for each line, null where it may not. */
  record Outcome(List<@Nullable AlertEvent> events) {

    /** Whether nothing at all is to be sent. */
    boolean isEmpty() {
      return events.stream().allMatch(e -> e == null);
    }
  }

  /** What may be sent once its audit event is committed. */
  record Released(Outcome outcome, @Nullable Committed commit) {

    /** The message that carries the events: only a commit gives one. */
    <T extends com.google.protobuf.Message> Disclosed<T> message(T message) {
      Committed by = commit;
      if (by == null) {
        throw new IllegalStateException("nothing was disclosed");
      }
      return Disclosed.by(by, message);
    }
  }

  /**
   * Releases alerts to a reader. Completes after the commit of the disclosures; without one when
   * nothing of it may be sent. Fails when the reader's access has ended.
   */
  CompletableFuture<Released> release(Reader reader, List<Line> lines, Known known) {
    Deciding deciding = new Deciding(reader, lines, known);
    return journal
        .append(deciding)
        .handle((commit, error) -> {
          if (error == null) {
            return new Released(deciding.outcome, commit);
          }
          if (isNothing(error)) {
            return new Released(deciding.outcome, null);
          }
          throw error instanceof RuntimeException e ? e : new IllegalStateException(error);
        });
  }

  /** The position to note before alerts are read that are to be released. */
  long stamp() {
    return journal.stamp();
  }

  /**
   * What an alert shares, under the handling its sender named.
   *
   * @param shielded the child is protected, by the alert or by the caseload now
   */
  static Sharing sharing(NewAlert alert, boolean shielded) {
    Alert facts = alert.facts();
    Handling.Builder handling =
        Handling.newBuilder()
            .setGateway(alert.basis().gateway())
            .setRegime(facts.getBasis().getRegime())
            .setMarking(facts.getMarking());
    if (facts.hasGrading()) {
      handling.setGrading(facts.getGrading());
    }
    if (facts.hasConditions()) {
      handling.setConditions(facts.getConditions());
    }
    return new Sharing(
        alert.source(), alert.service(), alert.category(), handling.build(), shielded);
  }

  private static boolean isNothing(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof Failure.Refused refused
        && refused.failure().equals(NOTHING_TO_DISCLOSE);
  }

  private final class Deciding implements Proposal {
    private final Reader reads;
    private final List<Line> lines;
    private Known known;
    private Outcome outcome = new Outcome(List.of());
    private boolean again;
    private boolean written;

    Deciding(Reader reads, List<Line> lines, Known known) {
      this.reads = reads;
      this.lines = lines;
      this.known = known;
    }

    @Override
    public Decision decide() {
      long stamp = journal.stamp();
      if (again) {
        known = Known.read(fresh(), stamp);
      }
      again = true;
      return switch (directory.again(reads.caller())) {
        case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
        case Verdict.Accepted accepted -> write(stamp, accepted.caller());
      };
    }

    private Decision write(long stamp, Caller caller) {
      Instant now = clock.instant();
      Entry.Builder entry = Entry.decidedAt(stamp).urgent();
      for (long key : caller.factKeys()) {
        entry.depends(key);
      }
      RecordKey key = audit.newKey(entry);
      List<@Nullable AlertEvent> events = new ArrayList<>(lines.size());
      written = false;
      UUID under = reads.emergency();
      if (under == null) {
        for (Line line : lines) {
          events.add(event(entry, key, caller, line, now));
        }
      } else {
        EmergencyAccessRow access = emergencies.find(under);
        Failure ended = EmergencyAccesses.refusal(access, caller, now);
        if (ended != null || access == null) {
          return new Decision.Abandon(ended == null ? EmergencyAccesses.NOT_FOUND : ended);
        }
        entry.depends(FactKey.alert(under));
        for (Line line : lines) {
          events.add(emergency(entry, key, caller, access, line, now));
        }
        read(entry, key, caller, access, now);
      }
      outcome = new Outcome(events);
      if (!written && reads.operation().equals(Listing.LIST_ALERTS)) {
        looked(entry, key, caller, now);
      }
      return written
          ? new Decision.Write(entry.build())
          : new Decision.Abandon(NOTHING_TO_DISCLOSE);
    }

    private @Nullable AlertEvent event(
        Entry.Builder entry, RecordKey key, Caller caller, Line line, Instant now) {
      if (line.cause() == EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS) {
        return emergencyNotice(entry, key, caller, line, now);
      }
      AlertRow row = known.rows().get(line.alert());
      if (row == null) {
        return notFound(entry, key, caller, line, now);
      }
      NewAlert alert = row.alert();
      ChildId child = alert.child();
      entry.depends(FactKey.alert(alert.id()), known.asOf(row));
      entry.depends(FactKey.agreements(alert.source()));
      entry.depends(FactKey.service(alert.service()));
      if (child != null) {
        entry.depends(FactKey.child(child));
      }
      for (InvolvedOther other : alert.material().getOthersList()) {
        if (!other.getChildId().isEmpty()) { // a shield put up meanwhile takes them out
          entry.depends(FactKey.child(new ChildId(UUID.fromString(other.getChildId()))));
        }
      }
      if (row.recalled() != null) {
        return recalled(entry, key, caller, row, line, now);
      }
      if (line.cause() == EntryCause.ENTRY_CAUSE_MOVED_AWAY) {
        return stub(entry, key, caller, row, line, now);
      }
      if (line.cause() == EntryCause.ENTRY_CAUSE_SEPARATION) {
        return separation(entry, key, caller, row, now);
      }
      Standing standing = relations.standing(caller, row, now);
      if (warnings.notice(entry, caller.principal(), row, now)) {
        separated(entry, key, caller, alert, now);
      }
      if (!standing.maySee()) {
        return notFound(entry, key, caller, line, now);
      }
      Reading reading =
          new Reading(
              caller.principal(),
              standing.role(),
              reads.purpose(),
              standing.name(),
              relations.isNamed(caller, row, now));
      return switch (agreements
          .now()
          .decide(sharing(alert, relations.isShielded(alert)), reading, now)) {
        case uk.yjx.server.agreements.Decision.Withhold withheld -> {
          record(entry, key, caller, alert, basisOf(alert.basis()), "withheld", now);
          yield null;
        }
        case uk.yjx.server.agreements.Decision.Permit permit ->
            disclose(entry, key, caller, row, line, standing, permit, now);
      };
    }

    /**
     * An alert asked for by its id that is absent or not for this caller. Both leave one event and
     * take the same way through the journal as one that is withheld, so that none of the three can
     * be told from the others by what it costs.
     */
    private @Nullable AlertEvent notFound(
        Entry.Builder entry, RecordKey key, Caller caller, Line line, Instant now) {
      if (reads.operation().equals(Listing.GET_ALERT)) {
        audit.add(
            entry,
            key,
            audit
                .event(EventType.REFUSAL, reads.operation(), "not-found", now)
                .from(caller.agency().value())
                .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
                .personal(PersonalMember.RECORDS, line.alert().toString()));
        written = true;
      }
      return null;
    }

    /** Who lists and is shown nothing has looked all the same, whatever the reason. */
    private void looked(Entry.Builder entry, RecordKey key, Caller caller, Instant now) {
      audit.add(
          entry,
          key,
          audit
              .event(EventType.CONSULTATION, reads.operation(), "nothing-shown", now)
              .from(caller.agency().value())
              .purpose(reads.purpose().name())
              .personal(PersonalMember.ACTOR_ID, caller.principal().toString()));
      written = true;
    }

    /** Nobody hears that something moved away which never reached them. */
    private @Nullable AlertEvent stub(
        Entry.Builder entry, RecordKey key, Caller caller, AlertRow row, Line line, Instant now) {
      if (!separations.hasReceived(row.id(), caller.principal())) {
        return null;
      }
      record(entry, key, caller, row.alert(), basisOf(row.alert().basis()), "ended", now);
      return AlertEvent.newBuilder().setCause(line.cause()).setAlert(Projection.stub(row)).build();
    }

    /**
     * One of the child's alerts under an emergency access: an agreement must let the reader's
     * agency have it; purpose and holding the case are what the emergency stands in for. Nothing of
     * protected people, nothing of code C, nothing for who is kept apart.
     */
    private @Nullable AlertEvent emergency(
        Entry.Builder entry,
        RecordKey key,
        Caller caller,
        EmergencyAccessRow access,
        Line line,
        Instant now) {
      AlertRow row = known.rows().get(line.alert());
      ChildId child = row == null ? null : row.alert().child();
      if (row == null || child == null || !child.equals(access.child())) {
        return null;
      }
      NewAlert alert = row.alert();
      entry
          .depends(FactKey.alert(alert.id()), known.asOf(row))
          .depends(FactKey.agreements(alert.source()))
          .depends(FactKey.service(alert.service()))
          .depends(FactKey.child(child));
      alert.material().getOthersList().stream()
          .filter(other -> !other.getChildId().isEmpty())
          .forEach(other ->
              entry.depends(FactKey.child(new ChildId(UUID.fromString(other.getChildId())))));
      Sharing own = sharing(alert, relations.isShielded(alert));
      Sharing what =
          new Sharing(own.from(), caller.agency(), own.category(), own.handling(), false);
      if (row.recalled() != null
          || own.protectedPerson()
          || own.isCodeC()
          || relations.holders(alert, now).barred().contains(caller.principal())
          || !(agreements.now().decide(what, null, now)
              instanceof uk.yjx.server.agreements.Decision.Permit permit)) {
        return null;
      }
      Alert shown =
          projection.released(
              new View(
                  row,
                  child(row),
                  permit,
                  caller.principal(),
                  Role.ROLE_DUTY_OFFICER,
                  other -> false,
                  relations::isShielded,
                  victimWorker(alert),
                  now));
      SharingBasis basis =
          new SharingBasis(EmergencyAccesses.gateway(), permit.agreementId(), permit.version());
      record(entry, key, caller, alert, basis, "emergency", now);
      tables.release(entry, row.id(), caller.principal());
      entry.touches(FactKey.readings(row.id()));
      return AlertEvent.newBuilder().setAlert(shown).build();
    }

    /** That somebody looked is in the log by itself, whether or not there was anything. */
    private void read(
        Entry.Builder entry, RecordKey key, Caller caller, EmergencyAccessRow access, Instant now) {
      audit.add(
          entry,
          key,
          audit
              .event(EventType.CONSULTATION, reads.operation(), "emergency", now)
              .from(access.service().value())
              .to(caller.agency().value())
              .purpose(reads.purpose().name())
              .basis(SharingBasis.gateway(EmergencyAccesses.gateway()))
              .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
              .personal(PersonalMember.RECORDS, access.id().toString()));
      written = true;
    }

    /** Who answers for an emergency access is told of it, as long as it asks for something. */
    private @Nullable AlertEvent emergencyNotice(
        Entry.Builder entry, RecordKey key, Caller caller, Line line, Instant now) {
      EmergencyAccessRow access = emergencies.find(line.alert());
      if (access == null
          || !access.concerns(now)
          || !emergencyWatchers.answersFor(caller, access, now)) {
        return null;
      }
      entry.depends(FactKey.alert(line.alert()));
      audit.add(
          entry,
          key,
          audit
              .event(EventType.DISCLOSURE, reads.operation(), "emergency-notice", now)
              .from(access.service().value())
              .to(caller.agency().value())
              .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
              .basis(SharingBasis.gateway(EmergencyAccesses.gateway()))
              .data("yjx.alerts.v1.EmergencyAccess", List.of(access.reason().name()), 1)
              .personal(PersonalMember.RECIPIENT_ID, caller.principal().toString())
              .personal(PersonalMember.RECORDS, access.id().toString()));
      written = true;
      return EmergencyWatchers.event(access, now);
    }

    /** Managers are told who may have to be kept apart from an alert; nothing of the event. */
    private @Nullable AlertEvent separation(
        Entry.Builder entry, RecordKey key, Caller caller, AlertRow row, Instant now) {
      if (!warnings.isFor(caller, row, now)) {
        return null;
      }
      Standing standing = relations.standing(caller, row, now);
      Reading reading =
          new Reading(
              caller.principal(),
              standing.role(),
              reads.purpose(),
              standing.name(),
              relations.isNamed(caller, row, now));
      boolean mayKnow =
          standing.maySee()
              && agreements
                      .now()
                      .decide(sharing(row.alert(), relations.isShielded(row.alert())), reading, now)
                  instanceof uk.yjx.server.agreements.Decision.Permit;
      Alert shown = mayKnow ? Projection.stub(row, child(row)) : Projection.stub(row);
      AlertEvent event = warnings.event(caller, row, shown);
      if (event.getSeparation().getWorkersCount() == 0) {
        return null;
      }
      record(entry, key, caller, row.alert(), basisOf(row.alert().basis()), "separation", now);
      return event;
    }

    /** That the reader stands on both sides, or too near, is in the log by itself. */
    private void separated(
        Entry.Builder entry, RecordKey key, Caller caller, NewAlert alert, Instant now) {
      audit.add(
          entry,
          key,
          audit
              .event(EventType.ADMIN, "yjx.alerts.SeparationWarnings", "warned", now)
              .to(alert.service().value())
              .personal(PersonalMember.TARGET_ID, caller.principal().toString())
              .personal(PersonalMember.RECORDS, alert.id().toString()));
      written = true;
    }

    /**
     * A recall goes to whoever had received the alert, whatever they may see today. A stream tells
     * it by its own line alone, so that it comes once and after the alert; a call that asks for the
     * alert sees what is left of it.
     */
    private @Nullable AlertEvent recalled(
        Entry.Builder entry, RecordKey key, Caller caller, AlertRow row, Line line, Instant now) {
      AlertRow.Recipient recipient = row.recalledFrom(caller.principal());
      boolean mayKnow = relations.standing(caller, row, now).maySee();
      boolean tells =
          switch (line.cause()) {
            case ENTRY_CAUSE_WITHDRAWN -> recipient != null;
            case ENTRY_CAUSE_UNSPECIFIED, ENTRY_CAUSE_ESCALATED -> recipient != null || mayKnow;
            case ENTRY_CAUSE_NEW,
                ENTRY_CAUSE_REASSIGNED,
                ENTRY_CAUSE_COVER,
                ENTRY_CAUSE_CHANGED,
                ENTRY_CAUSE_MOVED_AWAY,
                ENTRY_CAUSE_SEPARATION,
                ENTRY_CAUSE_EMERGENCY_ACCESS,
                UNRECOGNIZED ->
                false;
          };
      if (!tells) {
        return null;
      }
      if (recipient != null && !recipient.told()) {
        recalls.told(entry, row.id(), caller.principal());
      }
      record(entry, key, caller, row.alert(), basisOf(row.alert().basis()), "recalled", now);
      return AlertEvent.newBuilder()
          .setCause(
              line.cause() == EntryCause.ENTRY_CAUSE_ESCALATED
                  ? line.cause()
                  : EntryCause.ENTRY_CAUSE_WITHDRAWN)
          .setAlert(
              Projection.tombstone(
                  row, caller.principal(), mayKnow ? child(row) : Optional.empty()))
          .build();
    }

    private AlertEvent disclose(
        Entry.Builder entry,
        RecordKey key,
        Caller caller,
        AlertRow row,
        Line line,
        Standing standing,
        uk.yjx.server.agreements.Decision.Permit permit,
        Instant now) {
      NewAlert.Basis basis =
          new NewAlert.Basis(permit.agreementId(), permit.version(), permit.gateway());
      Alert projected =
          projection.released(
              new View(
                  row,
                  child(row),
                  permit,
                  caller.principal(),
                  standing.role(),
                  other -> worksWith(caller, other, now),
                  relations::isShielded,
                  victimWorker(row.alert()),
                  now));
      record(entry, key, caller, row.alert(), basisOf(basis), told(projected), now);
      tables.release(entry, row.id(), caller.principal());
      if (line.cause() == EntryCause.ENTRY_CAUSE_UNSPECIFIED) {
        // Who asks for an alert may have no line for it, so that a recall must know of them.
        entry.touches(FactKey.readings(row.id()));
      }
      Alert shown = ladders.withNext(projected, row, now);
      return AlertEvent.newBuilder().setCause(line.cause()).setAlert(shown).build();
    }

    /** What went beyond the typed facts stands in the log by name. */
    private static String told(Alert alert) {
      boolean text = alert.getNarrativeState() == NarrativeState.NARRATIVE_STATE_SHOWN;
      boolean names =
          alert.getOthersList().stream()
              .anyMatch(o -> o.getNamedBecause() != NamingRule.NAMING_RULE_UNSPECIFIED);
      return "disclosed" + (text ? ".text" : "") + (names ? ".names" : "");
    }

    private Optional<ChildCase> child(AlertRow row) {
      return Optional.ofNullable(row.alert().child()).flatMap(c -> caseload.now().child(c));
    }

    private boolean worksWith(Caller caller, ChildId other, Instant now) {
      return caseload.now().holders(other, now).workers().contains(caller.principal());
    }

    private boolean victimWorker(NewAlert alert) {
      return alert.hasVictim()
          && !directory.current().holders(Role.ROLE_VICTIM_WORKER, alert.service()).isEmpty();
    }

    private void record(
        Entry.Builder entry,
        RecordKey key,
        Caller caller,
        NewAlert alert,
        SharingBasis basis,
        String result,
        Instant now) {
      AuditEventBuilder event =
          audit
              .event(EventType.DISCLOSURE, reads.operation(), result, now)
              .from(alert.source().value())
              .to(caller.agency().value())
              .purpose(reads.purpose().name())
              .basis(basis)
              .data("yjx.alerts.v1.Alert", List.of(alert.category().name()), 1)
              .personal(PersonalMember.RECIPIENT_ID, caller.principal().toString())
              .personal(PersonalMember.RECORDS, alert.id().toString());
      ChildId child = alert.child();
      if (child != null) {
        event.personal(PersonalMember.SUBJECTS, child.value().toString());
      }
      audit.add(entry, key, event);
      written = true;
    }

    private static SharingBasis basisOf(NewAlert.Basis basis) {
      return new SharingBasis(
          basis.gateway().name(), basis.agreementId(), basis.agreementVersion());
    }

    private Map<UUID, AlertRow> fresh() {
      try {
        return reader.byIds(lines.stream().map(Line::alert).toList());
      } catch (SQLException e) {
        throw Alterations.READ_FAILED.refused();
      }
    }
  }
}
