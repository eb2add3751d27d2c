package uk.yjx.server.identity;

import java.net.URI;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RevokeCertificateRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WithdrawRoleRequest;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/** Decides, from the directory alone, what a request to change it does. */
final class DirectoryPlans {

  private DirectoryPlans() {}

  /** What was decided. */
  sealed interface Plan {
    /** Make this change; the outcome is a code for the audit event. */
    record Change(DirectoryChange row, String outcome) implements Plan {}

    /** Change nothing. */
    record Refuse(Failure failure) implements Plan {}
  }

  static Plan registerAgency(RegisterAgencyRequest request, Directory directory) {
    uk.yjx.identity.v1.Agency asked = request.getAgency();
    List<Anchor> anchors = new ArrayList<>();
    for (int i = 0; i < asked.getTrustAnchorsPemCount(); i++) {
      Optional<Anchor> anchor = anchor(asked.getTrustAnchorsPem(i));
      if (anchor.isEmpty()) {
        return refuse(
            Failure.field(
                "TRUST_ANCHOR_INVALID",
                "agency.trust_anchors_pem[" + i + "]",
                "must be one certificate of an authority in PEM form"));
      }
      anchors.add(anchor.get());
    }
    AgencyId id = new AgencyId(asked.getAgencyId());
    List<TokenIssuer> issuers = new ArrayList<>();
    for (int i = 0; i < asked.getTokenIssuersCount(); i++) {
      String field = "agency.token_issuers[" + i + "]";
      Optional<TokenIssuer> issuer = issuer(asked.getTokenIssuers(i));
      if (issuer.isEmpty()) {
        return refuse(
            Failure.field(
                "TOKEN_ISSUER_INVALID", field, "must name https URLs, or http on this machine"));
      }
      if (isTaken(issuer.get(), id, directory)
          || issuers.stream().anyMatch(it -> it.issuer().equals(issuer.get().issuer()))) {
        return refuse(
            Failure.field("TOKEN_ISSUER_TAKEN", field, "must be registered once, for one agency"));
      }
      issuers.add(issuer.get());
    }
    Agency agency =
        new Agency(
            id,
            asked.getKind(),
            asked.getDisplayName(),
            List.copyOf(asked.getLocalAuthoritiesList()),
            anchors.stream().distinct().toList(),
            issuers);
    return new Plan.Change(
        new DirectoryChange.AgencyRegistered(agency),
        directory.agency(id).isPresent() ? "AGENCY_CHANGED" : "AGENCY_REGISTERED");
  }

  static Plan registerPrincipal(RegisterPrincipalRequest request, Directory directory) {
    uk.yjx.identity.v1.Principal asked = request.getPrincipal();
    if (asked.getRolesCount() > 0) {
      return refuse(
          Failure.field(
              "ROLES_NOT_EMPTY", "principal.roles", "must be empty: roles are granted one by one"));
    }
    PrincipalId id = PrincipalId.parse(asked.getPrincipalId());
    if (directory.agency(id.agency()).isEmpty()) {
      return refuse(agencyNotFound());
    }
    if (asked.getDisabled() && isLastAdministrator(directory, id)) {
      return refuse(lastAdministrator());
    }
    return new Plan.Change(
        new DirectoryChange.PrincipalRegistered(id, asked.getDisplayName(), asked.getDisabled()),
        asked.getDisabled()
            ? "PRINCIPAL_DISABLED"
            : directory.principal(id).isPresent() ? "PRINCIPAL_CHANGED" : "PRINCIPAL_REGISTERED");
  }

  static Plan grantRole(GrantRoleRequest request, Directory directory) {
    return changeGrant(request.getPrincipalId(), request.getGrant(), false, directory);
  }

  static Plan withdrawRole(WithdrawRoleRequest request, Directory directory) {
    return changeGrant(request.getPrincipalId(), request.getGrant(), true, directory);
  }

  static Plan revokeCertificate(RevokeCertificateRequest request, Directory directory) {
    Optional<AgencyId> agency = agencyId(request.getAgencyId());
    if (agency.isEmpty() || directory.agency(agency.get()).isEmpty()) {
      return refuse(agencyNotFound());
    }
    return new Plan.Change(
        new DirectoryChange.CertificateRevoked(
            agency.get(), request.getCertificateSha256(), request.getReason()),
        "CERTIFICATE_REVOKED");
  }

