package uk.yjx.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.server.identity.PkiFolder;

/** What becomes of an exchange that cannot start. */
class ExchangeServerTest {
  @TempDir Path folder;

  @Test
  void leavesNothingRunningWhenItCannotStart() throws Exception {
    Map<String, Object> settings = settings();
    settings.put("yjx.identity.administrator", "nobody/user/administrator");
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    RuntimeException failed =
        assertThrows(RuntimeException.class, () -> ExchangeServer.start(settings));

    assertTrue(String.valueOf(failed.getMessage()).contains("operator-agency"), failed.toString());
    assertEquals(0, failed.getSuppressed().length);
    assertTrue(Files.exists(postgres().resolve("PG_VERSION")), "PostgreSQL had been started");
    assertFalse(Files.exists(postgres().resolve("postmaster.pid")), "and runs no more");
    for (Thread left : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(left) && left.getName().matches("(journal|postgres).*")) {
        left.join(10_000);
        assertFalse(left.isAlive(), left.getName());
      }
    }
    // The folder was given back: the same exchange starts once what was wrong is put right.
    settings.remove("yjx.identity.administrator");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("yjx.transport.port", Integer.toString(taken.getLocalPort()));
      assertThrows(RuntimeException.class, () -> ExchangeServer.start(settings));
      assertFalse(Files.exists(postgres().resolve("postmaster.pid")), "nor after a taken port");
    }
    settings.put("yjx.transport.port", "0");
    try (ExchangeServer server = ExchangeServer.start(settings)) {
      assertTrue(server.port() > 0);
      assertTrue(Files.exists(postgres().resolve("postmaster.pid")));
    }
  }

  private Path postgres() {
    return folder.resolve("data").resolve("postgres");
  }

  private Map<String, Object> settings() throws Exception {
    PkiFolder pki =
        PkiFolder.init(
            folder.resolve("pki"),
            "Operator",
            List.of("localhost"),
            InstantSource.system(),
            new SecureRandom());
    return new HashMap<>(
        Map.of(
            "yjx.storage.data-dir",
            folder.resolve("data").toString(),
            "yjx.identity.operator-anchor",
            pki.authorityCertificate().toString(),
            "yjx.transport.certificate",
            pki.serverCertificate().toString(),
            "yjx.transport.key",
            pki.serverKey().toString(),
            "yjx.transport.host",
            "localhost",
            "yjx.transport.port",
            "0",
            "yjx.transport.drain-timeout",
            "2s"));
  }
}
