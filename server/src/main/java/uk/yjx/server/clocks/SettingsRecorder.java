package uk.yjx.server.clocks;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.Calendar;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.RecordCalendarRequest;
import uk.yjx.clocks.v1.RecordCalendarResponse;
import uk.yjx.clocks.v1.RecordLadderRequest;
import uk.yjx.clocks.v1.RecordLadderResponse;
import uk.yjx.common.v1.Role;
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
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Takes new versions of calendars and ladders to their commit. */
@Singleton
final class SettingsRecorder {
  private static final String SERVICE = "yjx.clocks.v1.ClockService/";

  static final Failure AGENCY_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "AGENCY_NOT_FOUND", "the agency is not registered");

  static final Failure SERVICE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SERVICE_NOT_ALLOWED",
          "this needs the role for this very service");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final AuditTrail audit;
  private final Requests requests;
  private final ClockSettings settings;
  private final ClockSettingsTable table;
  private final DirectoryFacts directory;
  private final InstantSource clock;

  SettingsRecorder(
      Journal journal,
      FirstAnswers firstAnswers,
      AuditTrail audit,
      Requests requests,
      ClockSettings settings,
      ClockSettingsTable table,
      DirectoryFacts directory,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.audit = audit;
    this.requests = requests;
    this.settings = settings;
    this.table = table;
    this.directory = directory;
    this.clock = clock;
  }

  private record Asked(Caller caller, String operation, RequestKey request, AgencyId agency) {}

  /** Records a version of a calendar; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> calendar(Caller caller, RecordCalendarRequest request) {
    return record(
        asked(caller, "RecordCalendar", request.getRequestId(), request, request.getAgency()),
        (asked, entry) -> {
          Calendar sent = request.getCalendar();
          CalendarVersion read = ClockTranslation.read(sent);
          refuseIf(LadderRules.past(read.validFrom(), today(), "calendar.valid_from"));
          AgencyId team = read.emergencyTeam();
          if (team != null) {
            entry.depends(FactKey.agency(team));
            if (directory.current().agency(team).isEmpty()) {
              throw AGENCY_NOT_FOUND.refused();
            }
          }
          int version = settings.now().calendars(asked.agency()).size() + 1;
          table.record(entry, asked.agency(), sent.toBuilder().setVersion(version).build());
          return RecordCalendarResponse.newBuilder().setVersion(version).build();
        });
  }

  /** Records a version of a ladder; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> ladder(Caller caller, RecordLadderRequest request) {
    return record(
        asked(caller, "RecordLadder", request.getRequestId(), request, request.getAgency()),
        (asked, entry) -> {
          uk.yjx.clocks.v1.Ladder sent = request.getLadder();
          LocalDate from = LadderRules.day(sent.getValidFrom());
          refuseIf(LadderRules.past(from, today(), "ladder.valid_from"));
          Ladder ladder = ClockTranslation.read(sent);
          entry.depends(FactKey.service(asked.agency()));
          refuseIf(
              LadderRules.broken(
                  ladder,
                  asked.agency(),
                  settings.now().calendar(asked.agency()).emergencyTeam(clock.instant()),
                  directory.current()));
          ClockKind kind = ladder.kind();
          int version = settings.now().ladders(asked.agency(), kind).size() + 1;
          table.record(entry, asked.agency(), sent.toBuilder().setVersion(version).build());
          return RecordLadderResponse.newBuilder().setVersion(version).build();
        });
  }

  /** Puts a version into the entry and gives the answer; throws what it refuses. */
  private interface Version {
    Message into(Asked asked, Entry.Builder entry);
  }

  private Asked asked(
      Caller caller, String method, String requestId, Message request, String agency) {
    try {
      return new Asked(
          caller,
          SERVICE + method,
          requests.key(caller.agency(), requestId, request),
          new AgencyId(agency));
    } catch (IllegalArgumentException noId) {
      throw AGENCY_NOT_FOUND.refused();
    }
  }

  private CompletableFuture<Committed> record(Asked asked, Version version) {
    return firstAnswers.appendOrFind(
        asked.request(),
        () -> {
          long stamp = journal.stamp();
          return switch (directory.again(asked.caller())) {
            case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              try {
                yield decide(stamp, accepted.caller(), asked, version);
              } catch (Failure.Refused refused) {
                yield new Proposal.Decision.Abandon(refused.failure());
              }
            }
          };
        });
  }

  private Proposal.Decision decide(long stamp, Caller caller, Asked asked, Version version) {
    if (!caller.holds(Role.ROLE_DIRECTORY_ADMINISTRATOR)
        && !caller.holds(Role.ROLE_SERVICE_ADMINISTRATOR, asked.agency())) {
      throw SERVICE_NOT_ALLOWED.refused();
    }
    if (directory.current().agency(asked.agency()).isEmpty()) {
      throw AGENCY_NOT_FOUND.refused();
    }
    Entry.Builder entry =
        Entry.decidedAt(stamp).urgent().depends(FactKey.clockRules(asked.agency()));
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    entry.depends(FactKey.agency(asked.agency()));
    Message answer = version.into(asked, entry);
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ADMIN, asked.operation(), "recorded", clock.instant())
            .from(caller.agency().value())
            .to(asked.agency().value())
            .purpose("ADMINISTRATION")
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.REQUEST_ID, asked.request().requestId()));
    audit.answer(entry, key, asked.request(), answer.toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), DueTimes.LONDON);
  }

  private static void refuseIf(@Nullable Failure failure) {
    if (failure != null) {
      throw failure.refused();
    }
  }

  /** All versions of an agency's calendar, or the default alone. */
  List<CalendarVersion> calendars(AgencyId agency) {
    List<CalendarVersion> found = settings.now().calendars(agency);
    return found.isEmpty() ? List.of(CalendarVersion.DEFAULT) : found;
  }
}
