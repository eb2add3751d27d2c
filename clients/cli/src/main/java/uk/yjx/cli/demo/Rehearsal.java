package uk.yjx.cli.demo;

import java.util.ArrayList;
import java.util.List;
import uk.yjx.cli.output.Screen;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.world.ReplayNotice;
import uk.yjx.world.Truth;

/**
 * Runs the path of a notice until the virtual machine has compiled it, so that the replay measures
 * the exchange and not the compiler. Its notices are stops without further action of people nobody
 * knows: they reach no one, are not kept, and count nowhere but in the log.
 */
final class Rehearsal {

  private static final int NOTICES = 1_500;

  private Rehearsal() {}

  /** The notices of the rehearsal, with request ids of their own. */
  static List<ReplayNotice> notices(List<ReplayNotice> replay) {
    List<ReplayNotice> harmless = replay.stream().filter(Rehearsal::isHarmless).toList();
    List<ReplayNotice> notices = new ArrayList<>();
    for (int i = 0; i < NOTICES && !harmless.isEmpty(); i++) {
      ReplayNotice one = harmless.get(i % harmless.size());
      notices.add(
          new ReplayNotice(
              one.principal(),
              one.request().toBuilder().setRequestId("rehearsal-" + i).build(),
              one.truth(),
              false));
    }
    return notices;
  }

  /** Publishes the rehearsal and waits for its answers. */
  static void run(List<ReplayNotice> replay, Connections connections, Screen screen)
      throws InterruptedException {
    List<ReplayNotice> notices = notices(replay);
    try (var progress = screen.progress("rehearsal", notices.size());
        ReplayRun run = new ReplayRun(notices, connections, progress)) {
      run.publish(notices, 0);
    }
  }

  private static boolean isHarmless(ReplayNotice notice) {
    return notice.truth().outcome() == Truth.Outcome.UNMATCHED
        && notice.truth().delivery().isEmpty()
        && !notice.truth().underTen()
        && notice.request().getNotice().hasStopSearch()
        && notice.request().getNotice().getStopSearch().getOutcome()
            == SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION;
  }
}
