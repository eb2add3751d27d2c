package uk.yjx.server.clocks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.TestJournal;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.TestDatabase;

/**
 * A process with clocks on a test's database: several share nothing but it. Clocks of {@link
 * #WAITING} climb {@link #STEPS} steps of an hour while their cause is open; the cause of each is
 * another clock, which is stopped when it ends.
 */
final class ClockNodes implements AutoCloseable {
  static final ClockKind WAITING = ClockKind.CLOCK_KIND_RECALL;
  static final ClockKind CAUSE = ClockKind.CLOCK_KIND_DISPUTE;
  static final int STEPS = 3;
  static final AgencyId AGENCY = new AgencyId("yjs-clocks");
  private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");
  private static final long TIMEOUT_S = 60;
  private static final int ATTEMPTS_MAX = 50;

  final TestJournal journal;
  final Clocks clocks;
  final ClockReader reader;
  final NextDue nextDue;
  final ClockRun run;
  private final InstantSource time;

  ClockNodes(TestDatabase database, InstantSource time) {
    this.time = time;
    journal = TestJournal.on(database, time);
    ClockTables tables = new ClockTables();
    reader = new ClockReader(database.database());
    clocks = new Clocks(tables, reader);
    nextDue = new NextDue(tables);
    run =
        new ClockRun(
            List.of(new Hourly()),
            journal.journal(),
            journal.trail(),
            reader,
            tables,
            nextDue,
            time);
  }

  /** Starts a waiting clock with its cause, due then. */
  UUID start(Instant due) throws Exception {
    UUID subject = UUID.randomUUID();
    Instant now = time.instant();
    write(entry -> {
      clocks.start(entry, NewClock.plain(new ClockKey(CAUSE, subject), AGENCY, now, FAR));
      clocks.start(entry, NewClock.plain(new ClockKey(WAITING, subject), AGENCY, now, due));
    });
    return subject;
  }

  /** Writes an entry with whatever is put into it; again when the database was not reached. */
  void write(Consumer<Entry.Builder> content) throws Exception {
    Proposal proposal =
        () -> {
          Entry.Builder entry = Entry.decidedAt(journal.journal().stamp());
          content.accept(entry);
          journal
              .trail()
              .add(
                  entry,
                  journal.trail().newKey(entry),
                  journal
                      .trail()
                      .event(EventType.ADMIN, "yjx.test/Clocks", "done", time.instant()));
          return new Proposal.Decision.Write(entry.build());
        };
    for (int attempt = 1; ; attempt++) {
      try {
        var unused = journal.journal().append(proposal).get(TIMEOUT_S, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        boolean passes =
            e.getCause() instanceof Failure.Refused refused
                && refused.failure().retryAfter() != null;
        if (!passes || attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    journal.close();
  }

  private final class Hourly implements Deadline {
    @Override
    public Set<ClockKind> kinds() {
      return Set.of(WAITING);
    }

    @Override
    public Effect decide(Clock due, Instant now) {
      ClockKey cause = new ClockKey(CAUSE, due.key().subject());
      Set<Long> depends = Set.of(cause.factKey());
      boolean open =
          clocks.find(cause).filter(c -> c.state() == ClockState.CLOCK_STATE_PENDING).isPresent();
      return open
          ? new Effect.Act(
              "told." + due.step(),
              depends,
              (entry, key) -> {},
              due.step() + 1 < STEPS
                  ? Optional.of(
                      new Effect.Next(due.step() + 1, due.dueAt().plusSeconds(3600), List.of()))
                  : Optional.empty())
          : new Effect.Ended("cause-ended", depends);
    }
  }
}
