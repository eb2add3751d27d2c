package uk.yjx.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uk.yjx.cli.demo.Demo;
import uk.yjx.cli.demo.DemoSettings;
import uk.yjx.cli.demo.DemoSettings.ActChoice;
import uk.yjx.cli.demo.DemoWorld;

/** Shows everything with nothing set up: real events, invented people, the real server. */
@Command(
    name = "demo",
    description = {
      "Start an exchange with a PostgreSQL of its own, tell a story, replay 3,186 real stops with",
      "invented people and 814 invented notices, check every count, and leave it up to explore.",
      "Exit status 1 if anything was lost, came twice, went wrong or did not verify."
    })
final class DemoCommand implements Callable<Integer> {

  private static final double RATE = 200;

  /** A day a second. */
  private static final double CLOCK_SPEED = 86_400;

  @Option(names = "--exit", description = "Stop the exchange at the end.")
  boolean exit;

  @ArgGroup(multiplicity = "0..1")
  Speed speed = new Speed();

  @ArgGroup(multiplicity = "0..1")
  Told told = new Told();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "New or empty folder to keep; default a temporary one that is removed.")
  @Nullable Path dataDir;

  @Option(names = "--port", defaultValue = "0", description = "Port; default a free one.")
  int port;

  @Option(
      names = "--clock-speed",
      paramLabel = "N",
      description = {
        "Seconds that pass on the exchange in a second while an act («concern», «placement»)",
        "waits for deadlines; default 86,400: a day."
      })
  double clockSpeed = CLOCK_SPEED;

  private final Yjx yjx;

  DemoCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  /** How fast. */
  static final class Speed {
    @Option(names = "--as-fast-as-possible", description = "Replay without a rate.")
    boolean fast;

    @Option(names = "--rate", paramLabel = "N", description = "Notices a second; default 200.")
    @Nullable Double rate;
  }

  /** What is told. */
  static final class Told {
    @Option(names = "--no-story", description = "Go to the replay at once.")
    boolean none;

    @Option(
        names = "--act",
        paramLabel = "NAME",
        description = "Tell one act: friday-evening, recall, papers, concern or placement.")
    @Nullable String act;
  }

  @Override
  public Integer call() throws Exception {
    Logging.atLeast("WARN", yjx.surroundings().environment());
    return new Demo(yjx.screen(), yjx.surroundings().clock(), settings(), DemoWorld.whole()).run();
  }

  /** What the options say. */
  DemoSettings settings() {
    double rate = speed.fast ? 0 : speed.rate == null ? RATE : speed.rate;
    if (!speed.fast && !(rate > 0)) {
      throw CommandFailure.usage("--rate must be more than 0");
    }
    if (!(clockSpeed >= 1 && clockSpeed <= DemoSettings.CLOCK_SPEED_MAX)) {
      throw CommandFailure.usage("--clock-speed is 1 to 10,000,000");
    }
    ActChoice choice = new ActChoice.Whole();
    if (told.none) {
      choice = new ActChoice.None();
    } else if (told.act != null) {
      choice = new ActChoice.One(told.act);
    }
    return new DemoSettings(
        exit,
        rate,
        choice,
        Optional.ofNullable(dataDir),
        port,
        clockSpeed,
        yjx.surroundings().terminal());
  }
}
