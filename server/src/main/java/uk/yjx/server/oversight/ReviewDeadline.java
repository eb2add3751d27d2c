package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.oversight.v1.Contribution;
import uk.yjx.oversight.v1.ReviewEntryKind;
import uk.yjx.server.alerts.CaseAlerts;
import uk.yjx.server.alerts.CaseAlerts.Outline;
import uk.yjx.server.alerts.CaseDealing;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.journal.FactKey;

/**
 * A review that nobody did in time climbs, and the worker is told of contributions that did not
 * come: the newest alert that led to it comes again, as overdue.
 */
@Singleton
final class ReviewDeadline implements Deadline {
  private final ReviewStore store;
  private final ReviewTables tables;
  private final SignificanceStore significance;
  private final CaseAlerts alerts;
  private final CaseDealing dealing;

  ReviewDeadline(
      ReviewStore store,
      ReviewTables tables,
      SignificanceStore significance,
      CaseAlerts alerts,
      CaseDealing dealing) {
    this.store = store;
    this.tables = tables;
    this.significance = significance;
    this.alerts = alerts;
    this.dealing = dealing;
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(ClockKind.CLOCK_KIND_REVIEW_DUE, ClockKind.CLOCK_KIND_REVIEW_CONTRIBUTION);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    Optional<ReviewRow> found = store.find(id);
    if (found.isEmpty()) {
      return new Effect.Ended("erased", Set.of());
    }
    ReviewRow review = found.get();
    Set<Long> facts =
        new HashSet<>(
            Set.of(
                FactKey.reviewsOf(review.child()),
                FactKey.alertsOf(review.child()),
                FactKey.significance(review.service())));
    if (!review.open()) {
      return new Effect.Ended("reviewed", facts);
    }
    List<Outline> triggers =
        Folding.triggers(
            alerts.of(List.of(review.child()), review.since()), review.since(), significance.now());
    triggers.forEach(trigger -> facts.add(FactKey.alert(trigger.id())));
    if (triggers.isEmpty()) {
      return new Effect.Ended("all-withdrawn", facts);
    }
    boolean asking = due.key().kind() == ClockKind.CLOCK_KIND_REVIEW_CONTRIBUTION;
    if (asking
        && store.contributions(List.of(id), now).getOrDefault(id, List.of()).stream()
            .allMatch(Contribution::hasAt)) {
      return new Effect.Ended("all-contributed", facts);
    }
    ReviewEntryKind kind =
        asking
            ? ReviewEntryKind.REVIEW_ENTRY_KIND_CONTRIBUTIONS_OVERDUE
            : ReviewEntryKind.REVIEW_ENTRY_KIND_OVERDUE;
    return dealing.climb(
        due,
        triggers.getLast().id(),
        review.child(),
        facts,
        now,
        (entry, key) -> {
          tables.add(
              entry, key, id, ReviewWords.line(review.entries() + 1, kind, "", now).build(), 0);
          // The next line of its history has another number.
          entry.touches(FactKey.reviewsOf(review.child()));
        });
  }
}
