package uk.yjx.server.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.matching.Rule;

/** What holds of every plan, whatever is submitted into whatever world: promises 4, 13 and 14. */
final class PlanTest {
  private static final int WORLDS = 3_000;

  @Test
  void raisesNoAlertWithoutAPermit() {
    inManyWorlds((world, plan) -> {
      for (NewAlert alert : plan.alerts()) {
        Decision decision =
            world
                .facts
                .agreements()
                .decide(
                    alert.source(),
                    alert.service(),
                    alert.category(),
                    world.submission.gateway(),
                    Optional.empty(),
                    RandomWorld.NOW);
        Decision.Permit permit = assertInstanceOf(Decision.Permit.class, decision);
        assertEquals(
            new NewAlert.Basis(permit.agreementId(), permit.version(), permit.gateway()),
            alert.basis());
      }
    });
  }

  @Test
  void findsExactlyOneThingOfEveryPersonInTheirOrder() {
    inManyWorlds((world, plan) ->
        assertEquals(
            world.submission.subjects().stream().map(Submission.Subject::ordinal).toList(),
            plan.findings().stream().map(Plan.Finding::person).toList()));
  }

  @Test
  void alertsEachPermittedChildOnceAndNoOther() {
    inManyWorlds((world, plan) -> {
      Set<ChildId> permitted = new HashSet<>();
      for (Plan.Finding finding : plan.findings()) {
        if (finding instanceof Plan.Finding.Linked linked
            && linked.decision() instanceof Decision.Permit) {
          permitted.add(linked.child());
        }
      }
      List<ChildId> alerted =
          plan.alerts().stream().map(NewAlert::child).filter(c -> c != null).toList();
      assertEquals(permitted, Set.copyOf(alerted));
      assertEquals(permitted.size(), alerted.size());
    });
  }

  @Test
  void tellsOfAChildNamedTwiceWhatIsMostUrgent() {
    inManyWorlds((world, plan) -> {
      for (NewAlert alert : plan.alerts()) {
        for (Plan.Finding finding : plan.findings()) {
          if (finding instanceof Plan.Finding.Linked linked
              && linked.child().equals(alert.child())) {
            Urgency urgency = world.submission.subjects().get(finding.person()).urgency();
            assertTrue(alert.urgency().compareTo(urgency) <= 0, "as urgent as every part");
          }
        }
      }
    });
  }

  @Test
  void putsEveryAlertIntoAMailboxAndNothingElse() {
    inManyWorlds((world, plan) -> {
      Set<UUID> delivered = new HashSet<>();
      Set<List<Object>> seen = new HashSet<>();
      for (MailboxEntry line : plan.lines()) {
        if (line.cause() == EntryCause.ENTRY_CAUSE_NEW) {
          delivered.add(line.alert());
        }
        assertTrue(seen.add(List.of(line.mailbox(), line.alert(), line.cause())), "no line twice");
      }
      Set<UUID> raised = new HashSet<>(plan.alerts().stream().map(NewAlert::id).toList());
      assertEquals(raised, delivered);
      assertEquals(plan.alerts().size(), raised.size());
    });
  }

  @Test
  void givesEveryAlertButANoteATimeToAcknowledge() {
    inManyWorlds((world, plan) -> {
      for (NewAlert alert : plan.alerts()) {
        Instant due = alert.dueAt();
        if (alert.isNote()) {
          assertNull(due);
        } else {
          assertTrue(due != null && due.isAfter(RandomWorld.NOW));
        }
      }
    });
  }

  @Test
  void letsNothingUrgentFallThrough() {
    inManyWorlds((world, plan) -> {
      long withheld = 0;
      for (Plan.Finding finding : plan.findings()) {
        Urgency urgency = world.submission.subjects().get(finding.person()).urgency();
        boolean urgent = urgency == Urgency.IMMEDIATE || urgency == Urgency.SAME_DAY;
        if (urgent
            && finding instanceof Plan.Finding.Linked linked
            && linked.decision() instanceof Decision.Withhold) {
          withheld++;
        }
      }
      assertEquals(withheld, count(plan, UnownedReason.UNOWNED_REASON_WITHHELD));
      for (AlertTables.UnownedItem item : plan.unowned()) {
        assertTrue(
            item.urgency() == Urgency.IMMEDIATE
                || item.urgency() == Urgency.SAME_DAY
                || item.reason() == UnownedReason.UNOWNED_REASON_SEPARATION);
        if (item.reason() == UnownedReason.UNOWNED_REASON_WITHHELD
            || item.reason() == UnownedReason.UNOWNED_REASON_UNMATCHED) {
          assertNull(item.service(), "naming the service would say that it knows the child");
        }
      }
    });
  }

  @Test
  void routesKnownAndUnknownChildrenAlike() {
    inManyWorlds((world, plan) -> {
      Plan unknown =
          Plan.decide(
              world.submission, world.withNobodyKnown(), RandomWorld.NOW, RandomWorld.ids(1));
      assertEquals(unknown.route(), plan.route());
      assertEquals(world.submission.safeguarding(), plan.route() != Plan.Route.NOT_NEEDED);
    });
  }

  @Test
  void tellsTheFrontDoorOfWhoIsUnknownOrMerelyAlike() {
    Set<String> met = new HashSet<>();
    inManyWorlds((world, plan) -> {
      long due = 0;
      if (plan.route() == Plan.Route.ROUTED) {
        due = world.submission.referrals().size();
        for (Plan.Finding finding : plan.findings()) {
          boolean nobodySure =
              switch (finding) {
                case Plan.Finding.Linked linked -> false;
                case Plan.Finding.InReview review -> Rule.valueOf(review.rule()).isLikeness();
                case Plan.Finding.Unmatched unmatched -> true;
              };
          boolean told =
              nobodySure && world.submission.subjects().get(finding.person()).referable();
          due += told ? 1 : 0;
          met.add(finding.getClass().getSimpleName() + (told ? " told" : ""));
        }
      }
      assertEquals(due, plan.alerts().stream().filter(alert -> alert.child() == null).count());
    });
    assertTrue(met.containsAll(Set.of("InReview", "InReview told", "Unmatched told")), "" + met);
  }

  @Test
  void decidesTheSameFromTheSameFacts() {
    inManyWorlds((world, plan) ->
        assertEquals(
            plan, Plan.decide(world.submission, world.facts, RandomWorld.NOW, RandomWorld.ids(0))));
  }

  @Test
  void meetsEveryOutcomeInTheseWorlds() {
    Set<String> met = new HashSet<>();
    inManyWorlds((world, plan) -> {
      plan.findings().forEach(finding -> met.add(finding.getClass().getSimpleName()));
      plan.unowned().forEach(item -> met.add(item.reason().name()));
      met.add(plan.route().name());
      plan.alerts().forEach(alert -> met.add(alert.child() == null ? "door" : "child"));
    });
    assertEquals(
        Set.of(
            "Linked",
            "InReview",
            "Unmatched",
            "UNOWNED_REASON_WITHHELD",
            "UNOWNED_REASON_IN_REVIEW",
            "UNOWNED_REASON_UNMATCHED",
            "UNOWNED_REASON_NO_HOLDER",
            "UNOWNED_REASON_SEPARATION",
            "NOT_NEEDED",
            "ROUTED",
            "NOT_ROUTED",
            "door",
            "child"),
        met);
  }

  private static long count(Plan plan, UnownedReason reason) {
    return plan.unowned().stream().filter(item -> item.reason() == reason).count();
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
      assertFalse(plan.findings().size() > world.submission.subjects().size());
    }
  }
}
