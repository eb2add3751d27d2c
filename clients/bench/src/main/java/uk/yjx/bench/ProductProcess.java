package uk.yjx.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import uk.yjx.server.ExchangeServer;

/** The exchange itself, whole and with everything on, in a process of its own. */
final class ProductProcess {

  private ProductProcess() {}

  /** Arguments: data folder, folder of certificates, the administrator's principal id. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    BenchPki pki = BenchPki.in(Path.of(args[1]));
    try (ExchangeServer server = ExchangeServer.start(settings(data, pki, args[2]))) {
      System.out.println(ChildProcess.READY + server.port());
      var unused = System.in.readAllBytes();
    }
    System.exit(0);
  }

  /** The settings of an exchange on this machine alone. */
  static Map<String, Object> settings(Path data, BenchPki pki, String administrator)
      throws IOException {
    String operator = administrator.substring(0, administrator.indexOf('/'));
    return Map.of(
        "yjx.storage.data-dir", data.toString(),
        "yjx.transport.host", "127.0.0.1",
        "yjx.transport.port", freePort(),
        "yjx.transport.certificate", pki.serverCertificate().toString(),
        "yjx.transport.key", pki.serverKey().toString(),
        "yjx.identity.trust-domain", BenchPki.TRUST_DOMAIN,
        "yjx.identity.operator-agency", operator,
        "yjx.identity.operator-anchor", pki.authorityCertificate().toString(),
        "yjx.identity.administrator", administrator);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
