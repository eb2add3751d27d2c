package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ThreadEntry;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;

/** A concern that nobody answers climbs in both agencies at once; so does a silent one, once. */
@Singleton
final class ConcernDeadline implements Deadline {
  private static final List<Post> OF_SILENCE = List.of(Post.POST_TEAM_MANAGER);

  private final ConcernStore store;
  private final ConcernTables tables;
  private final ConcernLadder ladder;
  private final ConcernNews news;
  private final AlertTables alerts;

  ConcernDeadline(
      ConcernStore store,
      ConcernTables tables,
      ConcernLadder ladder,
      ConcernNews news,
      AlertTables alerts) {
    this.store = store;
    this.tables = tables;
    this.ladder = ladder;
    this.news = news;
    this.alerts = alerts;
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(
        ClockKind.CLOCK_KIND_CONCERN_IMMEDIATE,
        ClockKind.CLOCK_KIND_CONCERN,
        ClockKind.CLOCK_KIND_CONCERN_ACKNOWLEDGEMENT);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    Optional<ConcernStore.Stored> found = store.find(id);
    if (found.isEmpty()) {
      return new Effect.Ended("erased", Set.of(FactKey.concern(id)));
    }
    ConcernStore.Stored stored = found.get();
    Set<Long> facts = ConcernNews.facts(stored.head());
    Concern concern = stored.concern();
    if (due.key().kind() == ClockKind.CLOCK_KIND_CONCERN_ACKNOWLEDGEMENT) {
      return concern.waitsForAcknowledgement()
          ? silence(stored, facts, now)
          : new Effect.Ended("acknowledged", facts);
    }
    return concern.waits() ? climb(due, stored, facts, now) : new Effect.Ended("answered", facts);
  }

  private Effect silence(ConcernStore.Stored stored, Set<Long> facts, Instant now) {
    return new Effect.Act(
        "told." + codes(OF_SILENCE),
        facts,
        (entry, key) -> {
          news.climb(entry, stored.head(), OF_SILENCE, now);
          add(
              entry,
              key,
              stored,
              ThreadEntryKind.THREAD_ENTRY_KIND_ACKNOWLEDGEMENT_OVERDUE,
              0,
              OF_SILENCE,
              now);
        },
        Optional.empty());
  }

  private Effect climb(Clock due, ConcernStore.Stored stored, Set<Long> facts, Instant now) {
    ConcernLadder.Here here = ladder.here(due);
    List<Post> posts =
        here.rung().filter(step -> !step.nobodyLeft()).map(Ladder.Step::posts).orElse(List.of());
    boolean somebody = news.isAnyoneThere(stored.head(), posts, now);
    Optional<Effect.Next> next =
        here.next()
            .filter(step -> !posts.isEmpty())
            .map(step ->
                somebody
                    ? Effect.Next.of(step)
                    // A rung at which nobody is passes on at once.
                    : new Effect.Next(step.index(), due.dueAt(), step.posts()));
    return new Effect.Act(
        (somebody ? "told." : "nobody-there.") + codes(posts),
        facts,
        (entry, key) -> {
          if (somebody) {
            news.climb(entry, stored.head(), posts, now);
          } else if (next.isEmpty()) {
            alerts.unowned(entry, nobodyLeft(stored.head(), now));
          }
          add(
              entry,
              key,
              stored,
              ThreadEntryKind.THREAD_ENTRY_KIND_CLIMBED,
              due.step() + 1,
              somebody ? posts : List.of(),
              now);
        },
        next);
  }

  private void add(
      Entry.Builder entry,
      RecordKey key,
      ConcernStore.Stored stored,
      ThreadEntryKind kind,
      int rung,
      List<Post> told,
      Instant now) {
    tables.add(
        entry,
        key,
        stored.head().id(),
        new Concern.Done(kind, null, ConcernDecision.CONCERN_DECISION_UNSPECIFIED, rung),
        ThreadEntry.newBuilder()
            .setNumber(stored.next())
            .setKind(kind)
            .setAt(Receipts.timestamp(now))
            .addAllTold(told)
            .build());
  }

  /** The content-free item for the operator; it names no concern. */
  private static AlertTables.UnownedItem nobodyLeft(ConcernTables.Head head, Instant now) {
    return new AlertTables.UnownedItem(
        UUID.nameUUIDFromBytes(
            ("nobody-left concern " + head.id() + " " + now).getBytes(StandardCharsets.UTF_8)),
        UnownedReason.UNOWNED_REASON_NOBODY_LEFT,
        head.risk() == ConcernRisk.CONCERN_RISK_IMMEDIATE ? Urgency.IMMEDIATE : Urgency.SAME_DAY,
        head.from(),
        head.raisedAt(),
        now);
  }

  private static String codes(List<Post> posts) {
    return posts.stream()
        .map(post -> post.name().substring("POST_".length()))
        .collect(Collectors.joining("+"));
  }
}
