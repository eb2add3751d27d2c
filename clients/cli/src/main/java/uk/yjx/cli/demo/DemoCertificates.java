package uk.yjx.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import uk.yjx.client.ClientCredentials;
import uk.yjx.identity.v1.Agency;
import uk.yjx.server.identity.CertificateAuthority;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.world.Staff;

/**
 * Certificates of everyone in the demonstration: each agency has an authority of its own, so that
 * none can speak for another. All lie in one folder, as {@code <agency>.<name>.crt} and {@code
 * .key}; {@code ca.crt} is the authority of the server's own certificate.
 */
final class DemoCertificates {

  /** Trust domain of all certificates. */
  static final String TRUST_DOMAIN = "demo.yjx.local";

  private static final Duration VALIDITY = Duration.ofDays(90);
  private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "::1");

  private final Path folder;
  private final Map<String, CertificateAuthority> authorities = new TreeMap<>();

  private DemoCertificates(Path folder) {
    this.folder = folder;
  }

  /** Makes an authority for each agency, the server's certificate, and one for each principal. */
  static DemoCertificates make(
      Path folder, List<Agency> agencies, List<Staff> staff, String operator, InstantSource clock)
      throws IOException {
    SecureRandom random = new SecureRandom();
    DemoCertificates made = new DemoCertificates(folder);
    Files.createDirectories(folder.resolve("authorities"));
    for (Agency agency : agencies) {
      CertificateAuthority authority =
          CertificateAuthority.create(agency.getDisplayName(), clock, random);
      authority.credentials().write(folder.resolve("authorities"), agency.getAgencyId());
      made.authorities.put(agency.getAgencyId(), authority);
    }
    CertificateAuthority own = made.authority(operator);
    Pem.writeCertificate(folder.resolve("ca.crt"), own.certificate());
    own.issueServer(HOSTS, VALIDITY).write(folder, "server");
    for (Staff one : staff) {
      PrincipalId principal = PrincipalId.parse(one.id());
      made.authority(one.agencyId())
          .issueClient(TRUST_DOMAIN, principal, VALIDITY)
          .write(folder, name(one.id()));
    }
    return made;
  }

  /** Makes an authority for an agency that joins later, and a certificate for its system. */
  void join(String agencyId, String name, String principalId, InstantSource clock)
      throws IOException {
    CertificateAuthority authority = CertificateAuthority.create(name, clock, new SecureRandom());
    authority.credentials().write(folder.resolve("authorities"), agencyId);
    authorities.put(agencyId, authority);
    issue(principalId);
  }

  /** Makes a certificate for somebody who joins an agency later. */
  void issue(String principalId) throws IOException {
    PrincipalId principal = PrincipalId.parse(principalId);
    authority(principal.agency().value())
        .issueClient(TRUST_DOMAIN, principal, VALIDITY)
        .write(folder, name(principalId));
  }

  /** The certificate files of a principal. */
  ClientCredentials of(String principalId) {
    String name = name(principalId);
    return new ClientCredentials(
        folder.resolve(name + ".crt"), folder.resolve(name + ".key"), folder.resolve("ca.crt"));
  }

  /** The certificate of an agency's authority, PEM. */
  String anchor(String agencyId) {
    return Pem.certificate(authority(agencyId).certificate());
  }

  Path anchorFile(String agencyId) {
    return folder.resolve("authorities").resolve(agencyId + ".crt");
  }

  Path serverCertificate() {
    return folder.resolve("server.crt");
  }

  Path serverKey() {
    return folder.resolve("server.key");
  }

  /** The file name of a principal's certificate, without its suffix. */
  static String name(String principalId) {
    PrincipalId principal = PrincipalId.parse(principalId);
    return principal.agency() + "." + principal.name();
  }

  private CertificateAuthority authority(String agencyId) {
    CertificateAuthority authority = authorities.get(agencyId);
    if (authority == null) {
      throw new IllegalArgumentException("no agency " + agencyId);
    }
    return authority;
  }
}
