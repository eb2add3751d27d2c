package uk.yjx.server.transport;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.X509ExtendedKeyManager;

/** TLS of the server: version 1.3 only, a client certificate asked for, nothing resumed. */
final class ServerTls {
  private static final String VERSION = "TLSv1.3";

  private ServerTls() {}

  static SslContext context(X509ExtendedKeyManager keys, boolean jdk) throws SSLException {
    if (!jdk && !OpenSsl.isAvailable()) {
      throw new IllegalStateException(
          "BoringSSL does not run here; set yjx.transport.jdk-tls to use the JDK's TLS",
          OpenSsl.unavailabilityCause());
    }
    SslContext context =
        GrpcSslContexts.configure(
                SslContextBuilder.forServer(keys), jdk ? SslProvider.JDK : SslProvider.OPENSSL)
            .trustManager(new ProofOfPossession())
            .clientAuth(ClientAuth.OPTIONAL)
            .protocols(VERSION)
            .build();
    forbidResumption(context.sessionContext());
    return context;
  }

  /** A resumed session would carry a certificate into a connection without proof of its key. */
  private static void forbidResumption(SSLSessionContext sessions) {
    if (sessions instanceof OpenSslSessionContext boring) {
      // Tickets are off in Netty unless keys for them are set.
      boring.setSessionCacheEnabled(false);
    } else {
      // The JDK has no switch: sessions that last a second and a cache of one come closest.
      sessions.setSessionCacheSize(1);
      sessions.setSessionTimeout(1);
    }
  }
}
