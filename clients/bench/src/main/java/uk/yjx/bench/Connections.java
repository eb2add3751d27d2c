package uk.yjx.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import uk.yjx.client.ExchangeConnection;

/** One connection over mutual TLS for each principal. */
final class Connections implements AutoCloseable {

  private final int port;
  private final BenchPki pki;
  private final Map<String, ExchangeConnection> open = new ConcurrentHashMap<>();

  Connections(int port, BenchPki pki) {
    this.port = port;
    this.pki = pki;
  }

  /** The connection of a principal, opened when first asked for. */
  ExchangeConnection of(String principal) {
    return open.computeIfAbsent(
        principal, id -> ExchangeConnection.open("127.0.0.1", port, pki.of(id)));
  }

  @Override
  public void close() {
    open.values().parallelStream().forEach(ExchangeConnection::close);
    open.clear();
  }
}
