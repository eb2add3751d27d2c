package uk.yjx.cli.demo;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import uk.yjx.cli.demo.ReplayRun.RequestKey;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.publish.PublisherCounts;
import uk.yjx.common.v1.Role;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.ReplayNotice;

/** The replay: everyone connected, every notice sent, and everything counted on both sides. */
final class ReplayScene {

  private static final Duration POLL = Duration.ofMillis(100);

  /** Without anything new for so long, what is missing counts as lost. */
  private static final Duration QUIET_MAX = Duration.ofSeconds(20);

  private final DemoWorld world;
  private final Connections connections;
  private final LogWatch log;
  private final InstantSource clock;
  private final Screen screen;
  private final Operator operator;

  ReplayScene(
      DemoWorld world, Connections connections, LogWatch log, InstantSource clock, Screen screen) {
    this.clock = clock;
    this.world = world;
    this.connections = connections;
    this.log = log;
    this.screen = screen;
    this.operator =
        new Operator(connections.of(world.caseload().staff(Role.ROLE_OPERATOR).getFirst().id()));
  }

  /** Runs it; what does not hold is added to {@code problems}. */
  Summary run(double rate, Map<CaseloadChild.Key, String> childIds, List<String> problems)
      throws InterruptedException {
    List<ReplayNotice> notices = world.replay().notices();
    Arrivals arrivals = new Arrivals();
    long before;
    double elapsed;
    CountOutcomesResponse counts;
    ReplayRun.Result result;
    try (Subscribers subscribers = Subscribers.connect(world.caseload(), connections, arrivals)) {
      Rehearsal.run(notices, connections, screen);
      announce(notices, rate, subscribers.size());
      before = operator.head();
      arrivals.begin(clock.instant());
      long start = System.nanoTime();
      result = publish(notices, rate);
      counts = settle(before, arrivals);
      elapsed = (System.nanoTime() - start) / 1e9;
    }
    Arrivals.Seen seen = arrivals.seen();
    Map<RequestKey, NoticeOutcome> outcomes = operator.outcomesAfter(before);
    problems.addAll(Comparison.of(notices, outcomes, childIds).problems());
    Latencies.Measured measured =
        Latencies.of(notices, outcomes, result.sentAt(), seen.alerts().values());
    if (measured.unpaired() > 0) {
      problems.add(measured.unpaired() + " notices raised alerts of which no frame was seen");
    }
    Summary.Audit audit = log.verify(result.answers(), problems, screen);
    Summary summary = summary(result.counts(), counts, seen, measured, audit, elapsed);
    problems.addAll(summary.problems(world.replay().totals()));
    return summary;
  }

  private ReplayRun.Result publish(List<ReplayNotice> notices, double rate)
      throws InterruptedException {
    try (ProgressBar progress = screen.progress("notices", notices.size());
        ReplayRun replay = new ReplayRun(notices, connections, progress)) {
      replay.publish(notices, rate);
      return replay.result();
    }
  }

  /** Waits until every entry is seen and every acknowledgement answered, or nothing comes. */
  private CountOutcomesResponse settle(long before, Arrivals arrivals) {
    long lastNews = System.nanoTime();
    Arrivals.Seen last = arrivals.counts();
    while (true) {
      CountOutcomesResponse counts = operator.countAfter(before);
      Arrivals.Seen seen = arrivals.counts();
      boolean all =
          seen.entries() >= counts.getMailboxEntries()
              && seen.waiting() == 0
              && counts.getAcknowledged() >= seen.acknowledged();
      if (!seen.equals(last)) {
        last = seen;
        lastNews = System.nanoTime();
      }
      if (all || System.nanoTime() - lastNews > QUIET_MAX.toNanos()) {
        return counts;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static Summary summary(
      PublisherCounts published,
      CountOutcomesResponse counts,
      Arrivals.Seen seen,
      Latencies.Measured measured,
      Summary.Audit audit,
      double elapsed) {
    return new Summary(
        published.submitted(),
        published.accepted(),
        published.refused(),
        counts.getLinked(),
        counts.getReview(),
        counts.getUnmatched(),
        counts.getAlerts(),
        counts.getNotes(),
        seen.alerts().size(),
        seen.acknowledged(),
        counts.getMailboxEntries() - seen.entries(),
        seen.duplicates(),
        Summary.Latency.of(measured.nanos()),
        audit,
        elapsed);
  }

  private void announce(List<ReplayNotice> notices, double rate, int readers) {
    long real = notices.stream().filter(ReplayNotice::real).count();
    screen.say("");
    screen.say("Replay: real events, invented people", Tone.STRONG);
    screen.say(
        "(Before it, a rehearsal about nobody, so that the exchange is measured and not the"
            + " compiler.)",
        Tone.QUIET);
    screen.say(
        String.format(
            java.util.Locale.UK,
            "%,d real stops of February 2019 and %,d invented notices of other kinds, %s, to %d"
                + " connected readers.",
            real,
            notices.size() - real,
            rate > 0
                ? String.format(java.util.Locale.UK, "%,.0f a second", rate)
                : "as fast as possible",
            readers));
  }
}
