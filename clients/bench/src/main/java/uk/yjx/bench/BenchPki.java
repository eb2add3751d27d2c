package uk.yjx.bench;

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

/** Certificates of everyone in a measurement, from one authority: product and rig use the same. */
final class BenchPki {

  /** Trust domain of all certificates. */
  static final String TRUST_DOMAIN = "bench.yjx.local";

  private static final Duration VALIDITY = Duration.ofDays(7);
  private static final String AUTHORITY = "ca";
  private static final String SERVER = "server";

  private final Path folder;

  private BenchPki(Path folder) {
    this.folder = folder;
  }

  /** The certificates made before in the folder. */
  static BenchPki in(Path folder) {
    return new BenchPki(folder);
  }

  /** Makes an authority, a server certificate for loopback and one for each principal. */
  static BenchPki make(Path folder, List<String> principals) throws IOException {
    Files.createDirectories(folder);
    CertificateAuthority authority =
        CertificateAuthority.create("yjx bench", InstantSource.system(), new SecureRandom());
    BenchPki pki = new BenchPki(folder);
    authority.credentials().write(folder, AUTHORITY);
    authority.issueServer(List.of("localhost", "127.0.0.1"), VALIDITY).write(folder, SERVER);
    for (String principal : principals) {
      Credentials issued =
          authority.issueClient(TRUST_DOMAIN, PrincipalId.parse(principal), VALIDITY);
      issued.write(folder, name(principal));
    }
    return pki;
  }

  ClientCredentials of(String principal) {
    String name = name(principal);
    return new ClientCredentials(
        folder.resolve(name + ".crt"), folder.resolve(name + ".key"), authorityCertificate());
  }

  /** The authority's certificate, PEM. */
  String anchor() throws IOException {
    return Pem.certificate(Pem.readCertificate(authorityCertificate()));
  }

  Path authorityCertificate() {
    return folder.resolve(AUTHORITY + ".crt");
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
