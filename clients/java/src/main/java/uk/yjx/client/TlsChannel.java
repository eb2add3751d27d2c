package uk.yjx.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens a channel with mutual TLS 1.3; BoringSSL where its library loads, the JDK's TLS else. */
final class TlsChannel {

  private TlsChannel() {}

  static ManagedChannel open(
      String host,
      int port,
      ClientCredentials credentials,
      ConnectionSettings settings,
      Map<String, ?> serviceConfig) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(host, port)
            .sslContext(context(credentials))
            .keepAliveTime(settings.keepAliveTime().toNanos(), TimeUnit.NANOSECONDS)
            .keepAliveTimeout(settings.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
            .flowControlWindow(settings.flowControlWindow())
            .maxInboundMessageSize(settings.inboundMessageMax())
            .defaultServiceConfig(serviceConfig)
            // A service config from DNS would be one more way to steer callers.
            .disableServiceConfigLookUp()
            .enableRetry();
    if (!settings.serverName().isEmpty()) {
      builder.overrideAuthority(settings.serverName());
    }
    return builder.build();
  }

  private static SslContext context(ClientCredentials credentials) {
    try (InputStream chain = Files.newInputStream(credentials.certificateChain());
        InputStream key = Files.newInputStream(credentials.privateKey());
        InputStream authorities = Files.newInputStream(credentials.trustedAuthorities())) {
      return GrpcSslContexts.forClient()
          .protocols("TLSv1.3")
          .keyManager(chain, key)
          .trustManager(authorities)
          .build();
    } catch (IOException | IllegalArgumentException e) {
      throw Errors.local(
          Status.Code.INVALID_ARGUMENT,
          "CREDENTIALS_UNUSABLE",
          "the certificate, key or authorities cannot be read: " + e.getMessage(),
          e);
    }
  }
}
