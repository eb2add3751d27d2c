package uk.yjx.cli.demo;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import uk.yjx.client.ExchangeConnection;

/** One connection for each principal: each calls with a certificate of its own. */
final class Connections implements AutoCloseable {

  private static final String HOST = "localhost";

  private final int port;
  private final DemoCertificates certificates;
  private final Map<String, ExchangeConnection> open = new ConcurrentHashMap<>();

  Connections(int port, DemoCertificates certificates) {
    this.port = port;
    this.certificates = certificates;
  }

  /** Lets an agency join with one system; the certificate of its authority, PEM. */
  String join(String agencyId, String name, String principalId, InstantSource clock)
      throws IOException {
    certificates.join(agencyId, name, principalId, clock);
    return certificates.anchor(agencyId);
  }

  /** Lets somebody join an agency that is there. */
  void issue(String principalId) throws IOException {
    certificates.issue(principalId);
  }

  /** The connection of a principal, opened when first asked for. */
  ExchangeConnection of(String principalId) {
    return open.computeIfAbsent(
        principalId, id -> ExchangeConnection.open(HOST, port, certificates.of(id)));
  }

  @Override
  public void close() {
    open.values().parallelStream().forEach(ExchangeConnection::close);
    open.clear();
  }
}
