package uk.yjx.server.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.Mailbox;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.alerts.SeparationFound;
import uk.yjx.server.alerts.Sides;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/** Who is kept apart, in any world: they get no line, and nobody falls through (promise 13). */
final class SeparationPlanTest {
  private static final int WORLDS = 6_000;
  private long denied;
  private long warned;

  @Test
  void givesNoLineToWhoIsKeptApartByDeclarationOrAgreement() {
    inManyWorlds((world, plan) -> {
      for (NewAlert alert : plan.alerts()) {
        Set<Mailbox> apart = new HashSet<>();
        apart(world, alert).forEach(who -> apart.add(Mailbox.of(who)));
        denied += apart.size();
        for (MailboxEntry line : plan.lines()) {
          assertFalse(line.alert().equals(alert.id()) && apart.contains(line.mailbox()));
        }
      }
    });
    assertTrue(denied > 0, "the property has something to say");
  }

  @Test
  void letsNoAlertFallThroughBecauseSomebodyIsKeptApart() {
    inManyWorlds((world, plan) -> {
      for (NewAlert alert : plan.alerts()) {
        boolean urgent =
            alert.urgency() == Urgency.IMMEDIATE || alert.urgency() == Urgency.SAME_DAY;
        if (alert.child() != null && urgent && !reachesSomebody(world, plan, alert)) {
          assertTrue(
              plan.unowned().stream()
                  .anyMatch(item -> item.reason() == UnownedReason.UNOWNED_REASON_NO_HOLDER));
        }
      }
    });
  }

  @Test
  void warnsOfExactlyThoseOnBothSidesAndThoseDeclaredDoubtful() {
    inManyWorlds((world, plan) -> {
      for (NewAlert alert : plan.alerts()) {
        ChildId child = alert.child();
        Set<PrincipalId> expected = new HashSet<>();
        if (child != null && !alert.isNote()) {
          Holders holders = world.facts.cases().holders(child, RandomWorld.NOW);
          expected.addAll(bothSides(world, alert));
          Set<PrincipalId> doubtful = world.facts.cases().doubtful(child, RandomWorld.NOW);
          holders.workers().stream().filter(doubtful::contains).forEach(expected::add);
        }
        Set<PrincipalId> found = new HashSet<>();
        for (SeparationFound one : plan.separations()) {
          if (one.alert().equals(alert.id())) {
            found.addAll(one.workers());
          }
        }
        assertEquals(expected, found);
        warned += found.size();
        assertEquals(!found.isEmpty(), isTold(plan, alert.id()));
      }
    });
    assertTrue(warned > 0, "the property has something to say");
  }

  private static boolean isTold(Plan plan, UUID alert) {
    return plan.lines().stream()
            .anyMatch(
                l -> l.alert().equals(alert) && l.cause() == EntryCause.ENTRY_CAUSE_SEPARATION)
        || (plan.separations().stream().anyMatch(s -> s.alert().equals(alert))
            && plan.unowned().stream()
                .anyMatch(item -> item.reason() == UnownedReason.UNOWNED_REASON_SEPARATION));
  }

  /** Whether anybody who may read finds the alert in a mailbox of theirs. */
  private static boolean reachesSomebody(RandomWorld world, Plan plan, NewAlert alert) {
    AgencyId service = alert.service();
    Set<Mailbox> reaching = new HashSet<>();
    Set<PrincipalId> apart = apart(world, alert);
    for (Role role :
        List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER)) {
      for (PrincipalId person : world.facts.directory().holders(role, service)) {
        if (!apart.contains(person)) {
          reaching.add(Mailbox.of(person));
          if (role == Role.ROLE_DUTY_OFFICER) {
            reaching.add(Mailbox.dutyDesk(service));
          }
        }
      }
    }
    return plan.lines().stream()
        .anyMatch(l ->
            l.alert().equals(alert.id())
                && l.cause() == EntryCause.ENTRY_CAUSE_NEW
                && reaching.contains(l.mailbox()));
  }

  /** The rule once more, written without the code that decides. */
  private static Set<PrincipalId> apart(RandomWorld world, NewAlert alert) {
    ChildId child = alert.child();
    if (child == null) {
      return Set.of();
    }
    Set<PrincipalId> apart = new HashSet<>();
    world.facts.cases().separations(child).stream()
        .filter(it -> it.denied() && it.holds(RandomWorld.NOW))
        .forEach(it -> apart.add(it.worker()));
    Sharing what =
        Sharing.under(alert.source(), alert.service(), alert.category(), alert.basis().gateway());
    if (world
        .facts
        .agreements()
        .obliges(what, Obligation.OBLIGATION_SEPARATE_SIDES, RandomWorld.NOW)) {
      apart.addAll(bothSides(world, alert));
    }
    return apart;
  }

  private static Set<PrincipalId> bothSides(RandomWorld world, NewAlert alert) {
    Set<PrincipalId> both = new HashSet<>();
    ChildId child = alert.child();
    if (child == null) {
      return both;
    }
    ChildCase own = world.facts.cases().child(child).orElseThrow();
    for (ChildId other : Sides.opposite(alert)) {
      Set<PrincipalId> theirs = world.facts.cases().holders(other, RandomWorld.NOW).workers();
      world.facts.cases().holders(own, RandomWorld.NOW).workers().stream()
          .filter(theirs::contains)
          .forEach(both::add);
    }
    return both;
  }

  private static void inManyWorlds(BiConsumer<RandomWorld, Plan> property) {
    for (long seed = 0; seed < WORLDS; seed++) {
      RandomWorld world = new RandomWorld(new SplittableRandom(seed));
      Plan plan = Plan.decide(world.submission, world.facts, RandomWorld.NOW, RandomWorld.ids(0));
      try {
        property.accept(world, plan);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
