package uk.yjx.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

class CertificateCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final String DOMAIN = "yjx.test";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CertificateAuthority POLICE = authority("Police", NOW);
  private static final CertificateAuthority SERVICE = authority("Service", NOW);
  private static final PrincipalId ADAPTER = PrincipalId.parse("met-police/system/adapter");
  private static final PrincipalId WORKER = PrincipalId.parse("southwark/user/amy.example");
  private static final PrincipalId GONE = PrincipalId.parse("southwark/user/gone");

  private final Directory directory = directory(List.of());

  @Test
  void acceptsPrincipalWithTheRolesOfTheDirectory() {
    Caller caller = accepted(SERVICE.issueClient(DOMAIN, WORKER, DAY));

    assertEquals(WORKER, caller.principal());
    assertEquals(Set.of(new AgencyId("southwark")), caller.services(Role.ROLE_CASE_MANAGER));
    assertTrue(caller.holds(Role.ROLE_CASE_MANAGER, new AgencyId("southwark")));
    assertEquals(NOW.plus(DAY), caller.certificateEnds());
  }

  @Test
  void acceptsPathThatCarriesTheAnchorItself() {
    X509Certificate leaf = SERVICE.issueClient(DOMAIN, WORKER, DAY).certificate();

    assertTrue(
        CertificateCheck.check(List.of(leaf, SERVICE.certificate()), directory, DOMAIN, NOW)
            instanceof Verdict.Accepted);
  }

  @Test
  void noCertificateIsMissing() {
    assertEquals("CERTIFICATE_MISSING", reason(List.of(), directory, NOW));
  }

  @Test
  void certificateMustNameExactlyOnePrincipalOfThisTrustDomain() {
    String good = "spiffe://yjx.test/agency/southwark/user/amy.example";
    List<List<String>> malformed =
        List.of(
            List.of(good, "spiffe://yjx.test/agency/southwark/user/bea"),
            List.of("spiffe://elsewhere.test/agency/southwark/user/amy.example"),
            List.of("https://yjx.test/agency/southwark/user/amy.example"),
            List.of(good + "/admin"),
            List.of("spiffe://yjx.test/agency/southwark/robot/amy.example"),
            List.of("spiffe://yjx.test/agency//user/amy.example"),
            List.of("spiffe://yjx.test/agency/Southwark/user/amy.example"));
    for (List<String> uris : malformed) {
      assertEquals("CERTIFICATE_MALFORMED", reason(SERVICE.issueClient(uris, DAY)), uris::toString);
    }
    assertEquals("CERTIFICATE_MALFORMED", reason(SERVICE.issueServer(List.of("localhost"), DAY)));
    assertEquals("CERTIFICATE_MALFORMED", reason(SERVICE.credentials()));
  }

  @Test
  void authorityOfAnotherAgencyIsNotTrusted() {
    assertEquals("CERTIFICATE_NOT_TRUSTED", reason(POLICE.issueClient(DOMAIN, WORKER, DAY)));
  }

  @Test
  void authorityWithTheSameNameIsNotTrusted() {
    CertificateAuthority forger = authority("Service", NOW);

    assertEquals("CERTIFICATE_NOT_TRUSTED", reason(forger.issueClient(DOMAIN, WORKER, DAY)));
  }

  @Test
  void unregisteredAgencyIsUnknown() {
    PrincipalId stranger = PrincipalId.parse("elsewhere/user/amy");

    assertEquals("AGENCY_UNKNOWN", reason(SERVICE.issueClient(DOMAIN, stranger, DAY)));
  }

  @Test
  void endedCertificateIsExpiredFromTheVeryInstantItEnds() {
    Credentials issued = SERVICE.issueClient(DOMAIN, WORKER, DAY);
    List<X509Certificate> chain = List.of(issued.certificate());

    assertTrue(
        CertificateCheck.check(chain, directory, DOMAIN, NOW.plus(DAY).minusMillis(1))
            instanceof Verdict.Accepted);
    assertEquals("CERTIFICATE_EXPIRED", reason(chain, directory, NOW.plus(DAY)));
  }

  @Test
  void certificateOfTheFutureIsNotYetValid() {
    Credentials issued = SERVICE.issueClient(DOMAIN, WORKER, DAY);

    assertEquals(
        "CERTIFICATE_NOT_YET_VALID",
        reason(List.of(issued.certificate()), directory, NOW.minus(Duration.ofHours(1))));
  }

  @Test
  void forgerLearnsNothingFromTheTimesOfHisCertificate() {
    CertificateAuthority forger = authority("Service", NOW.minus(Duration.ofDays(9)));

    assertEquals("CERTIFICATE_NOT_TRUSTED", reason(forger.issueClient(DOMAIN, WORKER, DAY)));
    assertEquals("CERTIFICATE_NOT_TRUSTED", reason(POLICE.issueClient(DOMAIN, GONE, DAY)));
  }

  @Test
  void revokedCertificateIsRefusedForItsAgency() {
    Credentials issued = SERVICE.issueClient(DOMAIN, WORKER, DAY);
    Directory revoked =
        directory(List.of(new Directory.Revocation(new AgencyId("southwark"), issued.sha256())));

    assertEquals("CERTIFICATE_REVOKED", reason(List.of(issued.certificate()), revoked, NOW));
  }

  @Test
  void unknownAndDisabledPrincipalsAreRefused() {
    PrincipalId nobody = PrincipalId.parse("southwark/user/nobody");

    assertEquals("PRINCIPAL_UNKNOWN", reason(SERVICE.issueClient(DOMAIN, nobody, DAY)));
    assertEquals("PRINCIPAL_DISABLED", reason(SERVICE.issueClient(DOMAIN, GONE, DAY)));
  }

  @Test
  void callerLosesAccessWhenTheAnchorIsRemoved() {
    Caller caller = accepted(SERVICE.issueClient(DOMAIN, WORKER, DAY));
    Directory without =
        directory.after(
            new Directory.Changes(
                List.of(),
                Map.of(new AgencyId("southwark"), List.of(Anchor.of(POLICE.certificate()))),
                List.of(),
                List.of(),
                List.of()),
            9);

    Verdict.Refused refused = (Verdict.Refused) CertificateCheck.again(caller, without, NOW);
    assertEquals("CERTIFICATE_NOT_TRUSTED", refused.failure().reason());
  }

  private Caller accepted(Credentials credentials) {
    return ((Verdict.Accepted)
            CertificateCheck.check(List.of(credentials.certificate()), directory, DOMAIN, NOW))
        .caller();
  }

  private String reason(Credentials credentials) {
    return reason(List.of(credentials.certificate()), directory, NOW);
  }

  private static String reason(List<X509Certificate> chain, Directory directory, Instant now) {
    return ((Verdict.Refused) CertificateCheck.check(chain, directory, DOMAIN, now))
        .failure()
        .reason();
  }

  private static CertificateAuthority authority(String name, Instant at) {
    return CertificateAuthority.create(name, InstantSource.fixed(at), RANDOM);
  }

  private static Directory directory(List<Directory.Revocation> revocations) {
    AgencyId police = new AgencyId("met-police");
    AgencyId service = new AgencyId("southwark");
    return Directory.EMPTY.after(
        new Directory.Changes(
            List.of(
                new Agency(police, AgencyKind.AGENCY_KIND_POLICE, "Police", List.of(), List.of()),
                new Agency(
                    service,
                    AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE,
                    "Service",
                    List.of("E09000028"),
                    List.of())),
            Map.of(
                police, List.of(Anchor.of(POLICE.certificate())),
                service, List.of(Anchor.of(SERVICE.certificate()))),
            List.of(
                new Principal(ADAPTER, "Adapter", false, Set.of()),
                new Principal(WORKER, "Amy", false, Set.of()),
                new Principal(GONE, "Gone", true, Set.of())),
            List.of(
                new Directory.GrantChange(
                    WORKER, new Grant(Role.ROLE_CASE_MANAGER, service), false)),
            revocations),
        8);
  }
}
