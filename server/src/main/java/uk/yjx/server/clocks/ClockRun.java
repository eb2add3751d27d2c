package uk.yjx.server.clocks;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/**
 * Lets due clocks act. Looking only proposes: whether a clock still runs and its cause is still
 * open is decided with the journal, and effect and completion are one entry, so that a deadline
 * acts once however many processes look, and whenever one of them ends.
 */
@Singleton
public final class ClockRun {
  /** Clocks looked at together. */
  static final int PAGE = 500;

  /** Looks left out after a failure, so that a broken clock is tried about every five seconds. */
  private static final int LOOKS_LEFT_OUT = 20;

  private static final Failure NOT_DUE =
      Failure.of(Failure.Code.NOT_FOUND, "NOT_DUE", "the clock is not due, or not any more");

  private static final Logger LOG = LoggerFactory.getLogger(ClockRun.class);

  private final Map<ClockKind, Deadline> deadlines = new EnumMap<>(ClockKind.class);
  private final Journal journal;
  private final AuditTrail audit;
  private final ClockReader reader;
  private final ClockTables tables;
  private final NextDue nextDue;
  private final InstantSource clock;
  private final AtomicInteger leaveOut = new AtomicInteger();

  ClockRun(
      List<Deadline> deadlines,
      Journal journal,
      AuditTrail audit,
      ClockReader reader,
      ClockTables tables,
      NextDue nextDue,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.reader = reader;
    this.tables = tables;
    this.nextDue = nextDue;
    this.clock = clock;
    for (Deadline deadline : deadlines) {
      for (ClockKind kind : deadline.kinds()) {
        if (this.deadlines.put(kind, deadline) != null) {
          throw new IllegalStateException("two rooms answer for " + kind);
        }
      }
    }
  }

  /** Looks whether anything can be due; without a database while nothing can. */
  @Scheduled(fixedDelay = "250ms", initialDelay = "1s")
  void look() {
    if (leaveOut.getAndUpdate(n -> Math.max(0, n - 1)) > 0 || !nextDue.mayBeDue(clock.instant())) {
      return;
    }
    try {
      run();
    } catch (Failure.Refused e) {
      failed(e);
    }
  }

  /** Lets every clock act that is due now, step after step; how many steps were taken. */
  public int run() {
    int all = 0;
    int acted;
    do {
      acted = passAndRemember();
      all += acted;
    } while (acted > 0);
    return all;
  }

  private int passAndRemember() {
    nextDue.forget();
    try {
      int acted = pass();
      reader.nextDue(deadlines.keySet()).ifPresent(nextDue::atLatest);
      return acted;
    } catch (RuntimeException e) {
      nextDue.atLatest(Instant.MIN); // nothing is known, so look again
      throw e;
    }
  }

  private int pass() {
    int acted = 0;
    ClockReader.Place place = ClockReader.Place.BEGIN;
    while (true) {
      long asOf = journal.stamp();
      List<Clock> due = reader.due(deadlines.keySet(), clock.instant(), place, PAGE);
      acted += act(due, asOf);
      if (due.size() < PAGE) {
        return acted;
      }
      place = ClockReader.Place.after(due.getLast());
    }
  }

  /** All of a page wait for one commit, not each for its own. */
  private int act(List<Clock> due, long asOf) {
    List<CompletableFuture<Boolean>> proposed = new ArrayList<>(due.size());
    for (Clock one : due) {
      proposed.add(
          journal
              .append(new Acting(one, asOf))
              .handle((done, error) -> error == null || settled(error)));
    }
    return (int) proposed.stream().filter(CompletableFuture::join).count();
  }

  /** Whether nothing is left to do; another process may have done it. */
  private boolean settled(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (!(cause instanceof Failure.Refused refused && refused.failure().equals(NOT_DUE))) {
      failed(cause);
    }
    return false;
  }

  private void failed(Throwable cause) {
    leaveOut.set(LOOKS_LEFT_OUT);
    LOG.warn(
        "a due clock waits: {}",
        cause instanceof Failure.Refused refused
            ? refused.failure().reason()
            : cause.getClass().getName());
  }

  private final class Acting implements Proposal {
    private final ClockKey key;
    private final long asOf;
    private Clock seen;
    private boolean again;

    Acting(Clock seen, long asOf) {
      this.key = seen.key();
      this.seen = seen;
      this.asOf = asOf;
    }

    @Override
    public Decision decide() {
      long stamp = journal.stamp();
      if (again) {
        seen = reader.find(key).orElse(seen);
      } else {
        // The clock was read earlier than the room's facts will be.
        stamp = Math.min(stamp, asOf);
      }
      again = true;
      Instant now = clock.instant();
      Deadline deadline = deadlines.get(key.kind());
      if (deadline == null || !seen.isDue(now)) {
        return new Decision.Abandon(NOT_DUE);
      }
      return new Decision.Write(entry(stamp, seen, deadline.decide(seen, now), now));
    }
  }

  private Entry entry(long stamp, Clock due, Effect effect, Instant now) {
    long fact = due.key().factKey();
    Entry.Builder entry = Entry.decidedAt(stamp).urgent().depends(fact).touches(fact);
    effect.depends().forEach(entry::depends);
    RecordKey key = audit.newKey(entry);
    switch (effect) {
      case Effect.Ended ended -> {
        tables.change(entry, ClockChange.stopped(due.key(), ended.why()));
        record(entry, key, due, "cause-ended." + ended.why(), now);
      }
      case Effect.Act act -> {
        act.writes().into(entry, key);
        tables.fired(entry, new ClockTables.Firing(due, now, act.outcome()));
        tables.change(
            entry,
            act.next()
                .map(next -> ClockChange.climbed(due.key(), next))
                .orElseGet(() -> ClockChange.fired(due.key(), act.outcome())));
        record(entry, key, due, act.outcome(), now);
      }
    }
    return entry.build();
  }

  private void record(Entry.Builder entry, RecordKey key, Clock due, String outcome, Instant now) {
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ADMIN, "yjx.clocks/" + due.key().kind(), outcome, now)
            .from(due.agency().value())
            .policy("run" + due.run() + ".step" + due.step() + "@" + due.dueAt())
            .personal(PersonalMember.RECORDS, due.key().subject().toString()));
  }
}
