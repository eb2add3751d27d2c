package uk.yjx.server.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A certificate and the private key that belongs to it, as one party of a TLS connection holds
 * them. Its written form names the certificate only, never the key.
 */
public record Credentials(X509Certificate certificate, PrivateKey key) {

  /** SHA-256 of the certificate's DER form, 64 lower-case hexadecimal digits. */
  public String sha256() {
    return Pem.sha256(certificate);
  }

  /** Writes {@code name.crt} and {@code name.key}; only the owner may read the key. */
  public void write(Path folder, String name) throws IOException {
    Pem.writeCertificate(folder.resolve(name + ".crt"), certificate);
    Pem.writeKey(folder.resolve(name + ".key"), key);
  }

  /** Reads {@code name.crt} and {@code name.key}; throws IOException when either cannot be read. */
  public static Credentials read(Path folder, String name) throws IOException {
    return new Credentials(
        Pem.readCertificate(folder.resolve(name + ".crt")),
        Pem.readKey(folder.resolve(name + ".key")));
  }

  @Override
  public String toString() {
    return "Credentials[" + sha256() + "]";
  }
}
