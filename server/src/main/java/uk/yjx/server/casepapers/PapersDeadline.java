package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.PapersProgress;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.journal.FactKey;

/**
 * Papers that have not come in time: the child's worker is told at once, and the ladder of the
 * service counts from the due time on. Step 0 is the due time, step n the n-th rung.
 */
@Singleton
final class PapersDeadline implements Deadline {
  private final PapersStore store;
  private final PapersTables tables;
  private final PapersAlerts alerts;
  private final Progress progress;
  private final Agreements agreements;
  private final ClockSettings settings;

  PapersDeadline(
      PapersStore store,
      PapersTables tables,
      PapersAlerts alerts,
      Progress progress,
      Agreements agreements,
      ClockSettings settings) {
    this.store = store;
    this.tables = tables;
    this.alerts = alerts;
    this.progress = progress;
    this.agreements = agreements;
    this.settings = settings;
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(ClockKind.CLOCK_KIND_PAPERS_EXPECTED);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    Optional<ExpectationRow> found = store.expectation(id);
    if (found.isEmpty()) {
      return new Effect.Ended("erased", Set.of());
    }
    ExpectationRow row = found.get();
    Set<Long> facts = new HashSet<>();
    facts.add(FactKey.papersOf(row.child()));
    facts.add(FactKey.agreements(row.from()));
    facts.add(FactKey.clockRules(row.service()));
    facts.add(FactKey.child(row.child()));
    facts.add(FactKey.service(row.service()));
    if (!row.isOpen()) {
      return new Effect.Ended("not-waited-for", facts);
    }
    if (!isAgreed(row, now)) {
      return new Effect.Ended("no-agreement", facts);
    }
    ClockBook book = settings.now();
    Ladder ladder =
        book.ladder(row.service(), ClockKind.CLOCK_KIND_PAPERS_EXPECTED, row.effectiveDue());
    Optional<Effect.Next> next =
        ladder
            .step(due.step(), row.effectiveDue(), book.calendar(row.service()))
            .map(step -> new Effect.Next(step.index() + 1, step.at(), step.posts()));
    List<Post> told = due.next();
    List<PapersContent> missing = progress.of(row, now).missing();
    return new Effect.Act(
        due.step() == 0 ? "overdue" : "chased." + due.step(),
        facts,
        (entry, key) -> {
          UUID alert = row.overdueAlert();
          if (alert == null) {
            tables.overdue(
                entry,
                id,
                alerts.tell(entry, key, row, PapersProgress.PAPERS_PROGRESS_OVERDUE, missing, now));
          } else {
            alerts.climb(entry, row, alert, told, now);
          }
          progress.tell(entry, row, SenderCause.SENDER_CAUSE_CHASED);
        },
        next);
  }

  private boolean isAgreed(ExpectationRow row, Instant now) {
    return agreements
            .now()
            .decide(
                row.from(),
                row.service(),
                DataCategory.DATA_CATEGORY_CASE_PAPERS,
                row.basis().gateway(),
                Optional.empty(),
                now)
        instanceof Decision.Permit;
  }
}
