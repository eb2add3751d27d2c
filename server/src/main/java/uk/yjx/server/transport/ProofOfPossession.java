package uk.yjx.server.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets the handshake finish for every client that proves to hold the key of the certificate it
 * shows. Who that is, and whether it may call, is decided call by call in {@link Authentication},
 * which can say why not. See server/docs/decisions/001-certificates-checked-above-tls.md.
 */
final class ProofOfPossession extends X509ExtendedTrustManager {
  private static final X509Certificate[] NO_HINTS = {};

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw neverAClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw neverAClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw neverAClient();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NO_HINTS;
  }

  private static CertificateException neverAClient() {
    return new CertificateException("this trust manager is for the server's side only");
  }
}
