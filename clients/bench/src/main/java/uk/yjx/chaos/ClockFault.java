package uk.yjx.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A node's wall clock jumps forward or back, and later to the true time again. */
record ClockFault() implements Fault {
  private static final Duration LASTS = Duration.ofSeconds(3);
  private static final int STEP_SECONDS_MAX = 120;

  @Override
  public String name() {
    return "clock-step";
  }

  @Override
  public Optional<String> impossible(Stage stage) {
    return stage.cluster().shim().isPresent()
        ? Optional.empty()
        : Optional.of(StorageFaults.NO_SHIM);
  }

  @Override
  public List<String> inject(Stage stage) {
    Node node = stage.anyNode();
    int step = stage.random().nextInt(1, STEP_SECONDS_MAX + 1);
    node.control().stepClock(Duration.ofSeconds(stage.random().nextBoolean() ? step : -step));
    stage.last(LASTS);
    node.control().stepClock(Duration.ZERO);
    return List.of();
  }
}
