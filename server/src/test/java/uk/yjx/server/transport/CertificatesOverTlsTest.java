package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.RevokeCertificateRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WhoAmIRequest;
import uk.yjx.identity.v1.WhoAmIResponse;
import uk.yjx.server.identity.CertificateAuthority;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.kernel.PrincipalId;

/** Every bad certificate over real mutual TLS, on a real PostgreSQL. */
class CertificatesOverTlsTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();
  private final TestEdge edge = TestEdge.shared();

  @Test
  void clientWithoutCertificateIsToldSo() {
    assertRefused("CERTIFICATE_MISSING", null);
  }

  @Test
  void healthAnswersEverybody() {
    assertEquals(
        HealthCheckResponse.ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(edge.connect(null))
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus());
  }

  @Test
  void callerIsWhoTheDirectorySays() {
    WhoAmIResponse answer = edge.directory(edge.client(TestEdge.WORKER)).whoAmI(WHO);

    assertEquals(TestEdge.WORKER, answer.getPrincipalId());
    assertTrue(
        answer
            .getRolesList()
            .contains(
                RoleGrant.newBuilder()
                    .setRole(Role.ROLE_CASE_MANAGER)
                    .setService("southwark")
                    .build()));
  }

  @Test
  void certificateOfAForeignAuthorityIsNotTrusted() {
    assertRefused(
        "CERTIFICATE_NOT_TRUSTED",
        edge.policeAuthority.issueClient(
            TestEdge.TRUST_DOMAIN, PrincipalId.parse(TestEdge.WORKER), TestEdge.DAY));
    assertRefused(
        "CERTIFICATE_NOT_TRUSTED",
        TestEdge.authority("Service", InstantSource.system())
            .issueClient(TestEdge.TRUST_DOMAIN, PrincipalId.parse(TestEdge.WORKER), TestEdge.DAY));
  }

  @Test
  void malformedCertificateIsToldSo() {
    assertRefused(
        "CERTIFICATE_MALFORMED",
        edge.serviceAuthority.issueServer(List.of("localhost"), TestEdge.DAY));
    assertRefused(
        "CERTIFICATE_MALFORMED",
        edge.serviceAuthority.issueClient(
            "elsewhere.test", PrincipalId.parse(TestEdge.WORKER), TestEdge.DAY));
  }

  @Test
  void unknownAgencyAndPrincipalAreToldSo() {
    assertRefused("AGENCY_UNKNOWN", edge.client("elsewhere/user/amy"));
    assertRefused("PRINCIPAL_UNKNOWN", edge.client("southwark/user/nobody"));
    assertRefused("PRINCIPAL_DISABLED", edge.client("southwark/user/gone"));
  }

  @Test
  void certificateOutOfItsTimeIsToldSo() {
    Instant now = Instant.now();
    CertificateAuthority past =
        CertificateAuthority.of(
            edge.policeAuthority.credentials(),
            InstantSource.fixed(now.minus(Duration.ofHours(2))),
            new java.security.SecureRandom());
    CertificateAuthority future =
        CertificateAuthority.of(
            edge.policeAuthority.credentials(),
            InstantSource.fixed(now.plus(Duration.ofHours(2))),
            new java.security.SecureRandom());
    PrincipalId adapter = PrincipalId.parse("met-police/system/adapter");

    assertRefused(
        "CERTIFICATE_NOT_YET_VALID",
        future.issueClient(TestEdge.TRUST_DOMAIN, adapter, TestEdge.DAY));
    assertRefused(
        "CERTIFICATE_EXPIRED",
        past.issueClient(TestEdge.TRUST_DOMAIN, adapter, Duration.ofHours(1)));
  }

  @Test
  void revokedCertificateGetsNoFurtherOnOldAndNewConnections() {
    Credentials lost = edge.client("met-police/system/adapter");
    var open = edge.directory(lost);
    assertEquals("met-police/system/adapter", open.whoAmI(WHO).getPrincipalId());

    edge.directory()
        .revokeCertificate(
            RevokeCertificateRequest.newBuilder()
                .setRequestId(edge.requestId())
                .setAgencyId("met-police")
                .setCertificateSha256(lost.sha256())
                .setReason("key lost")
                .build());

    assertEquals("UNAUTHENTICATED CERTIFICATE_REVOKED", Told.reason(() -> open.whoAmI(WHO)));
    assertRefused("CERTIFICATE_REVOKED", lost);
    assertEquals(
        "met-police/system/adapter",
        edge.directory(edge.client("met-police/system/adapter")).whoAmI(WHO).getPrincipalId());
  }

  private void assertRefused(String reason, @Nullable Credentials client) {
    assertEquals(
        "UNAUTHENTICATED " + reason, Told.reason(() -> edge.directory(client).whoAmI(WHO)));
  }
}
