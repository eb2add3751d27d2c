package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.Role;
import uk.yjx.oversight.v1.ListSignificantKindsResponse;
import uk.yjx.oversight.v1.RecordSignificantKindsRequest;
import uk.yjx.oversight.v1.RecordSignificantKindsResponse;
import uk.yjx.oversight.v1.SignificantKinds;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Shows and records which kinds of alerts open reviews in a service. */
@Singleton
final class SignificanceDesk {
  private static final Failure STOP =
      Failure.field(
          "STOP_IS_NOT_SIGNIFICANT", "kinds.kinds", "a stop is no reason to review a child's case");

  private static final Failure ALWAYS =
      Failure.field(
          "KIND_ALWAYS_SIGNIFICANT",
          "kinds.kinds",
          "a threat to life, serious violence and a serious incident are always significant");

  private static final Failure DAY_IN_PAST =
      Failure.field("DAY_IN_PAST", "kinds.valid_from", "a day after today, as in 2026-10-05");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final SignificanceStore store;
  private final InstantSource clock;

  SignificanceDesk(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      SignificanceStore store,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.store = store;
    this.clock = clock;
  }

  /** Every version of a service, or the default alone. */
  ListSignificantKindsResponse list(String service) {
    List<Significance.Version> versions = List.of();
    try {
      versions = store.now().of(new AgencyId(service));
    } catch (IllegalArgumentException noId) {
      throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
    }
    ListSignificantKindsResponse.Builder response = ListSignificantKindsResponse.newBuilder();
    (versions.isEmpty() ? List.of(Significance.DEFAULT) : versions)
        .forEach(version -> response.addVersions(write(version)));
    return response.build();
  }

  /** Records a version; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> record(Caller caller, RecordSignificantKindsRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key,
        () -> {
          long stamp = journal.stamp();
          return switch (directory.again(caller)) {
            case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              try {
                yield decide(stamp, accepted.caller(), request, key);
              } catch (Failure.Refused refused) {
                yield new Proposal.Decision.Abandon(refused.failure());
              }
            }
          };
        });
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, RecordSignificantKindsRequest request, RequestKey asked) {
    AgencyId service = new AgencyId(request.getService());
    if (!caller.holds(Role.ROLE_SERVICE_ADMINISTRATOR, service)) {
      throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
    }
    Set<AlertKind> kinds = EnumSet.copyOf(request.getKinds().getKindsList());
    if (kinds.stream().anyMatch(Significance.NEVER::contains)) {
      throw STOP.refused();
    }
    if (!kinds.containsAll(Significance.ALWAYS)) {
      throw ALWAYS.refused();
    }
    Significance.Version version =
        new Significance.Version(
            store.now().of(service).size() + 1, day(request.getKinds().getValidFrom()), kinds);
    Entry.Builder entry = Entry.decidedAt(stamp);
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    RecordKey key = audit.newKey(entry);
    store.record(entry, service, version);
    audit.add(
        entry,
        key,
        audit
            .event(
                EventType.ADMIN,
                ReviewDesk.SERVICE + "RecordSignificantKinds",
                "recorded",
                clock.instant())
            .from(caller.agency().value())
            .to(service.value())
            .purpose("ADMINISTRATION")
            .policy("version" + version.number() + "@" + version.validFrom())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString()));
    audit.answer(
        entry,
        key,
        asked,
        RecordSignificantKindsResponse.newBuilder()
            .setVersion(version.number())
            .build()
            .toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  /** Tomorrow at the earliest: what was raised today has been looked through already. */
  private LocalDate day(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.isAfter(LocalDate.ofInstant(clock.instant(), DueTimes.LONDON))) {
        return day;
      }
    } catch (DateTimeException noDate) {
      throw DAY_IN_PAST.refused();
    }
    throw DAY_IN_PAST.refused();
  }

  private static SignificantKinds write(Significance.Version version) {
    return SignificantKinds.newBuilder()
        .setVersion(version.number())
        .setValidFrom(version.number() == 0 ? "" : version.validFrom().toString())
        .addAllKinds(version.kinds().stream().sorted().toList())
        .build();
  }
}
