package uk.yjx.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import uk.yjx.identity.v1.ListAgenciesRequest;
import uk.yjx.identity.v1.ListAgenciesResponse;
import uk.yjx.identity.v1.ListPrincipalsRequest;
import uk.yjx.identity.v1.ListPrincipalsResponse;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WhoAmIResponse;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Failure;

/** Writes parts of the directory in the form of the contract. */
final class DirectoryPages {
  /** Entries of a page when its request does not say. */
  static final int PAGE_SIZE_DEFAULT = 50;

  private DirectoryPages() {}

  static ListAgenciesResponse agencies(ListAgenciesRequest request, Directory directory) {
    Page<Agency> page =
        page(
            directory.agencies(),
            agency -> agency.id().value(),
            request.getPageSize(),
            request.getPageToken());
    ListAgenciesResponse.Builder answer =
        ListAgenciesResponse.newBuilder().setNextPageToken(page.nextToken());
    page.items().forEach(agency -> answer.addAgencies(toProto(agency)));
    return answer.build();
  }

  static ListPrincipalsResponse principals(ListPrincipalsRequest request, Directory directory) {
    String agency = request.getAgencyId();
    List<Principal> asked =
        directory.principals().stream()
            .filter(p -> agency.isEmpty() || p.id().agency().value().equals(agency))
            .toList();
    Page<Principal> page =
        page(asked, p -> p.id().toString(), request.getPageSize(), request.getPageToken());
    ListPrincipalsResponse.Builder answer =
        ListPrincipalsResponse.newBuilder().setNextPageToken(page.nextToken());
    page.items().forEach(principal -> answer.addPrincipals(toProto(principal)));
    return answer.build();
  }

  static List<String> idsOf(ListPrincipalsResponse page) {
    return page.getPrincipalsList().stream()
        .map(uk.yjx.identity.v1.Principal::getPrincipalId)
        .toList();
  }

  static WhoAmIResponse whoIs(Caller caller) {
    return WhoAmIResponse.newBuilder()
        .setPrincipalId(caller.principal().toString())
        .setAgencyId(caller.agency().value())
        .addAllRoles(toProto(caller.grants()))
        .setCertificateEndsAt(Receipts.timestamp(caller.certificateEnds()))
        .build();
  }

  private record Page<T>(List<T> items, String nextToken) {}

  /** A page token is the id the page before ended with. */
  private static <T> Page<T> page(
      Collection<T> inOrder, Function<T, String> id, int size, String token) {
    String after = decode(token);
    int limit = size == 0 ? PAGE_SIZE_DEFAULT : size;
    List<T> found =
        inOrder.stream()
            .filter(item -> id.apply(item).compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    if (found.size() <= limit) {
      return new Page<>(found, "");
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, encode(id.apply(items.getLast())));
  }

  private static String encode(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.US_ASCII));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException malformed) {
      throw Failure.field(
              "PAGE_TOKEN_MALFORMED", "page_token", "must be a token from the page before")
          .refused();
    }
  }

  private static uk.yjx.identity.v1.Agency toProto(Agency agency) {
    return uk.yjx.identity.v1.Agency.newBuilder()
        .setAgencyId(agency.id().value())
        .setKind(agency.kind())
        .setDisplayName(agency.displayName())
        .addAllLocalAuthorities(agency.localAuthorities())
        .addAllTrustAnchorsPem(
            agency.anchors().stream().map(a -> Pem.certificate(a.certificate())).toList())
        .addAllTokenIssuers(
            agency.issuers().stream()
                .map(issuer ->
                    uk.yjx.identity.v1.TokenIssuer.newBuilder()
                        .setIssuer(issuer.issuer())
                        .setJwksUri(issuer.jwksUri().toString())
                        .setAudience(issuer.audience())
                        .build())
                .toList())
        .build();
  }

  private static uk.yjx.identity.v1.Principal toProto(Principal principal) {
    return uk.yjx.identity.v1.Principal.newBuilder()
        .setPrincipalId(principal.id().toString())
        .setDisplayName(principal.displayName())
        .setDisabled(principal.disabled())
        .addAllRoles(toProto(principal.grants()))
        .build();
  }

  private static List<RoleGrant> toProto(Collection<Grant> grants) {
    return grants.stream()
        .map(grant ->
            RoleGrant.newBuilder()
                .setRole(grant.role())
                .setService(grant.service() == null ? "" : grant.service().value())
                .build())
        .sorted(
            Comparator.comparingInt(RoleGrant::getRoleValue).thenComparing(RoleGrant::getService))
        .toList();
  }
}
