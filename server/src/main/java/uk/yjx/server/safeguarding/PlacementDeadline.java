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
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.Urgency;

/**
 * What is owed and has not come climbs: step 0 is the due time, step n the n-th rung of the host's
 * ladder, counted from it. A placement that is over by date ends, and with it everything waited
 * for.
 */
@Singleton
final class PlacementDeadline implements Deadline {
  private final PlacementStore store;
  private final PlacementTables tables;
  private final PlacementClocks clocks;
  private final PlacementNews news;
  private final ClockSettings settings;
  private final AlertTables alerts;

  PlacementDeadline(
      PlacementStore store,
      PlacementTables tables,
      PlacementClocks clocks,
      PlacementNews news,
      ClockSettings settings,
      AlertTables alerts) {
    this.store = store;
    this.tables = tables;
    this.clocks = clocks;
    this.news = news;
    this.settings = settings;
    this.alerts = alerts;
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(ClockKind.CLOCK_KIND_PLACEMENT_OWED, ClockKind.CLOCK_KIND_PLACEMENT_END);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    if (due.key().kind() == ClockKind.CLOCK_KIND_PLACEMENT_END) {
      return store
          .find(id)
          .<Effect>map(stored -> over(stored, now))
          .orElseGet(() -> new Effect.Ended("erased", Set.of(FactKey.placement(id))));
    }
    Optional<PlacementStore.Stored> found = store.ofItem(id);
    if (found.isEmpty()) {
      return new Effect.Ended("erased", Set.of());
    }
    HostedChild it = found.get().placement();
    Set<Long> facts = PlacementNews.facts(it);
    OwedThing item =
        found.get().owed().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    if (!item.isWaitedFor()) {
      return new Effect.Ended("not-waited-for", facts);
    }
    return it.isLive(now)
        ? climb(due, it, item, facts, now)
        : new Effect.Ended("placement-over", facts);
  }

  private Effect over(PlacementStore.Stored stored, Instant now) {
    HostedChild it = stored.placement();
    Set<Long> facts = PlacementNews.facts(it);
    if (it.endedAt() != null) {
      return new Effect.Ended("ended", facts);
    }
    return new Effect.Act(
        "over", facts, (entry, key) -> clocks.over(entry, stored, now), Optional.empty());
  }

  private Effect climb(Clock due, HostedChild it, OwedThing item, Set<Long> facts, Instant now) {
    List<Post> posts = due.next();
    boolean last = posts.contains(Post.POST_OPERATOR);
    boolean somebody = last || news.isAnyoneThere(it, item.by(), posts, now);
    ClockBook book = settings.now();
    Optional<Effect.Next> next =
        book.ladder(it.host(), ClockKind.CLOCK_KIND_PLACEMENT_OWED, item.dueAt())
            .step(due.step(), item.dueAt(), book.calendar(it.host()))
            // A rung at which nobody is passes on at once.
            .map(step ->
                new Effect.Next(
                    step.index() + 1, somebody ? step.at() : due.dueAt(), step.posts()));
    return new Effect.Act(
        (somebody ? "told." : "nobody-there.") + codes(posts),
        facts,
        (entry, key) -> {
          var unused = news.climb(entry, it, item.by(), posts, now);
          tables.climbed(entry, item, now);
          if (last) {
            tables.defaulted(entry, item, now);
            alerts.unowned(entry, defaulted(it, item, now));
          }
        },
        next);
  }

  /** The content-free item for the operator; it names no placement. */
  private static AlertTables.UnownedItem defaulted(HostedChild it, OwedThing item, Instant now) {
    return new AlertTables.UnownedItem(
        UUID.nameUUIDFromBytes(("defaulted " + item.id()).getBytes(StandardCharsets.UTF_8)),
        UnownedReason.UNOWNED_REASON_NOBODY_LEFT,
        Urgency.ROUTINE,
        it.host(),
        item.dueAt(),
        now);
  }

  private static String codes(List<Post> posts) {
    return posts.stream()
        .map(post -> post.name().substring("POST_".length()))
        .collect(Collectors.joining("+"));
  }
}
