package uk.yjx.server.transport;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.identity.Pem;

/**
 * The server's certificate and key, read again when their files change. New handshakes use the new
 * pair; a pair that does not fit together, because only one file is written yet, is left alone.
 */
@Singleton
final class ServerCertificate {
  private static final String POLL_INTERVAL = "10s";
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  private final Path certificate;
  private final Path key;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private byte[] seen = {};
  private volatile Instant ends = Instant.MAX;

  ServerCertificate(TransportSettings settings) throws IOException, GeneralSecurityException {
    this.certificate = settings.certificate();
    this.key = settings.key();
    load();
  }

  X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /** When the certificate in use ends. */
  Instant ends() {
    return ends;
  }

  /** Looks whether the files changed. */
  @Scheduled(fixedDelay = POLL_INTERVAL, initialDelay = POLL_INTERVAL)
  void reloadWhenChanged() {
    try {
      if (load()) {
        LOG.info("the server's certificate was read again");
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn(
          "the server's certificate in {} cannot be read; the old one stays: {}",
          certificate,
          e.getClass().getSimpleName());
    }
  }

  private synchronized boolean load() throws IOException, GeneralSecurityException {
    byte[] now = content();
    if (Arrays.equals(now, seen)) {
      return false;
    }
    X509Certificate[] chain;
    try (InputStream in = Files.newInputStream(certificate)) {
      chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
    }
    PrivateKey privateKey = Pem.readKey(key);
    if (chain.length == 0 || !belongTogether(chain[0], privateKey)) {
      throw new GeneralSecurityException("the certificate and the key do not belong together");
    }
    keys.updateIdentityCredentials(chain, privateKey);
    ends = chain[0].getNotAfter().toInstant();
    seen = now;
    return true;
  }

  private byte[] content() throws IOException {
    byte[] first = Files.readAllBytes(certificate);
    byte[] second = Files.readAllBytes(key);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = certificate.getSerialNumber().toByteArray();
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(sample);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(sample);
    return signer.verify(signature);
  }
}
