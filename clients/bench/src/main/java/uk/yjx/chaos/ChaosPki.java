package uk.yjx.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import uk.yjx.client.ClientCredentials;
import uk.yjx.server.identity.CertificateAuthority;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.kernel.PrincipalId;

/** Certificates of everyone in a run, which can be replaced while they are in use. */
final class ChaosPki {
  static final String TRUST_DOMAIN = "chaos.yjx.local";

  private static final Duration VALIDITY = Duration.ofDays(7);
  private static final String SERVER = "server";

  private final Path folder;
  private final CertificateAuthority authority;

  private ChaosPki(Path folder, CertificateAuthority authority) {
    this.folder = folder;
    this.authority = authority;
  }

  static ChaosPki make(Path folder, List<String> principals) throws IOException {
    Files.createDirectories(folder);
    ChaosPki pki =
        new ChaosPki(
            folder,
            CertificateAuthority.create("yjx chaos", InstantSource.system(), new SecureRandom()));
    pki.authority.credentials().write(folder, "ca");
    pki.renewServer();
    for (String principal : principals) {
      pki.renew(principal);
    }
    return pki;
  }

  /** Puts a new server certificate in the place of the one there is. */
  void renewServer() throws IOException {
    authority.issueServer(List.of("localhost", "127.0.0.1"), VALIDITY).write(folder, SERVER);
  }

  /** Puts a new certificate of a principal in the place of the one there is. */
  void renew(String principal) throws IOException {
    authority
        .issueClient(TRUST_DOMAIN, PrincipalId.parse(principal), VALIDITY)
        .write(folder, name(principal));
  }

  /** The digest by which a principal's certificate is revoked. */
  String digest(String principal) throws IOException {
    return Credentials.read(folder, name(principal)).sha256();
  }

  ClientCredentials of(String principal) {
    return new ClientCredentials(
        folder.resolve(name(principal) + ".crt"),
        folder.resolve(name(principal) + ".key"),
        anchorFile());
  }

  /** The authority's certificate, PEM. */
  String anchor() {
    return Pem.certificate(authority.certificate());
  }

  Path anchorFile() {
    return folder.resolve("ca.crt");
  }

  Path serverCertificate() {
    return folder.resolve(SERVER + ".crt");
  }

  Path serverKey() {
    return folder.resolve(SERVER + ".key");
  }

  private static String name(String principal) {
    return principal.replace('/', '.');
  }
}
