package uk.yjx.server.earlysupport;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;

/**
 * Has prompts raised, changed and ended, and last month's trends told, whenever something has
 * happened; for services without an impact assessment in force it ends what there is and looks at
 * nothing. Any number of processes may look at once: what each would change is decided with the
 * journal, and what changed meanwhile is looked at again in the next round.
 */
@Singleton
final class PromptSweep {
  /** Prompts are at most about so much behind the notices they rest on. */
  static final int INTERVAL_MINUTES = 5;

  private static final String OPERATION = "early-support/sweep";

  private static final Failure CHANGED_MEANWHILE =
      Failure.of(Failure.Code.ABORTED, "CHANGED_MEANWHILE", "the next round looks at it again");

  private static final Logger LOG = LoggerFactory.getLogger(PromptSweep.class);

  private final AssessmentStore assessments;
  private final Sources sources;
  private final PromptStore store;
  private final PromptTables tables;
  private final TrendStore trends;
  private final Journal journal;
  private final AuditTrail audit;
  private final Ids ids;
  private final InstantSource clock;
  private long seen = -1;
  private @Nullable LocalDate seenOn;

  PromptSweep(
      AssessmentStore assessments,
      Sources sources,
      PromptStore store,
      PromptTables tables,
      TrendStore trends,
      Journal journal,
      AuditTrail audit,
      Ids ids,
      InstantSource clock) {
    this.assessments = assessments;
    this.sources = sources;
    this.store = store;
    this.tables = tables;
    this.trends = trends;
    this.journal = journal;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = INTERVAL_MINUTES + "m", initialDelay = "1m")
  void look() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.warn(
          "early-support prompts were not looked through: {}",
          e instanceof Failure.Refused refused
              ? refused.failure().reason()
              : e.getClass().getName());
    }
  }

  /** Looks once. */
  synchronized void run() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    LocalDate today = LocalDate.ofInstant(now, DueTimes.LONDON);
    long stamp = journal.stamp();
    if (stamp == seen && today.equals(seenOn)) {
      return;
    }
    Assessments all = assessments.now();
    Map<AgencyId, Assessments.Version> inForce = new TreeMap<>();
    for (AgencyId service : all.services()) {
      all.on(service, today)
          .ifPresentOrElse(
              it -> inForce.put(service, it),
              () -> {
                List<Settling.Step> over =
                    store.all(service).stream()
                        .map(prompt -> (Settling.Step) new Settling.Step.End(prompt))
                        .toList();
                change(stamp, service, over, now);
              });
    }
    if (!inForce.isEmpty()) {
      Map<AgencyId, List<Fact>> facts = sources.facts(inForce.keySet(), now);
      YearMonth month = YearMonth.from(today).minusMonths(1);
      inForce.forEach((service, version) -> {
        List<Fact> own = facts.getOrDefault(service, List.of());
        change(stamp, service, Settling.steps(store.all(service), own, version.settings()), now);
        if (all.on(service, month.atDay(1)).isPresent()) {
          tell(service, month, own, now);
        }
      });
    }
    seen = stamp;
    seenOn = today;
  }

  private void change(long stamp, AgencyId service, List<Settling.Step> steps, Instant now) {
    if (steps.isEmpty()) {
      return;
    }
    Entry.Builder entry = Entry.decidedAt(stamp).depends(FactKey.earlySupport(service));
    RecordKey key = audit.newKey(entry);
    for (Settling.Step step : steps) {
      switch (step) {
        case Settling.Step.Raise raise -> {
          UUID id = ids.next();
          tables.raise(entry, service, id, now);
          about(entry, service, id, raise.refs());
          record(entry, key, service, id, EventType.COMBINATION, "raised", now);
        }
        case Settling.Step.Change change -> {
          about(entry, service, change.prompt(), change.refs());
          record(entry, key, service, change.prompt(), EventType.COMBINATION, "changed", now);
        }
        case Settling.Step.End end -> {
          tables.end(entry, end.prompt());
          record(entry, key, service, end.prompt().id(), EventType.ERASURE, "ended", now);
        }
      }
    }
    propose(entry.build());
  }

  private void about(Entry.Builder entry, AgencyId service, UUID prompt, SortedSet<Fact.Ref> refs) {
    tables.about(entry, service, prompt, refs);
    refs.forEach(ref -> entry.depends(FactKey.record(ref.notice())));
  }

  private void tell(AgencyId service, YearMonth month, List<Fact> facts, Instant now) {
    long stamp = journal.stamp(); // prompts may have been changed since
    if (trends.knows(service, month)) {
      return;
    }
    MonthTrend trend = MonthTrend.of(Clusters.of(facts), sources.areas(service), month);
    Entry.Builder entry = Entry.decidedAt(stamp).depends(FactKey.earlySupport(service));
    RecordKey key = audit.newKey(entry);
    trends.publish(entry, service, month, trend);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.COMBINATION, OPERATION, "told", now)
            .from(service.value())
            .purpose(Purpose.PURPOSE_EARLY_SUPPORT.name())
            .policy(month.toString()));
    propose(entry.build());
  }

  private void record(
      Entry.Builder entry,
      RecordKey key,
      AgencyId service,
      UUID prompt,
      EventType type,
      String outcome,
      Instant now) {
    audit.add(
        entry,
        key,
        audit
            .event(type, OPERATION, outcome, now)
            .from(service.value())
            .purpose(Purpose.PURPOSE_EARLY_SUPPORT.name())
            .personal(PersonalMember.RECORDS, prompt.toString()));
  }

  /** Asked a second time, the facts have moved: they are read again in the next round. */
  private void propose(Entry entry) {
    AtomicBoolean proposed = new AtomicBoolean();
    try {
      journal
          .append(() ->
              proposed.getAndSet(true)
                  ? new Proposal.Decision.Abandon(CHANGED_MEANWHILE)
                  : new Proposal.Decision.Write(entry))
          .join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof Failure.Refused refused)
          || !refused.failure().equals(CHANGED_MEANWHILE)) {
        throw e;
      }
    }
  }
}
