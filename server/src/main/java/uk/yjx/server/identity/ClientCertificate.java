package uk.yjx.server.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a certificate that was accepted: enough to ask again whether it still is.
 *
 * @param sha256 SHA-256 of its DER form, 64 lower-case hexadecimal digits
 * @param ends when it ends
 * @param anchorSha256 SHA-256 of the trust anchor that its path led to
 * @param pathSha256 SHA-256 of every certificate on the path, its own among them
 * @param token the bearer token that came over its connection; null when it speaks for itself
 */
public record ClientCertificate(
    String sha256,
    Instant ends,
    String anchorSha256,
    Set<String> pathSha256,
    @Nullable BearerToken token) {

  public ClientCertificate {
    pathSha256 = Set.copyOf(pathSha256);
  }

  /** A certificate that speaks for itself. */
  public ClientCertificate(
      String sha256, Instant ends, String anchorSha256, Set<String> pathSha256) {
    this(sha256, ends, anchorSha256, pathSha256, null);
  }

  /** The same with a person's token; what ends first ends both. */
  ClientCertificate with(BearerToken person) {
    Instant first = person.ends().isBefore(ends) ? person.ends() : ends;
    return new ClientCertificate(sha256, first, anchorSha256, pathSha256, person);
  }
}
