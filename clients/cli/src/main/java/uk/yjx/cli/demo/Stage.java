package uk.yjx.cli.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import uk.yjx.cli.output.Panes;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.world.Caseload;

/**
 * Where acts of the story are played: three panes, and everyone's connection. Each act says whose
 * the panes are: of who is told, of who sends, and of who looks on.
 *
 * @param caseload the invented world
 * @param connections as anyone in it
 * @param log the auditor
 * @param clock the time
 * @param panes what onlookers see
 * @param pauses wait so that a person can read along
 */
record Stage(
    Caseload caseload,
    Connections connections,
    LogWatch log,
    DemoClock clock,
    Panes panes,
    boolean pauses) {

  private static final int WORKER = 0;
  private static final int SENDER = 1;
  private static final int OPERATOR = 2;
  private static final Duration BEAT = Duration.ofMillis(1500);

  static Stage of(
      Act act,
      Caseload caseload,
      Connections connections,
      LogWatch log,
      DemoClock clock,
      Screen screen,
      boolean pauses) {
    return new Stage(caseload, connections, log, clock, new Panes(screen, act.panes()), pauses);
  }

  void worker(String line, Tone tone) {
    panes.say(WORKER, line, tone);
  }

  void sender(String line, Tone tone) {
    panes.say(SENDER, line, tone);
  }

  void operator(String line, Tone tone) {
    panes.say(OPERATOR, line, tone);
  }

  /** Lets the onlooker read what was said. */
  void beat() {
    if (pauses) {
      LockSupport.parkNanos(BEAT.toNanos());
    }
  }
}
