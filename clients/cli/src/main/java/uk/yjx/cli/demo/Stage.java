package uk.yjx.cli.demo;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import uk.yjx.cli.output.Panes;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.world.Caseload;

/**
 * Where acts of the story are played: three panes, and everyone's connection.
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
    InstantSource clock,
    Panes panes,
    boolean pauses) {

  private static final int WORKER = 0;
  private static final int POLICE = 1;
  private static final int OPERATOR = 2;
  private static final Duration BEAT = Duration.ofMillis(1500);

  static Stage of(
      Caseload caseload,
      Connections connections,
      LogWatch log,
      InstantSource clock,
      Screen screen,
      boolean pauses) {
    return new Stage(
        caseload,
        connections,
        log,
        clock,
        new Panes(screen, List.of("worker", "police", "operator")),
        pauses);
  }

  void worker(String line, Tone tone) {
    panes.say(WORKER, line, tone);
  }

  void police(String line, Tone tone) {
    panes.say(POLICE, line, tone);
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
