package uk.yjx.chaos;

import java.util.List;
import java.util.Optional;

/** Something that breaks, and is whole again afterwards. */
interface Fault {

  /** Its name. */
  String name();

  /** Why it cannot be injected here; empty where it can. */
  default Optional<String> impossible(Stage stage) {
    return Optional.empty();
  }

  /** Whether it is left out unless it is asked for by name. */
  default boolean onlyWhenAsked() {
    return false;
  }

  /**
   * Breaks something, lets it last, and makes it whole again; returns at its end.
   *
   * @return what did not go as promised meanwhile
   */
  List<String> inject(Stage stage) throws Exception;

  /** All there are. */
  static List<Fault> all() {
    return List.of(
        new ProcessFaults.KillNode(),
        new ProcessFaults.StopHolder(),
        new NetworkFaults.Cut(),
        new ProcessFaults.KillPostgres(),
        new CertificateFaults.Revoke(),
        new StorageFaults.SlowSync(),
        new NetworkFaults.HalfOpen(),
        new ProcessFaults.RollingRestart(),
        new StorageFaults.DiskFull(),
        new NetworkFaults.CutDatabase(),
        new ClockFault(),
        new ProcessFaults.StopNode(),
        new NetworkFaults.Stall(),
        new NetworkFaults.StallDatabase(),
        new NetworkFaults.HalfOpenDatabase(),
        new CertificateFaults.Rotate(),
        new Flood());
  }
}
