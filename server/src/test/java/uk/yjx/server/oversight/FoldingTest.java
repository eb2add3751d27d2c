package uk.yjx.server.oversight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.alerts.CaseAlerts.Outline;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;

/** How a child's alerts fold into reviews, whatever their order. */
final class FoldingTest {
  private static final Instant NOW = Instant.parse("2026-11-16T10:00:00Z");
  private static final AgencyId SERVICE = new AgencyId("north-yjs");
  private static final Significance DEFAULT = new Significance(Map.of());
  private static final List<AlertKind> KINDS =
      List.of(
          AlertKind.ALERT_KIND_ARREST,
          AlertKind.ALERT_KIND_MISSING,
          AlertKind.ALERT_KIND_STOP_SEARCH,
          AlertKind.ALERT_KIND_MEETING);

  /** What one looker does to the reviews of one child, as the journal serialises it. */
  private static final class World {
    final List<Outline> alerts = new ArrayList<>();
    final Set<Long> openSince = new HashSet<>();
    long covered;
    long position;
    int opened;

    void arrive(AlertKind kind) {
      alerts.add(alert(++position, kind, AlertState.ALERT_STATE_OPEN));
    }

    void withdraw(int index) {
      Outline old = alerts.get(index);
      alerts.set(index, alert(old.position(), old.kind(), AlertState.ALERT_STATE_WITHDRAWN));
      position++;
    }

    void look() {
      Long since = openSince.stream().findFirst().orElse(null);
      List<Outline> after =
          alerts.stream().filter(a -> a.position() > (since == null ? covered : since)).toList();
      switch (Folding.step(new Folding.Standing(since, covered), after, DEFAULT, NOW)) {
        case Folding.Step.Stay stay -> {}
        case Folding.Step.Open open -> {
          openSince.add(open.since());
          opened++;
          position++;
        }
        case Folding.Step.Lapse lapse -> close();
      }
    }

    void close() {
      openSince.clear();
      covered = ++position;
    }

    Set<Long> waiting() {
      long since = openSince.stream().findFirst().orElse(covered);
      Set<Long> found = new HashSet<>();
      Folding.triggers(alerts, since, DEFAULT).forEach(a -> found.add(a.position()));
      return found;
    }
  }

  @Test
  void anyOrderOfArrivalsWithdrawalsLooksAndClosingsLeavesAtMostOneOpenReviewWithAllThatWaits() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      World world = new World();
      for (int step = 0; step < 30; step++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> world.arrive(KINDS.get(random.nextInt(KINDS.size())));
          case 2 -> {
            if (!world.alerts.isEmpty()) {
              world.withdraw(random.nextInt(world.alerts.size()));
            }
          }
          case 3 -> {
            if (!world.openSince.isEmpty() && random.nextInt(4) == 0) {
              world.look(); // nobody closes what has come since they looked
              world.close();
            }
          }
          default -> world.look();
        }
        assertTrue(world.openSince.size() <= 1, () -> "seed " + seed);
      }
      world.look();
      world.look();
      assertEquals(world.waiting().isEmpty(), world.openSince.isEmpty(), () -> "seed " + seed);
    }
  }

  @Test
  void everyPermutationOfTheSameArrivalsWaitsInOneReviewOpenedOnce() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<AlertKind> arrivals = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        arrivals.add(KINDS.get(random.nextInt(KINDS.size())));
      }
      boolean significant = arrivals.stream().anyMatch(Significance.DEFAULT.kinds()::contains);
      java.util.Collections.shuffle(arrivals, random);
      World world = new World();
      for (AlertKind kind : arrivals) {
        world.arrive(kind);
        if (random.nextBoolean()) {
          world.look();
        }
      }
      world.look();
      assertEquals(significant ? 1 : 0, world.opened, () -> "seed " + seed);
      assertEquals(
          arrivals.stream().filter(Significance.DEFAULT.kinds()::contains).count(),
          world.waiting().size(),
          () -> "seed " + seed);
    }
  }

  @Test
  void whatIsOlderThanTheLookBackOpensNothing() {
    Outline old =
        new Outline(
            UUID.randomUUID(),
            new ChildId(UUID.randomUUID()),
            SERVICE,
            AlertKind.ALERT_KIND_ARREST,
            Urgency.SAME_DAY,
            1,
            NOW.minus(Folding.LOOK_BACK),
            AlertState.ALERT_STATE_OPEN,
            AlertOutcome.ALERT_OUTCOME_UNSPECIFIED);
    assertInstanceOf(
        Folding.Step.Stay.class,
        Folding.step(new Folding.Standing(null, 0), List.of(old), DEFAULT, NOW));
  }

  @Test
  void aKindIsSignificantByTheVersionOfTheDayOnWhichTheAlertWasRaised() {
    Significance own =
        new Significance(
            Map.of(
                SERVICE,
                List.of(
                    new Significance.Version(
                        1,
                        LocalDate.parse("2026-11-17"),
                        EnumSet.of(AlertKind.ALERT_KIND_MEETING)))));
    Instant next = NOW.plus(Duration.ofDays(1));
    assertTrue(own.isSignificant(SERVICE, AlertKind.ALERT_KIND_ARREST, NOW));
    assertEquals(false, own.isSignificant(SERVICE, AlertKind.ALERT_KIND_ARREST, next));
    assertTrue(own.isSignificant(SERVICE, AlertKind.ALERT_KIND_MEETING, next));
    assertTrue(own.isSignificant(new AgencyId("south-yjs"), AlertKind.ALERT_KIND_ARREST, next));
    assertEquals(Significance.DEFAULT, own.on(SERVICE, LocalDate.parse("2026-11-16")));
  }

  private static Outline alert(long position, AlertKind kind, AlertState state) {
    return new Outline(
        new UUID(0, position),
        new ChildId(new UUID(0, 1)),
        SERVICE,
        kind,
        Urgency.SAME_DAY,
        position,
        NOW.minusSeconds(60),
        state,
        AlertOutcome.ALERT_OUTCOME_UNSPECIFIED);
  }
}
