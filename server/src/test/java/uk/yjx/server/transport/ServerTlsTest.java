package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;

class ServerTlsTest {
  private final TestEdge edge = TestEdge.shared();

  @Test
  void allPartsOfNettyAreOfOneVersion() {
    // Mixed ones fail under load only, and gRPC is built against one.
    Set<String> versions = new HashSet<>();
    io.netty.util.Version.identify()
        .forEach((artifact, version) -> {
          if (!artifact.startsWith("netty-tcnative")) {
            versions.add(version.artifactVersion());
          }
        });
    assertEquals(1, versions.size(), versions::toString);
  }

  @Test
  void olderVersionsOfTlsAreRefused() throws Exception {
    SSLContext tls = trusting(edge.pki.authority().certificate());

    assertThrows(SSLException.class, () -> handshake(tls, "TLSv1.2"));
    assertEquals("TLSv1.3", handshake(tls, "TLSv1.3").getProtocol());
  }

  @Test
  void noSessionIsResumed() throws Exception {
    SSLContext tls = trusting(edge.pki.authority().certificate());

    // A client that resumes keeps its session's id and time of creation.
    SSLSession first = handshake(tls, "TLSv1.3");
    SSLSession second = handshake(tls, "TLSv1.3");
    assertNotEquals(
        HexFormat.of().formatHex(first.getId()), HexFormat.of().formatHex(second.getId()));
  }

  @Test
  void certificateIsReadAgainWhenBothFilesAreNewAndFitTogether(@TempDir Path folder)
      throws Exception {
    PkiFolder pki =
        PkiFolder.init(
            folder, "CA", List.of("localhost"), InstantSource.system(), new SecureRandom());
    ServerCertificate certificate =
        new ServerCertificate(settings(pki.serverCertificate(), pki.serverKey()));
    X509Certificate old = served(certificate);
    Credentials next = pki.authority().issueServer(List.of("localhost"), Duration.ofDays(1));

    Pem.writeCertificate(pki.serverCertificate(), next.certificate());
    certificate.reloadWhenChanged();
    assertEquals(old, served(certificate), "half a change is not taken");

    Pem.writeKey(pki.serverKey(), next.key());
    certificate.reloadWhenChanged();
    assertEquals(next.certificate(), served(certificate));

    Files.writeString(pki.serverCertificate(), "broken", StandardCharsets.US_ASCII);
    certificate.reloadWhenChanged();
    assertEquals(next.certificate(), served(certificate), "a broken file is not taken");
  }

  private static X509Certificate served(ServerCertificate certificate) {
    var keys = certificate.keyManager();
    return keys.getCertificateChain(keys.chooseEngineServerAlias("EC", null, null))[0];
  }

  private static TransportSettings settings(Path certificate, Path key) {
    return new TransportSettings(
        certificate,
        key,
        false,
        false,
        1,
        1,
        1,
        1,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1));
  }

  private SSLSession handshake(SSLContext tls, String version) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket("localhost", edge.port())) {
      socket.setEnabledProtocols(new String[] {version});
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      // Tickets come after the handshake: read what the server sends first, its settings.
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      out.flush();
      socket.getInputStream().readNBytes(9);
      return socket.getSession();
    }
  }

  private static SSLContext trusting(X509Certificate authority)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), new SecureRandom());
    return tls;
  }
}
