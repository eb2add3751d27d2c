package uk.yjx.server.oversight;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.alerts.CaseAlerts;
import uk.yjx.server.alerts.CaseAlerts.Outline;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;

/**
 * Looks through new alerts for what is significant and has reviews opened, and withdrawn ones for
 * reviews whose cause is gone. Off the path of notices, since a review is a matter of days. Any
 * number of processes may look at once: what becomes of a child is decided with the journal.
 */
@Singleton
final class ReviewSweep {
  /** Alerts looked at together. */
  static final int PAGE = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(ReviewSweep.class);

  private final CaseAlerts alerts;
  private final ReviewStore store;
  private final SignificanceStore significance;
  private final ReviewOpening opening;
  private final Journal journal;
  private long seen = -1;

  ReviewSweep(
      CaseAlerts alerts,
      ReviewStore store,
      SignificanceStore significance,
      ReviewOpening opening,
      Journal journal) {
    this.alerts = alerts;
    this.store = store;
    this.significance = significance;
    this.opening = opening;
    this.journal = journal;
  }

  @Scheduled(fixedDelay = "10s", initialDelay = "10s")
  void look() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.warn(
          "alerts were not looked through for reviews: {}",
          e instanceof Failure.Refused refused
              ? refused.failure().reason()
              : e.getClass().getName());
    }
  }

  /** Looks once; how many reviews were opened or ended. Without a database when nothing is new. */
  synchronized int run() {
    long upTo = journal.stamp();
    if (upTo == seen) {
      return 0;
    }
    int changed = opening.settle(store.shaken());
    long after = store.lookedThrough();
    Significance now = significance.now();
    while (after < upTo) {
      List<Outline> page = alerts.raised(after, upTo, PAGE);
      Set<ChildId> children = new LinkedHashSet<>();
      page.stream()
          .filter(it -> it.stands() && now.isSignificant(it.service(), it.kind(), it.raisedAt()))
          .forEach(it -> children.add(it.child()));
      changed += opening.settle(new ArrayList<>(children));
      // A page ends at a whole position: one entry may raise several alerts.
      after = page.size() < PAGE ? upTo : Math.max(after + 1, page.getLast().position() - 1);
      store.lookedThrough(after);
    }
    seen = upTo;
    return changed;
  }

  /** Waits for all of them; what was decided by another process meanwhile is no failure. */
  static int settled(List<CompletableFuture<Committed>> proposed) {
    int done = 0;
    for (CompletableFuture<Committed> one : proposed) {
      try {
        one.join();
        done++;
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof Failure.Refused refused)
            || !refused.failure().equals(ReviewOpening.NOTHING_DUE)) {
          throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
      }
    }
    return done;
  }
}
