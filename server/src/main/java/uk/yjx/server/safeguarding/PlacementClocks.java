package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.RoutedAlerts;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.Ids;

/** The clocks of a placement: one for each thing owed, by the host's calendar, and its end. */
@Singleton
final class PlacementClocks {
  private static final List<Post> FIRST = List.of(Post.POST_WORKER);

  private final ClockSettings settings;
  private final Clocks clocks;
  private final PlacementTables tables;
  private final AlertTables alerts;
  private final RoutedAlerts routed;
  private final Ids ids;

  PlacementClocks(
      ClockSettings settings,
      Clocks clocks,
      PlacementTables tables,
      AlertTables alerts,
      RoutedAlerts routed,
      Ids ids) {
    this.settings = settings;
    this.clocks = clocks;
    this.tables = tables;
    this.alerts = alerts;
    this.routed = routed;
    this.ids = ids;
  }

  /** Records a placement with its checklist and lets its clocks run; the checklist. */
  List<OwedThing> begin(Entry.Builder entry, HostedChild it) {
    AgencyCalendar calendar = settings.now().calendar(it.host());
    List<OwedThing> owed = new ArrayList<>();
    for (OwedKind kind : OwedTerms.kinds(it.placing() != null)) {
      PlacementParty by = OwedTerms.by(kind);
      Instant due = OwedTerms.due(kind, it.from(), calendar);
      owed.add(OwedThing.of(ids.next(), it.id(), kind, by, it.authority(by), due));
    }
    tables.record(entry, it, owed);
    for (OwedThing one : owed) {
      clocks.start(entry, new NewClock(one.clock(), it.host(), it.from(), one.dueAt(), 0, FIRST));
    }
    Instant until = it.until();
    if (until != null) {
      clocks.start(entry, NewClock.plain(end(it.id()), it.host(), it.from(), until));
    }
    return owed;
  }

  /** Nothing of a placement is waited for any more, and nobody need look at what came of it. */
  void over(Entry.Builder entry, PlacementStore.Stored stored, Instant now) {
    for (OwedThing one : stored.owed()) {
      if (one.isWaitedFor()) {
        clocks.stop(entry, one.clock(), "placement-over");
        tables.notWaitedFor(entry, one, now);
      }
    }
    HostedChild it = stored.placement();
    routed.end(entry, it.id(), now);
    alerts.settle(entry, it.hostAlert());
    if (it.homeChild() != null) {
      alerts.settle(entry, it.homeAlert());
    }
    if (it.placing() != null) {
      alerts.settle(entry, it.placingAlert());
    }
    tables.ended(entry, it, now);
  }

  /** Somebody ended it before its time. */
  void ended(Entry.Builder entry, PlacementStore.Stored stored, Instant now) {
    over(entry, stored, now);
    if (stored.placement().until() != null) {
      clocks.stop(entry, end(stored.placement().id()), "ended");
    }
  }

  /** Something owed has come. */
  void received(Entry.Builder entry, OwedThing item, Instant now) {
    clocks.stop(entry, item.clock(), "received");
    tables.received(entry, item, now);
  }

  private static ClockKey end(UUID placement) {
    return new ClockKey(ClockKind.CLOCK_KIND_PLACEMENT_END, placement);
  }
}
