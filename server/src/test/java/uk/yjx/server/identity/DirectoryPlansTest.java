package uk.yjx.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RevokeCertificateRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WithdrawRoleRequest;
import uk.yjx.server.identity.DirectoryPlans.Plan;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

class DirectoryPlansTest {
  private static final AgencyId OPERATOR = new AgencyId("operator");
  private static final AgencyId SERVICE = new AgencyId("southwark");
  private static final AgencyId OTHER_SERVICE = new AgencyId("swindon");
  private static final PrincipalId ADMINISTRATOR = PrincipalId.parse("operator/user/administrator");
  private static final PrincipalId WORKER = PrincipalId.parse("southwark/user/amy");
  private static final Grant ADMINISTRATES = new Grant(Role.ROLE_DIRECTORY_ADMINISTRATOR, null);

  private final Directory directory =
      Directory.EMPTY.after(
          new Directory.Changes(
              List.of(
                  agency(OPERATOR, AgencyKind.AGENCY_KIND_OPERATOR),
                  agency(SERVICE, AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE),
                  agency(OTHER_SERVICE, AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE)),
              Map.of(),
              List.of(
                  new Principal(ADMINISTRATOR, "A", false, Set.of()),
                  new Principal(WORKER, "W", false, Set.of())),
              List.of(new Directory.GrantChange(ADMINISTRATOR, ADMINISTRATES, false)),
              List.of()),
          1);

  @Test
  void grantsRoleOfAServiceToItsOwnStaff() {
    assertEquals(
        new Plan.Change(
            new DirectoryChange.GrantChanged(
                WORKER, new Grant(Role.ROLE_CASE_MANAGER, SERVICE), false),
            "ROLE_GRANTED"),
        grant("southwark/user/amy", Role.ROLE_CASE_MANAGER, "southwark"));
  }

  @Test
  void refusesGrantThatRefersToNothingOrToTheWrongThing() {
    assertEquals("PRINCIPAL_NOT_FOUND", reason(grant("southwark/user/no", Role.ROLE_OPERATOR, "")));
    assertEquals("PRINCIPAL_NOT_FOUND", reason(grant("///", Role.ROLE_OPERATOR, "")));
    assertEquals(
        "ROLE_NEEDS_SERVICE", reason(grant("southwark/user/amy", Role.ROLE_CASE_MANAGER, "")));
    assertEquals(
        "ROLE_TAKES_NO_SERVICE",
        reason(grant("southwark/user/amy", Role.ROLE_AUDITOR, "southwark")));
    assertEquals(
        "SERVICE_NOT_FOUND",
        reason(grant("southwark/user/amy", Role.ROLE_CASE_MANAGER, "operator")));
    assertEquals(
        "SERVICE_NOT_OF_AGENCY",
        reason(grant("southwark/user/amy", Role.ROLE_CASE_MANAGER, "swindon")));
  }

  @Test
  void keepsTheLastAdministrator() {
    assertEquals(
        "LAST_ADMINISTRATOR",
        reason(
            DirectoryPlans.withdrawRole(
                WithdrawRoleRequest.newBuilder()
                    .setPrincipalId(ADMINISTRATOR.toString())
                    .setGrant(RoleGrant.newBuilder().setRole(Role.ROLE_DIRECTORY_ADMINISTRATOR))
                    .build(),
                directory)));
    assertEquals("LAST_ADMINISTRATOR", reason(register(ADMINISTRATOR.toString(), true)));
  }

  @Test
  void refusesPrincipalOfAnUnknownAgency() {
    assertEquals("AGENCY_NOT_FOUND", reason(register("elsewhere/user/amy", false)));
    assertEquals(
        "AGENCY_NOT_FOUND",
        reason(
            DirectoryPlans.revokeCertificate(
                RevokeCertificateRequest.newBuilder()
                    .setAgencyId("elsewhere")
                    .setCertificateSha256("00".repeat(32))
                    .setReason("lost")
                    .build(),
                directory)));
  }

  @Test
  void refusesTrustAnchorThatIsNoAuthority() {
    CertificateAuthority authority =
        CertificateAuthority.create("CA", InstantSource.system(), new SecureRandom());
    String leaf =
        Pem.certificate(
            authority.issueServer(List.of("localhost"), Duration.ofDays(1)).certificate());

    assertEquals("TRUST_ANCHOR_INVALID", reason(registerAgency(leaf)));
    assertEquals("TRUST_ANCHOR_INVALID", reason(registerAgency("not a certificate")));
    Plan.Change change = (Plan.Change) registerAgency(Pem.certificate(authority.certificate()));
    assertEquals("AGENCY_REGISTERED", change.outcome());
  }

  private Plan grant(String principal, Role role, String service) {
    return DirectoryPlans.grantRole(
        GrantRoleRequest.newBuilder()
            .setPrincipalId(principal)
            .setGrant(RoleGrant.newBuilder().setRole(role).setService(service))
            .build(),
        directory);
  }

  private Plan register(String principal, boolean disabled) {
    return DirectoryPlans.registerPrincipal(
        RegisterPrincipalRequest.newBuilder()
            .setPrincipal(
                uk.yjx.identity.v1.Principal.newBuilder()
                    .setPrincipalId(principal)
                    .setDisplayName("Name")
                    .setDisabled(disabled))
            .build(),
        directory);
  }

  private Plan registerAgency(String pem) {
    return DirectoryPlans.registerAgency(
        RegisterAgencyRequest.newBuilder()
            .setAgency(
                uk.yjx.identity.v1.Agency.newBuilder()
                    .setAgencyId("salford")
                    .setKind(AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE)
                    .setDisplayName("Salford")
                    .addTrustAnchorsPem(pem))
            .build(),
        directory);
  }

  private static String reason(Plan plan) {
    return ((Plan.Refuse) plan).failure().reason();
  }

  private static Agency agency(AgencyId id, AgencyKind kind) {
    return new Agency(id, kind, id.value(), List.of(), List.of());
  }
}
