package uk.yjx.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.cli.output.Screen;
import uk.yjx.client.publish.Publication;
import uk.yjx.common.v1.Role;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.world.Caseload;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.Replay;

/**
 * Promises 1, 3, 6 and 7 under kill -9: everything acknowledged is there after the restart, nothing
 * has a second effect, every alert reaches its reader, clients resume by themselves, and the log
 * only adds to the checkpoints taken before each crash.
 */
class CrashTest {
  private static final int CRASHES = 10;

  /** Notices accepted between two crashes, at least, so that each crash cuts a stream. */
  private static final int ACCEPTED_BETWEEN = 25;

  private static final Duration WAIT_MAX = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilledTenTimes() throws Exception {
    crash(ServerProcess::killAndRestart);
  }

  @Test
  void nothingAcknowledgedIsLostWhenPostgresIsKilledTenTimes() throws Exception {
    crash(ServerProcess::killPostgres);
  }

  private interface Blow {
    void strike(ServerProcess server) throws Exception;
  }

  private void crash(Blow blow) throws Exception {
    Caseload caseload = Caseload.demo();
    DemoCertificates certificates = certificates(caseload);
    int port = freePort();
    try (ServerProcess server =
            ServerProcess.start(folder, settings(certificates, caseload, port));
        Connections connections = new Connections(port, certificates)) {
      try {
        run(blow, caseload, certificates, connections, server);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(e.getMessage() + "\n" + server.log(), e);
      }
    }
  }

  private void run(
      Blow blow,
      Caseload caseload,
      DemoCertificates certificates,
      Connections connections,
      ServerProcess server)
      throws Exception {
    setUp(caseload, certificates, connections, server);
    Operator operator = new Operator(connections.of(one(caseload, Role.ROLE_OPERATOR)));
    LogWatch log =
        LogWatch.begin(connections.of(one(caseload, Role.ROLE_AUDITOR)), Clock.systemUTC());
    long before = operator.head();
    Arrivals arrivals = new Arrivals();
    Published published = new Published(Replay.of(caseload).notices(), connections);
    try (Subscribers subscribers = Subscribers.connect(caseload, connections, arrivals)) {
      arrivals.begin(Clock.systemUTC().instant());
      Thread publishing = Thread.ofVirtual().start(published::run);
      for (int i = 0; i < CRASHES; i++) {
        int round = i;
        long reached = published.accepted() + ACCEPTED_BETWEEN;
        await("round " + round, () -> published.accepted() >= reached, server);
        advance(log, server);
        blow.strike(server);
      }
      long reached = published.accepted() + ACCEPTED_BETWEEN;
      await("the last restart", () -> published.accepted() >= reached, server);
      published.stop();
      publishing.join();
      await("every answer", () -> published.unanswered() == 0, server);
      assertEverythingIsThereOnce(operator, before, published, arrivals, server);
    } finally {
      published.stop();
      published.close();
    }
    List<String> problems = new ArrayList<>();
    log.verify(published.answers(), problems, silent());
    assertEquals(List.of(), problems, "the log and the receipts");
  }

  private static void assertEverythingIsThereOnce(
      Operator operator,
      long before,
      Published published,
      Arrivals arrivals,
      ServerProcess server) {
    assertEquals(published.sent(), published.accepted(), "every notice was accepted in the end");
    CountOutcomesResponse counts = operator.countAfter(before);
    assertEquals(published.sent(), counts.getNotices(), "each notice once, none twice, none lost");
    Map<ReplayRun.RequestKey, NoticeOutcome> outcomes = operator.outcomesAfter(before);
    assertEquals(published.sent(), outcomes.size());
    for (Publication.Accepted accepted : published.accepts()) {
      long stored =
          outcomes.entrySet().stream()
              .filter(e -> e.getKey().requestId().equals(accepted.requestId()))
              .mapToLong(e -> e.getValue().getPosition())
              .findFirst()
              .orElse(-1);
      assertEquals(accepted.receipt().getPosition(), stored, "the receipt names where it stands");
    }
    long raised = counts.getAlerts() + counts.getNotes();
    assertTrue(raised > 0, "the replay raises alerts");
    await("every alert seen", () -> arrivals.seen().alerts().size() >= raised, server);
    assertEquals(raised, arrivals.seen().alerts().size(), "no alert that was not raised");
    await("every acknowledgement answered", () -> arrivals.counts().waiting() == 0, server);
    assertEquals(
        counts.getAlerts(), operator.countAfter(before).getAcknowledged(), "all acknowledged");
  }

  private static Screen silent() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Screen(nowhere, nowhere, false, false, false, 80);
  }

  private static void advance(LogWatch log, ServerProcess server) {
    await(
        "a checkpoint",
        () -> {
          try {
            log.advance(0);
            return true;
          } catch (StatusRuntimeException stillStarting) {
            return false;
          } catch (uk.yjx.client.verify.VerificationException e) {
            throw new AssertionError("the log does not extend an earlier checkpoint", e);
          }
        },
        server);
  }

  private static void setUp(
      Caseload caseload,
      DemoCertificates certificates,
      Connections connections,
      ServerProcess server)
      throws InterruptedException {
    String administrator = one(caseload, Role.ROLE_DIRECTORY_ADMINISTRATOR);
    await("the server", () -> answers(connections, administrator), server);
    DirectorySetUp directory = new DirectorySetUp(caseload, certificates);
    directory.register(connections.of(administrator));
    directory.agree(
        connections.of(one(caseload, Role.ROLE_AGREEMENT_ADMINISTRATOR)),
        connections.of(administrator),
        Clock.systemUTC().instant());
    for (CaseloadChild child : caseload.children()) {
      CaseloadServiceGrpc.newBlockingStub(
              connections.of(child.service().id() + "/system/casework").channel())
          .recordCase(child.request());
    }
  }

  private static boolean answers(Connections connections, String administrator) {
    try {
      uk.yjx.identity.v1.DirectoryServiceGrpc.newBlockingStub(
              connections.of(administrator).channel())
          .whoAmI(uk.yjx.identity.v1.WhoAmIRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  private DemoCertificates certificates(Caseload caseload) throws Exception {
    return DemoCertificates.make(
        folder.resolve("pki"),
        caseload.agencies(),
        caseload.staff(),
        operatorAgency(caseload),
        Clock.systemUTC());
  }

  private Map<String, Object> settings(DemoCertificates certificates, Caseload caseload, int port) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("yjx.storage.data-dir", folder.resolve("data"));
    settings.put("yjx.transport.host", "localhost");
    settings.put("yjx.transport.port", port);
    settings.put("yjx.transport.certificate", certificates.serverCertificate());
    settings.put("yjx.transport.key", certificates.serverKey());
    settings.put("yjx.identity.trust-domain", DemoCertificates.TRUST_DOMAIN);
    settings.put("yjx.identity.operator-agency", operatorAgency(caseload));
    settings.put("yjx.identity.operator-anchor", certificates.anchorFile(operatorAgency(caseload)));
    settings.put("yjx.identity.administrator", one(caseload, Role.ROLE_DIRECTORY_ADMINISTRATOR));
    return settings;
  }

  private static String operatorAgency(Caseload caseload) {
    String administrator = one(caseload, Role.ROLE_DIRECTORY_ADMINISTRATOR);
    return administrator.substring(0, administrator.indexOf('/'));
  }

  private static String one(Caseload caseload, Role role) {
    return caseload.staff(role).getFirst().id();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void await(String what, BooleanSupplier condition, ServerProcess server) {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(server.isAlive(), "the server ended while the test waited for " + what);
      assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
