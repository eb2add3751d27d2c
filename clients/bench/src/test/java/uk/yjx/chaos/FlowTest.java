package uk.yjx.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When the flow counts as steady again, and in which order faults come. */
class FlowTest {
  private static final long MAX = Flow.STEADY_MAX.toNanos();

  private final Flow flow = new Flow();

  @Test
  void isNotSteadyWhileANoticeWaitsForTooLong() {
    flow.published(1, false, 10);
    assertEquals(OptionalLong.of(5), flow.steadySince(5, 6 + MAX));
    assertEquals(OptionalLong.empty(), flow.steadySince(5, 11 + MAX));
  }

  @Test
  void isSteadyFromTheLastNoticeThatCameTooLate() {
    flow.published(1, false, 10);
    flow.answered(1, 12 + MAX);
    assertEquals(0, flow.waiting());
    assertEquals(OptionalLong.empty(), flow.steadySince(5, 13 + MAX), "not seen for long enough");
    assertEquals(OptionalLong.of(12 + MAX), flow.steadySince(5, 13 + 2 * MAX));
  }

  @Test
  void aNoticeWaitsForItsAlertToo() {
    flow.published(1, true, 10);
    flow.answered(1, 11);
    assertEquals(1, flow.waiting());
    flow.arrived(1, 12);
    flow.arrived(1, 13);
    assertEquals(0, flow.waiting());
  }

  @Test
  void everyFaultComesOnceBeforeAnyComesAgainAndTheSameSeedGivesTheSameOrder() {
    FaultPlan one = new FaultPlan(Fault.all(), new Random(8));
    FaultPlan other = new FaultPlan(Fault.all(), new Random(8));
    int kinds = Fault.all().size();
    for (int round = 0; round < 3; round++) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < kinds; i++) {
        names.add(one.next().name());
        assertEquals(names.getLast(), other.next().name());
      }
      assertEquals(kinds, new HashSet<>(names).size());
    }
  }

  @Test
  void refusesAFaultThereIsNot() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ChaosOptions(
                Duration.ofMinutes(1),
                1,
                40,
                300,
                List.of("kill-nobody"),
                Optional.<Path>empty(),
                false));
  }
}
