package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.server.safeguarding.Episode.Edge;
import uk.yjx.server.safeguarding.Episode.State;
import uk.yjx.server.safeguarding.Episode.Told;

/**
 * What begins and ends stands in the same way in whatever order it was told, corrected and
 * withdrawn, and nothing said of it contradicts that.
 */
final class EpisodeTest {
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
  private static final int RANDOM_SETS = 400;
  private static final int ORDERS_OF_EACH = 40;

  /** Every way a start, an end, a correction and a withdrawal of one episode may be arranged. */
  @Test
  void standsTheSameInEveryOrderOfSmallSets() {
    Told start = told(1, Edge.START, 0);
    Told end = told(2, Edge.END, 120);
    Told interview = told(3, Edge.INTERVIEW, 300);
    Told second = told(4, Edge.START, 60);
    Told corrected = told(5, Edge.END, 90);
    List<List<Ledger.Step>> sets =
        List.of(
            List.of(new Ledger.Arrive(start), new Ledger.Arrive(end)),
            List.of(
                new Ledger.Arrive(start),
                new Ledger.Arrive(end),
                new Ledger.Withdraw(end.notice())),
            List.of(
                new Ledger.Arrive(start),
                new Ledger.Arrive(end),
                new Ledger.Withdraw(start.notice())),
            List.of(
                new Ledger.Arrive(start),
                new Ledger.Arrive(second),
                new Ledger.Withdraw(start.notice()),
                new Ledger.Arrive(end)),
            List.of(
                new Ledger.Arrive(start),
                new Ledger.Arrive(end),
                new Ledger.Amend(end.notice(), corrected),
                new Ledger.Arrive(interview)),
            List.of(
                new Ledger.Arrive(start),
                new Ledger.Arrive(end),
                new Ledger.Amend(end.notice(), corrected),
                new Ledger.Withdraw(corrected.notice()),
                new Ledger.Arrive(second)),
            List.of(
                new Ledger.Arrive(start),
                new Ledger.Arrive(end),
                new Ledger.Arrive(second),
                new Ledger.Arrive(interview),
                new Ledger.Withdraw(interview.notice()),
                new Ledger.Withdraw(end.notice())));
    int orders = 0;
    for (List<Ledger.Step> set : sets) {
      List<List<Ledger.Step>> all = permutations(set);
      Ledger expected = Ledger.of(all.getFirst());
      for (List<Ledger.Step> order : all) {
        hold(expected, Ledger.of(order), order);
        orders++;
      }
    }
    assertEquals(2 + 6 + 6 + 24 + 24 + 120 + 720, orders);
  }

  @Test
  void standsTheSameInRandomOrdersOfLargerSets() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int set = 0; set < RANDOM_SETS; set++) {
      List<Ledger.Step> steps = randomSteps(random);
      Ledger expected = Ledger.of(steps);
      for (int i = 0; i < ORDERS_OF_EACH; i++) {
        List<Ledger.Step> order = new ArrayList<>(steps);
        Collections.shuffle(order, random);
        try {
          hold(expected, Ledger.of(order), order);
        } catch (AssertionError e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
  }

  @Test
  void givesEveryOddArrivalADefinedState() {
    Episode endAlone = Episode.of(List.of(told(1, Edge.END, 60)));
    assertEquals(State.ENDED, endAlone.state());
    assertEquals(null, endAlone.since());
    Episode twice = Episode.of(List.of(told(1, Edge.START, 60), told(2, Edge.START, 0)));
    assertEquals(State.OPEN, twice.state());
    assertEquals(MORNING, twice.since());
    Episode endBeforeStart = Episode.of(List.of(told(1, Edge.START, 60), told(2, Edge.END, 0)));
    assertEquals(State.OPEN, endBeforeStart.state());
    Episode together = Episode.of(List.of(told(1, Edge.END, 0), told(2, Edge.START, 0)));
    assertEquals(State.ENDED, together.state());
    assertEquals(State.NOTHING, Episode.of(List.of()).state());
    assertEquals(
        Optional.of(NoticeRemark.NOTICE_REMARK_END_WITHOUT_START),
        Consequence.arrived(List.of(), told(1, Edge.END, 0), null).remark());
    assertEquals(
        Optional.of(NoticeRemark.NOTICE_REMARK_STARTED_TWICE),
        Consequence.arrived(List.of(told(1, Edge.START, 0)), told(2, Edge.START, 60), null)
            .remark());
    assertEquals(
        Optional.of(NoticeRemark.NOTICE_REMARK_CHANGES_NOTHING),
        Consequence.arrived(List.of(told(1, Edge.START, 60)), told(2, Edge.END, 0), null).remark());
  }

  @Test
  void asksForAnInterviewWithinSeventyTwoHoursOfEachReturn() {
    List<Told> told = new ArrayList<>(List.of(told(1, Edge.START, 0)));
    assertEquals(Optional.empty(), Episode.of(told).interviewDue());
    told.add(told(2, Edge.END, 60));
    assertEquals(
        Optional.of(MORNING.plusSeconds(3600).plus(Episode.RETURN_INTERVIEW)),
        Episode.of(told).interviewDue());
    told.add(told(3, Edge.INTERVIEW, 90));
    assertEquals(Optional.empty(), Episode.of(told).interviewDue());
    told.add(told(4, Edge.START, 120));
    told.add(told(5, Edge.END, 180));
    assertTrue(Episode.of(told).interviewDue().isPresent());
  }

  private static void hold(Ledger expected, Ledger actual, List<Ledger.Step> order) {
    assertEquals(expected.episode(), actual.episode(), () -> "" + order);
    assertEquals(expected.running(), actual.running(), () -> "clock " + order);
    actual.requireNothingSaidContradicts(order);
  }

  private static List<Ledger.Step> randomSteps(Random random) {
    List<Ledger.Step> steps = new ArrayList<>();
    List<Told> all = new ArrayList<>();
    int count = 3 + random.nextInt(5);
    for (int i = 1; i <= count; i++) {
      Told next = told(i, Edge.values()[random.nextInt(3)], random.nextInt(8) * 30);
      if (!all.isEmpty() && random.nextInt(4) == 0) {
        Told old = all.remove(random.nextInt(all.size()));
        steps.add(new Ledger.Amend(old.notice(), next));
      } else {
        steps.add(new Ledger.Arrive(next));
      }
      all.add(next);
    }
    for (Told one : all) {
      if (random.nextInt(3) == 0) {
        steps.add(new Ledger.Withdraw(one.notice()));
      }
    }
    return steps;
  }

  private static Told told(int id, Edge edge, int minutes) {
    return new Told(new UUID(0, id), edge, MORNING.plusSeconds(minutes * 60L));
  }

  private static <T> List<List<T>> permutations(List<T> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      List<T> rest = new ArrayList<>(of);
      T first = rest.remove(i);
      for (List<T> tail : permutations(rest)) {
        List<T> one = new ArrayList<>();
        one.add(first);
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }
}
