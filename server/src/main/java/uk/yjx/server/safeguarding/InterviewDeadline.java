package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Vault;

/**
 * A return interview that nobody has told of in time: the child's worker is told that it is due.
 */
@Singleton
final class InterviewDeadline implements Deadline {
  private static final String RULE = "yjx.safeguarding/ReturnInterview";

  private final Intake intake;
  private final NoticeStore store;
  private final NoticeTables tables;
  private final Vault vault;

  InterviewDeadline(Intake intake, NoticeStore store, NoticeTables tables, Vault vault) {
    this.intake = intake;
    this.store = store;
    this.tables = tables;
    this.vault = vault;
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(ClockKind.CLOCK_KIND_RETURN_INTERVIEW);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    Set<Long> facts = Set.of(FactKey.episode(id));
    Episode episode = Episode.of(store.standing(id));
    UUID by = episode.decidedBy();
    if (by == null || episode.interviewDue().isEmpty()) {
      return new Effect.Ended("interview-not-due", facts);
    }
    Optional<NoticeStore.Kept> kept = store.content(by);
    if (kept.isEmpty()) {
      // Nothing of it is kept any more.
      return new Effect.Ended("child-not-known", facts);
    }
    Restated overdue = overdue(kept.get(), episode, now);
    Plan plan = intake.plan(overdue);
    if (plan.linked() + plan.inReview() == 0) {
      return new Effect.Ended("child-not-known", facts);
    }
    return new Effect.Act(
        "told.WORKER",
        facts,
        (entry, key) -> {
          entry.touches(FactKey.episode(id));
          intake.raise(entry, key, overdue, plan, now);
          tables.linksOf(entry, plan, kept.get().position());
        },
        Optional.empty());
  }

  private Restated overdue(NoticeStore.Kept kept, Episode episode, Instant now) {
    ReadNotice read =
        ReadNotice.read(kept.notice(), kept.from(), now, vault::fingerprint, new Violations());
    Submission.Subject told =
        read.subject(Optional.of(new Consequence(episode, null, Optional.empty())));
    Submission.Subject subject =
        new Submission.Subject(
            told.ordinal(),
            told.person(),
            told.keys(),
            AlertKind.ALERT_KIND_RETURN_INTERVIEW,
            Urgency.SAME_DAY,
            told.facts(),
            false);
    return new Restated(
        read,
        kept.from(),
        kept.position(),
        subject,
        kept.decided(),
        Restated.Occasion.within(RULE));
  }
}
