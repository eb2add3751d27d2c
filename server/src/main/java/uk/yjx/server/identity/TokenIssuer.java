package uk.yjx.server.identity;

import java.net.URI;
import java.util.Set;

/**
 * An OpenID Connect issuer whose tokens speak for people of one agency.
 *
 * @param issuer its identifier, compared letter by letter with {@code iss}
 * @param jwksUri where its keys are: https, or http on this machine
 * @param audience what must stand in {@code aud}
 */
public record TokenIssuer(String issuer, URI jwksUri, String audience) {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  public TokenIssuer {
    if (!isSafe(URI.create(issuer)) || !isSafe(jwksUri) || audience.isBlank()) {
      throw new IllegalArgumentException("an issuer and its keys are https URLs");
    }
  }

  /**
   * Whether the server may ask this address: https, or plain http where no network lies between. It
   * is what an administrator registered; no token names an address that is asked.
   */
  static boolean isSafe(URI uri) {
    String host = uri.getHost();
    if (host == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      return false;
    }
    return "https".equals(uri.getScheme())
        || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(host));
  }
}