  private static Plan changeGrant(
      String principalId, RoleGrant asked, boolean withdraw, Directory directory) {
    Optional<PrincipalId> principal = principalId(principalId);
    if (principal.isEmpty() || directory.principal(principal.get()).isEmpty()) {
      return refuse(
          Failure.of(
              Failure.Code.NOT_FOUND, "PRINCIPAL_NOT_FOUND", "the principal is not registered"));
    }
    PrincipalId id = principal.get();
    Failure wrong = wrongWith(asked, id, directory);
    if (wrong != null) {
      return refuse(wrong);
    }
    if (withdraw
        && asked.getRole() == Role.ROLE_DIRECTORY_ADMINISTRATOR
        && isLastAdministrator(directory, id)) {
      return refuse(lastAdministrator());
    }
    AgencyId service = asked.getService().isEmpty() ? null : new AgencyId(asked.getService());
    return new Plan.Change(
        new DirectoryChange.GrantChanged(id, new Grant(asked.getRole(), service), withdraw),
        withdraw ? "ROLE_WITHDRAWN" : "ROLE_GRANTED");
  }

  private static @Nullable Failure wrongWith(
      RoleGrant asked, PrincipalId principal, Directory directory) {
    String field = "grant.service";
    if (!Grant.isOfService(asked.getRole())) {
      return asked.getService().isEmpty()
          ? null
          : Failure.field("ROLE_TAKES_NO_SERVICE", field, "must be empty for this role");
    }
    if (asked.getService().isEmpty()) {
      return Failure.field("ROLE_NEEDS_SERVICE", field, "must name a service for this role");
    }
    AgencyId service = new AgencyId(asked.getService());
    if (!directory.isService(service)) {
      return Failure.of(
          Failure.Code.NOT_FOUND,
          "SERVICE_NOT_FOUND",
          "no youth justice service is registered under this id");
    }
    return service.equals(principal.agency())
        ? null
        : Failure.field(
            "SERVICE_NOT_OF_AGENCY", field, "must be the agency the principal belongs to");
  }

  /** Without an administrator nobody could ever change the directory again. */
  private static boolean isLastAdministrator(Directory directory, PrincipalId principal) {
    List<PrincipalId> administrators =
        directory.agencies().stream()
            .flatMap(agency ->
                directory.holders(Role.ROLE_DIRECTORY_ADMINISTRATOR, agency.id()).stream())
            .toList();
    return administrators.equals(List.of(principal));
  }

  private static Failure lastAdministrator() {
    return Failure.of(
        Failure.Code.FAILED_PRECONDITION,
        "LAST_ADMINISTRATOR",
        "the directory's last administrator cannot be taken away");
  }

  private static Failure agencyNotFound() {
    return Failure.of(Failure.Code.NOT_FOUND, "AGENCY_NOT_FOUND", "the agency is not registered");
  }

  private static Optional<Anchor> anchor(String pem) {
    try {
      return Optional.of(Anchor.of(Pem.certificate(pem)));
    } catch (CertificateException | IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  private static Optional<TokenIssuer> issuer(uk.yjx.identity.v1.TokenIssuer asked) {
    try {
      return Optional.of(
          new TokenIssuer(asked.getIssuer(), URI.create(asked.getJwksUri()), asked.getAudience()));
    } catch (IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  /** Guards against one agency speaking for another: an issuer belongs to one. */
  private static boolean isTaken(TokenIssuer issuer, AgencyId by, Directory directory) {
    return directory.agencies().stream()
        .filter(agency -> !agency.id().equals(by))
        .flatMap(agency -> agency.issuers().stream())
        .anyMatch(other -> other.issuer().equals(issuer.issuer()));
  }

  private static Optional<AgencyId> agencyId(String text) {
    try {
      return Optional.of(new AgencyId(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<PrincipalId> principalId(String text) {
    try {
      return Optional.of(PrincipalId.parse(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Plan refuse(Failure failure) {
    return new Plan.Refuse(failure);
  }
}
