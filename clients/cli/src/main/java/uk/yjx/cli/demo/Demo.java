package uk.yjx.cli.demo;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import uk.yjx.cli.CommandFailure;
import uk.yjx.cli.ExitCode;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.common.v1.Role;
import uk.yjx.server.ExchangeServer;
import uk.yjx.world.Caseload;
import uk.yjx.world.CaseloadChild;

/**
 * The demonstration from top to bottom: a server of its own, its directory and caseload set up over
 * the contract, the story, the replay, the result, and then the server is left to be explored.
 */
public final class Demo {

  private static final List<Act> ACTS =
      List.of(
          new FridayEvening(),
          new WrongPerson(),
          new PapersInTime(),
          new UnansweredConcern(),
          new OwedToTheHost());

  private final Screen screen;
  private final DemoClock clock;
  private final DemoSettings settings;
  private final DemoWorld world;

  /** A demonstration in a world. */
  public Demo(Screen screen, InstantSource clock, DemoSettings settings, DemoWorld world) {
    this.screen = screen;
    this.clock = new DemoClock(clock, settings.clockSpeed());
    this.settings = settings;
    this.world = world;
  }

  /** Names of the acts, in order. */
  public static List<String> acts() {
    return ACTS.stream().map(Act::name).toList();
  }

  /** Runs it; the exit status. */
  public int run() throws Exception {
    List<Act> chosen = chosenActs();
    DemoFolder folder = DemoFolder.open(settings.dataDir());
    try (Running running = start(folder)) {
      Map<CaseloadChild.Key, String> childIds = setUp(running);
      LogWatch log = LogWatch.begin(running.connections().of(one(Role.ROLE_AUDITOR)), clock);
      List<String> problems = new ArrayList<>(play(chosen, running, log));
      ReplayScene scene = new ReplayScene(world, running.connections(), log, clock, screen);
      Summary summary = scene.run(settings.rate(), childIds, problems);
      new SummaryTable(screen).show(summary, world.replay(), problems);
      if (screen.json()) {
        screen.json(summary.json());
      }
      if (!settings.exit()) {
        new Guide(screen, folder, world.caseload()).show(running.server().port());
        new CountDownLatch(1).await(); // until SIGINT or SIGTERM
      }
      return problems.isEmpty() ? ExitCode.OK : ExitCode.PROBLEMS;
    } finally {
      folder.removeIfTemporary();
    }
  }

  private Running start(DemoFolder folder) throws IOException {
    screen.say("Youth Justice Exchange: real events, invented people", Tone.STRONG);
    Caseload caseload = world.caseload();
    String administrator = one(Role.ROLE_DIRECTORY_ADMINISTRATOR);
    String operator = administrator.substring(0, administrator.indexOf('/'));
    long began = System.nanoTime();
    DemoCertificates certificates =
        DemoCertificates.make(folder.pki(), caseload.agencies(), caseload.staff(), operator, clock);
    say(
        "certificates of " + caseload.agencies().size() + " agencies, each with its own authority",
        began);
    Map<String, Object> properties = new TreeMap<>();
    properties.put("yjx.storage.data-dir", folder.data().toString());
    properties.put("yjx.transport.host", "localhost");
    properties.put("yjx.transport.port", settings.port());
    properties.put("yjx.transport.certificate", certificates.serverCertificate().toString());
    properties.put("yjx.transport.key", certificates.serverKey().toString());
    properties.put("yjx.identity.trust-domain", DemoCertificates.TRUST_DOMAIN);
    properties.put("yjx.identity.operator-agency", operator);
    properties.put("yjx.identity.operator-anchor", certificates.anchorFile(operator).toString());
    properties.put("yjx.identity.administrator", administrator);
    long starting = System.nanoTime();
    ExchangeServer server = ExchangeServer.start(properties, clock);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder), "yjx-demo-stop"));
    say("exchange on port " + server.port() + " with a PostgreSQL of its own, fsync on", starting);
    properties.put("yjx.transport.port", server.port());
    folder.write(folder.serveSettings(), properties);
    folder.write(
        folder.profile(), Map.of("target", "localhost:" + server.port(), "pki", folder.pki()));
    return new Running(server, new Connections(server.port(), certificates), certificates);
  }

  // Ctrl-C ends the demonstration in the usual way.
  private static void stop(ExchangeServer server, DemoFolder folder) {
    server.close();
    folder.removeIfTemporary();
  }

  private Map<CaseloadChild.Key, String> setUp(Running running) throws InterruptedException {
    Caseload caseload = world.caseload();
    long began = System.nanoTime();
    DirectorySetUp directory = new DirectorySetUp(caseload, running.certificates());
    directory.register(running.connections().of(one(Role.ROLE_DIRECTORY_ADMINISTRATOR)));
    int agreements =
        directory.agree(
            running.connections().of(one(Role.ROLE_AGREEMENT_ADMINISTRATOR)),
            running.connections().of(one(Role.ROLE_DIRECTORY_ADMINISTRATOR)),
            clock.instant());
    say(
        caseload.staff().size()
            + " systems and people with their roles, "
            + agreements
            + " agreements",
        began);
    long importing = System.nanoTime();
    Map<CaseloadChild.Key, String> ids;
    try (ProgressBar progress = screen.progress("children", caseload.children().size())) {
      ids = CaseloadSetUp.importAll(caseload, running.connections(), progress);
    }
    say(ids.size() + " invented children of five services", importing);
    return ids;
  }

  private List<String> play(List<Act> chosen, Running running, LogWatch log) throws Exception {
    List<String> problems = new ArrayList<>();
    for (Act act : chosen) {
      screen.say("");
      screen.say(act.title(), Tone.STRONG);
      Stage stage =
          Stage.of(
              act, world.caseload(), running.connections(), log, clock, screen, settings.pauses());
      act.play(stage).forEach(problem -> problems.add(act.name() + ": " + problem));
    }
    return problems;
  }

  private List<Act> chosenActs() {
    return switch (settings.act()) {
      case DemoSettings.ActChoice.Whole whole -> ACTS;
      case DemoSettings.ActChoice.None none -> List.of();
      case DemoSettings.ActChoice.One(String name) -> {
        List<Act> found = ACTS.stream().filter(act -> act.name().equals(name)).toList();
        if (found.isEmpty()) {
          throw CommandFailure.usage(
              "there is no act '" + name + "'; the acts are " + String.join(", ", acts()));
        }
        yield found;
      }
    };
  }

  private String one(Role role) {
    return world.caseload().staff(role).getFirst().id();
  }

  private void say(String what, long since) {
    screen.say(
        String.format(
            java.util.Locale.UK, "✓ %s (%.1f s)", what, (System.nanoTime() - since) / 1e9),
        Tone.QUIET);
  }

  /** What runs and must be stopped. */
  private record Running(
      ExchangeServer server, Connections connections, DemoCertificates certificates)
      implements AutoCloseable {

    @Override
    public void close() {
      connections.close();
      server.close();
    }
  }
}
