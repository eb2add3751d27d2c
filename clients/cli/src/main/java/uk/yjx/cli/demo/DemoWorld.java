package uk.yjx.cli.demo;

import uk.yjx.world.Caseload;
import uk.yjx.world.Replay;

/**
 * The invented world the demonstration plays in.
 *
 * @param caseload agencies, staff and children
 * @param replay the notices with their truth
 */
public record DemoWorld(Caseload caseload, Replay replay) {

  /** The world of the demonstration: 600 children, 4,000 notices. */
  public static DemoWorld whole() {
    Caseload caseload = Caseload.demo();
    return new DemoWorld(caseload, Replay.of(caseload));
  }

  /** The same world with its first {@code notices} notices alone. */
  public DemoWorld withFirst(int notices) {
    return new DemoWorld(
        caseload, new Replay(replay.notices().subList(0, notices), replay.counts()));
  }
}
