package uk.yjx.server.identity;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A certificate of an authority that may speak for one agency. */
record Anchor(X509Certificate certificate, String sha256) {

  Anchor {
    if (certificate.getBasicConstraints() < 0) {
      throw new IllegalArgumentException("the certificate is not an authority's");
    }
  }

  static Anchor of(X509Certificate certificate) {
    return new Anchor(certificate, Pem.sha256(certificate));
  }

  static Anchor ofDer(byte[] der) throws CertificateException {
    return of(
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der)));
  }
}
