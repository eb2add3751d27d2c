package uk.yjx.bench;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import uk.yjx.server.storage.Storage;
import uk.yjx.server.storage.StorageSettings;
import uk.yjx.server.transport.Limits;

/**
 * The floor: the same transport, the same request bytes, the same kind of PostgreSQL with the same
 * settings, and nothing between. Each request becomes one row with two unique indexes, written in
 * groups by one thread and answered after the commit. It reads nothing of a request but its id,
 * matches nobody, signs nothing and keeps no log.
 */
final class BareRig implements AutoCloseable {

  private final Storage storage;
  private final RigWriter writer;
  private final Server server;

  private BareRig(Storage storage, RigWriter writer, Server server) {
    this.storage = storage;
    this.writer = writer;
    this.server = server;
  }

  static BareRig start(Path data, BenchPki pki) throws IOException, SQLException {
    Storage storage = Storage.open(StorageSettings.embedded(data), new SecureRandom());
    BenchDisk.of(data)
        .superuser(
            """
            CREATE SCHEMA rig;
            CREATE TABLE rig.notice (
              position bigint PRIMARY KEY,
              request_id text NOT NULL UNIQUE,
              request bytea NOT NULL
            );
            GRANT USAGE ON SCHEMA rig TO yjx_app;
            GRANT SELECT, INSERT ON rig.notice TO yjx_app;
            """);
    RigAlerts alerts = new RigAlerts();
    RigWriter writer = RigWriter.start(storage.database(), alerts);
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .sslContext(
                GrpcSslContexts.forServer(
                        pki.serverCertificate().toFile(), pki.serverKey().toFile())
                    .trustManager(pki.authorityCertificate().toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols("TLSv1.3")
                    .build())
            .flowControlWindow(Limits.FLOW_WINDOW_BYTES)
            .maxInboundMessageSize(Limits.MESSAGE_BYTES_MAX)
            .directExecutor()
            .addService(new RigNotices(writer))
            .addService(alerts)
            .build()
            .start();
    return new BareRig(storage, writer, server);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    writer.close();
    storage.close();
  }

  /** Arguments: data folder, folder of certificates. */
  public static void main(String[] args) throws IOException, SQLException {
    try (BareRig rig = start(Path.of(args[0]), BenchPki.in(Path.of(args[1])))) {
      System.out.println(ChildProcess.READY + rig.port());
      var unused = System.in.readAllBytes();
    }
    System.exit(0);
  }
}
