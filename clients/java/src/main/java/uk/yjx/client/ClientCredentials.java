package uk.yjx.client;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Who the caller is and whom it trusts, as PEM files.
 *
 * @param certificateChain the client certificate, followed by any intermediate ones
 * @param privateKey its key in PKCS#8 form without a password
 * @param trustedAuthorities certificates of the authorities the exchange's certificate may come
 *     from
 */
public record ClientCredentials(Path certificateChain, Path privateKey, Path trustedAuthorities) {

  /** Checks that all three files are named. */
  public ClientCredentials {
    Objects.requireNonNull(certificateChain, "certificateChain");
    Objects.requireNonNull(privateKey, "privateKey");
    Objects.requireNonNull(trustedAuthorities, "trustedAuthorities");
  }
}
