package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.Failure;

/** Decides releases, line by line, each time from what is true then. */
@Singleton
final class Disclosing {
  /** Nothing may be sent and nothing is to be logged. */
  static final Failure NOTHING_TO_DISCLOSE =
      Failure.of(Failure.Code.NOT_FOUND, "NOTHING_TO_DISCLOSE", "nothing of this may be sent");

  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Relations relations;
  private final AlertReader reader;
  private final EmergencyReader emergencies;
  private final AlertLines alerts;
  private final RecallLines recalls;
  private final SeparationLines separations;
  private final EmergencyLines emergency;
  private final InstantSource clock;

  Disclosing(
      Journal journal,
      AuditTrail audit,
      DirectoryFacts directory,
      Relations relations,
      AlertReader reader,
      EmergencyReader emergencies,
      AlertLines alerts,
      RecallLines recalls,
      SeparationLines separations,
      EmergencyLines emergency,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
    this.relations = relations;
    this.reader = reader;
    this.emergencies = emergencies;
    this.alerts = alerts;
    this.recalls = recalls;
    this.separations = separations;
    this.emergency = emergency;
    this.clock = clock;
  }

  /** One release to be decided: by what is known at first, then by what is read again. */
  Release of(Disclosures.Reader reads, List<Disclosures.Line> lines, Disclosures.Known known) {
    return new Release(reads, lines, known);
  }

  /** A release as the journal asks for it, again whenever something it depends on has changed. */
  final class Release implements Proposal {
    private final Disclosures.Reader reads;
    private final List<Disclosures.Line> lines;
    private Disclosures.Known known;
    private Disclosures.Outcome outcome = new Disclosures.Outcome(List.of());
    private boolean again;

    private Release(
        Disclosures.Reader reads, List<Disclosures.Line> lines, Disclosures.Known known) {
      this.reads = reads;
      this.lines = lines;
      this.known = known;
    }

    /** What the last decision let go. */
    Disclosures.Outcome outcome() {
      return outcome;
    }

    @Override
    public Decision decide() {
      long stamp = journal.stamp();
      if (again) {
        known = Disclosures.Known.read(fresh(), stamp);
      }
      again = true;
      return switch (directory.again(reads.caller())) {
        case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
        case Verdict.Accepted accepted -> write(stamp, accepted.caller());
      };
    }

    private Decision write(long stamp, Caller caller) {
      Instant now = clock.instant();
      DisclosureEntry entry = new DisclosureEntry(audit, stamp, reads, caller, now);
      List<@Nullable AlertEvent> events = new ArrayList<>(lines.size());
      UUID under = reads.emergency();
      if (under == null) {
        for (Disclosures.Line line : lines) {
          events.add(event(entry, line));
        }
      } else {
        EmergencyAccessRow access = emergencies.find(under);
        Failure ended = EmergencyRules.refusal(access, caller, now);
        if (ended != null || access == null) {
          return new Decision.Abandon(ended == null ? EmergencyRules.NOT_FOUND : ended);
        }
        entry.rows().depends(FactKey.alert(under));
        for (Disclosures.Line line : lines) {
          events.add(emergency.event(entry, access, line, known));
        }
        emergency.looked(entry, access);
      }
      outcome = new Disclosures.Outcome(events);
      if (!entry.isWritten() && reads.operation().equals(Listing.LIST_ALERTS)) {
        looked(entry);
      }
      return entry.isWritten()
          ? new Decision.Write(entry.build())
          : new Decision.Abandon(NOTHING_TO_DISCLOSE);
    }

    private @Nullable AlertEvent event(DisclosureEntry entry, Disclosures.Line line) {
      EntryCause cause = line.cause();
      if (cause == EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS) {
        return emergency.notice(entry, line);
      }
      AlertRow row = known.rows().get(line.alert());
      if (row == null) {
        return alerts.notFound(entry, line);
      }
      entry.dependsOn(row, known.asOf(row));
      if (row.recalled() != null) {
        return recalls.event(entry, row, cause);
      }
      if (cause == EntryCause.ENTRY_CAUSE_MOVED_AWAY) {
        return alerts.stub(entry, row, cause);
      }
      if (cause == EntryCause.ENTRY_CAUSE_SEPARATION) {
        return separations.event(entry, row);
      }
      Standing standing = relations.standing(entry.caller(), row, entry.now());
      separations.notice(entry, row);
      return standing.maySee()
          ? alerts.event(entry, row, cause, standing)
          : alerts.notFound(entry, line);
    }

    /** Who lists and is shown nothing has looked all the same, whatever the reason. */
    private static void looked(DisclosureEntry entry) {
      entry.log(
          entry
              .event(EventType.CONSULTATION, "nothing-shown")
              .from(entry.caller().agency().value())
              .purpose(entry.reads().purpose().name())
              .personal(PersonalMember.ACTOR_ID, entry.principal().toString()));
    }

    private Map<UUID, AlertRow> fresh() {
      try {
        return reader.byIds(lines.stream().map(Disclosures.Line::alert).toList());
      } catch (SQLException e) {
        throw Alterations.READ_FAILED.refused();
      }
    }
  }
}
