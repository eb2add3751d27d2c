package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernState;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.safeguarding.Concern.Done;
import uk.yjx.server.safeguarding.Concern.Side;

/** How a concern stands by its thread: the pure core, by random threads. */
final class ConcernFoldTest {
  private static final int THREADS = 3_000;
  private static final int RUNGS = 4;

  private static final List<ThreadEntryKind> ACTS =
      List.of(
          ThreadEntryKind.THREAD_ENTRY_KIND_ACKNOWLEDGED,
          ThreadEntryKind.THREAD_ENTRY_KIND_DECIDED,
          ThreadEntryKind.THREAD_ENTRY_KIND_QUESTION,
          ThreadEntryKind.THREAD_ENTRY_KIND_ANSWER,
          ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION,
          ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED,
          ThreadEntryKind.THREAD_ENTRY_KIND_INSUFFICIENT,
          ThreadEntryKind.THREAD_ENTRY_KIND_CLOSED,
          ThreadEntryKind.THREAD_ENTRY_KIND_WITHDRAWN,
          ThreadEntryKind.THREAD_ENTRY_KIND_CORRECTION);

  /** Whatever two sides do and however time passes: no rung twice, none once it is answered. */
  @Test
  void climbsEachRungOnceAndNoneAfterAnAnswer() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < THREADS; i++) {
      List<Done> thread = new ArrayList<>(List.of(raised()));
      List<Integer> told = new ArrayList<>();
      int runs = 1;
      boolean runs0 = true;
      for (int step = 0; step < 25; step++) {
        Concern now = Concern.of(thread);
        assertEquals(
            now.waits() && now.rung() < RUNGS, runs0 && now.rung() < RUNGS, "seed " + seed);
        if (random.nextInt(3) == 0) {
          if (runs0 && now.rung() < RUNGS) {
            told.add(runs * 100 + now.rung());
            thread.add(climbed(now.rung() + 1));
          }
          continue;
        }
        ThreadEntryKind kind = ACTS.get(random.nextInt(ACTS.size()));
        Side side = Side.values()[random.nextInt(2)];
        if (now.refuses(kind, side).isPresent()) {
          continue;
        }
        boolean again = kind == ThreadEntryKind.THREAD_ENTRY_KIND_INSUFFICIENT;
        thread.add(
            new Done(
                kind,
                side,
                kind == ThreadEntryKind.THREAD_ENTRY_KIND_DECIDED
                    ? ConcernDecision.CONCERN_DECISION_ACTION_TAKEN
                    : ConcernDecision.CONCERN_DECISION_UNSPECIFIED,
                again ? now.rung() + 1 : 0));
        if (again) {
          runs++;
          told.add(runs * 100 + now.rung());
        }
        runs0 = Concern.of(thread).waits();
        assertFalse(Concern.of(thread).isClosed() && runs0, "seed " + seed);
      }
      assertEquals(told.stream().distinct().count(), told.size(), "seed " + seed + " " + told);
      List<Integer> rungs = told.stream().map(t -> t % 100).toList();
      assertEquals(rungs.stream().sorted().toList(), rungs, "never down again, seed " + seed);
    }
  }

  @Test
  void refusesWhatIsNotASidesToDoAndWhatComesTooLate() {
    Concern raised = Concern.of(List.of(raised()));
    assertEquals(
        Optional.of(Concern.NOT_YOURS),
        raised.refuses(ThreadEntryKind.THREAD_ENTRY_KIND_DECIDED, Side.RAISER));
    assertEquals(
        Optional.of(Concern.NO_ANSWER),
        raised.refuses(ThreadEntryKind.THREAD_ENTRY_KIND_INSUFFICIENT, Side.RAISER));
    assertEquals(
        Optional.of(Concern.NO_CONVERSATION),
        raised.refuses(ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED, Side.RAISER));
    Concern talked =
        raised.after(Done.by(ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION, Side.RAISER));
    assertTrue(talked.waits(), "one side alone stops nothing");
    assertEquals(
        Optional.of(Concern.NO_CONVERSATION),
        talked.refuses(ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED, Side.RAISER));
    Concern agreed =
        talked.after(
            Done.by(ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED, Side.RECEIVER));
    assertFalse(agreed.waits());
    assertEquals(
        Optional.of(Concern.CLOSED),
        agreed.refuses(ThreadEntryKind.THREAD_ENTRY_KIND_DECIDED, Side.RECEIVER));
    Concern again =
        agreed.after(
            new Done(
                ThreadEntryKind.THREAD_ENTRY_KIND_INSUFFICIENT,
                Side.RAISER,
                ConcernDecision.CONCERN_DECISION_UNSPECIFIED,
                1));
    assertEquals(ConcernState.CONCERN_STATE_INSUFFICIENT, again.state());
    assertTrue(again.waits());
  }

  @Test
  void keepsAQuestionOpenUntilWhoWasAskedAnswers() {
    Concern asked =
        Concern.of(
            List.of(raised(), Done.by(ThreadEntryKind.THREAD_ENTRY_KIND_QUESTION, Side.RECEIVER)));
    assertEquals(Side.RAISER, asked.questionFor());
    assertTrue(asked.waits(), "asking back silences nothing");
    assertEquals(
        Side.RAISER,
        asked
            .after(Done.by(ThreadEntryKind.THREAD_ENTRY_KIND_ANSWER, Side.RECEIVER))
            .questionFor());
    assertEquals(
        null,
        asked.after(Done.by(ThreadEntryKind.THREAD_ENTRY_KIND_ANSWER, Side.RAISER)).questionFor());
  }

  private static Done raised() {
    return new Done(
        ThreadEntryKind.THREAD_ENTRY_KIND_RAISED,
        Side.RAISER,
        ConcernDecision.CONCERN_DECISION_UNSPECIFIED,
        0);
  }

  private static Done climbed(int next) {
    return new Done(
        ThreadEntryKind.THREAD_ENTRY_KIND_CLIMBED,
        null,
        ConcernDecision.CONCERN_DECISION_UNSPECIFIED,
        next);
  }
}
