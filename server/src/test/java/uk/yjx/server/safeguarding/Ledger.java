package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.kernel.AgencyId;

/**
 * What the exchange says of one episode, told in some order, with nothing but the pure decisions in
 * it: a reference for what the desk writes.
 */
final class Ledger {
  private static final UUID EPISODE = new UUID(7, 7);

  private final List<Episode.Told> standing = new ArrayList<>();
  private final Set<UUID> withdrawn = new HashSet<>();
  private final List<UUID> arrivals = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();
  private Optional<Clock> clock = Optional.empty();

  /** Something a sender does. */
  sealed interface Step {}

  record Arrive(Episode.Told told) implements Step {}

  record Withdraw(UUID notice) implements Step {}

  record Amend(UUID old, Episode.Told next) implements Step {}

  /** An alert: upon which notice, what it claims, what was known then, how many had arrived. */
  private record Said(
      UUID by, Episode.State claims, boolean loud, Set<UUID> knowing, int arrivals) {}

  static Ledger of(List<Step> steps) {
    Ledger ledger = new Ledger();
    for (Step step : steps) {
      switch (step) {
        case Arrive arrive -> ledger.arrive(arrive.told(), null);
        case Withdraw withdraw -> ledger.withdraw(withdraw.notice());
        case Amend amend -> ledger.arrive(amend.next(), amend.old());
      }
    }
    return ledger;
  }

  Episode episode() {
    return Episode.of(standing);
  }

  /** When the interview's clock runs out; empty when it does not run. */
  Optional<Instant> running() {
    return clock.filter(c -> c.state() == ClockState.CLOCK_STATE_PENDING).map(Clock::dueAt);
  }

  /** Nothing that is still said rests on what is withdrawn; what was said last is what stands. */
  void requireNothingSaidContradicts(List<Step> order) {
    for (Said one : said) {
      assertFalse(withdrawn.contains(one.by()), () -> "by a withdrawn notice " + order);
      for (UUID known : one.knowing()) {
        assertFalse(withdrawn.contains(known), () -> "rests on a withdrawn notice " + order);
      }
    }
    Episode now = episode();
    if (now.decidedBy() == null) {
      assertTrue(
          said.stream().allMatch(s -> s.claims() == Episode.State.NOTHING), () -> "" + order);
    } else {
      assertFalse(said.isEmpty(), () -> "nothing is said " + order);
      assertEquals(now.state(), said.getLast().claims(), () -> "said last " + order);
      assertTrue(
          now.state() != Episode.State.OPEN
              || said.stream().anyMatch(s -> s.loud() && s.claims() == Episode.State.OPEN),
          () -> "it goes on and nobody was told aloud " + order);
    }
  }

  private void arrive(Episode.Told told, @Nullable UUID replaces) {
    List<Episode.Told> before = List.copyOf(standing);
    boolean dead = withdrawn.contains(told.notice());
    UUID gone = replaces != null && take(replaces) ? replaces : null;
    if (dead) {
      if (gone != null) {
        restate(Consequence.withdrawn(before, gone));
      }
      return;
    }
    arrivals.add(told.notice());
    Consequence consequence = Consequence.arrived(before, told, gone);
    standing.add(told);
    restate(consequence);
  }

  private void withdraw(UUID notice) {
    List<Episode.Told> before = List.copyOf(standing);
    if (take(notice)) {
      restate(Consequence.withdrawn(before, notice));
    }
  }

  /** Takes a notice away with all that was said since it came; false when it has not come. */
  private boolean take(UUID notice) {
    withdrawn.add(notice);
    int arrived = arrivals.indexOf(notice);
    standing.removeIf(told -> told.notice().equals(notice));
    said.removeIf(one -> arrived >= 0 && one.arrivals() > arrived);
    return arrived >= 0;
  }

  private void restate(Consequence consequence) {
    Consequence.Says says = consequence.says();
    if (says != null) {
      Set<UUID> knowing = new HashSet<>();
      standing.forEach(told -> knowing.add(told.notice()));
      said.add(
          new Said(says.by(), consequence.after().state(), says.loud(), knowing, arrivals.size()));
    }
    assertEquals(Episode.of(standing), consequence.after());
    tick(InterviewClock.move(consequence.after(), clock), consequence.after());
  }

  private void tick(InterviewClock.Move move, Episode after) {
    switch (move) {
      case InterviewClock.Move.Stay stay -> {}
      case InterviewClock.Move.Open open ->
          set(ClockState.CLOCK_STATE_PAUSED, open.since().plus(Episode.RETURN_INTERVIEW));
      case InterviewClock.Move.Pause pause ->
          set(ClockState.CLOCK_STATE_PAUSED, clock.orElseThrow().dueAt());
      case InterviewClock.Move.Start start -> set(ClockState.CLOCK_STATE_PENDING, start.due());
      case InterviewClock.Move.Resume resume -> set(ClockState.CLOCK_STATE_PENDING, resume.due());
      case InterviewClock.Move.Shift shift -> set(ClockState.CLOCK_STATE_PENDING, shift.due());
      case InterviewClock.Move.Again again -> set(ClockState.CLOCK_STATE_PENDING, again.due());
      case InterviewClock.Move.Stop stop ->
          set(ClockState.CLOCK_STATE_STOPPED, clock.orElseThrow().dueAt());
    }
    assertEquals(after.interviewDue(), running(), "the clock runs as the episode stands");
  }

  private void set(ClockState state, Instant due) {
    clock =
        Optional.of(
            new Clock(
                InterviewClock.key(EPISODE),
                new AgencyId("care"),
                1,
                0,
                due.minus(Episode.RETURN_INTERVIEW),
                due,
                List.of(),
                state,
                Optional.empty()));
  }
}
