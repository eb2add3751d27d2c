package uk.yjx.server;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import uk.yjx.server.identity.CertificateAuthority;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;

/**
 * A whole exchange as it is run, with every principal on a connection of its own over mutual TLS.
 * One for all test classes of this JVM.
 */
public final class WireExchange implements ExchangeUnderTest {
  /** Bytes a client takes off the wire that nobody has read. */
  public static final int CLIENT_WINDOW_BYTES = 64 * 1024;

  private static final String TRUST_DOMAIN = "yjx.local";
  private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(1);

  private final ExchangeServer server;
  private final CertificateAuthority authority;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private WireExchange() {
    try {
      Path folder = Files.createTempDirectory("yjx-wire-");
      PkiFolder pki =
          PkiFolder.init(
              folder.resolve("pki"),
              "Tests",
              List.of("localhost"),
              InstantSource.system(),
              new SecureRandom());
      authority = pki.authority();
      server =
          ExchangeServer.start(
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
                  "yjx.operations.metrics-port",
                  "0",
                  "yjx.transport.drain-timeout",
                  "1s"));
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The exchange of this JVM. */
  public static WireExchange shared() {
    return Shared.EXCHANGE;
  }

  @Override
  public Channel as(String principal) {
    return channels.computeIfAbsent(principal, this::connect);
  }

  @Override
  public int number() {
    return numbers.incrementAndGet();
  }

  @Override
  public String anchorPem() {
    return Pem.certificate(authority.certificate());
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  /** A bean of it. */
  public <T> T bean(Class<T> type) {
    return server.bean(type);
  }

  /** Notices it has stored. */
  public long notices() throws SQLException {
    try (Connection c = bean(Database.class).pool().getConnection();
        PreparedStatement s = c.prepareStatement("SELECT count(*) FROM intelligence.notice");
        ResultSet r = s.executeQuery()) {
      r.next();
      return r.getLong(1);
    }
  }

  /** How often the log says that a method was refused for a reason. */
  public long refusals(String reason, String operation) throws SQLException {
    return new LoggedRefusals(bean(Database.class)).times(reason, operation);
  }

  private ManagedChannel connect(String principal) {
    Credentials client =
        authority.issueClient(TRUST_DOMAIN, PrincipalId.parse(principal), CERTIFICATE_VALIDITY);
    try {
      return NettyChannelBuilder.forAddress("localhost", server.port())
          .sslContext(
              GrpcSslContexts.configure(
                      SslContextBuilder.forClient()
                          .trustManager(authority.certificate())
                          .keyManager(client.key(), new X509Certificate[] {client.certificate()}))
                  .build())
          .flowControlWindow(CLIENT_WINDOW_BYTES)
          .build();
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    server.close();
  }

  private static final class Shared {
    static final WireExchange EXCHANGE = new WireExchange();
  }
}
