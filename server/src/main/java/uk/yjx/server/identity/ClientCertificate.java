package uk.yjx.server.identity;

import java.time.Instant;
import java.util.Set;

/**
 * What is kept of a certificate that was accepted: enough to ask again whether it still is.
 *
 * @param sha256 SHA-256 of its DER form, 64 lower-case hexadecimal digits
 * @param ends when it ends
 * @param anchorSha256 SHA-256 of the trust anchor that its path led to
 * @param pathSha256 SHA-256 of every certificate on the path, its own among them
 */
public record ClientCertificate(
    String sha256, Instant ends, String anchorSha256, Set<String> pathSha256) {

  public ClientCertificate {
    pathSha256 = Set.copyOf(pathSha256);
  }
}
