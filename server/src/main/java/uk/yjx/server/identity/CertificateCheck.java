package uk.yjx.server.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Says who a certificate belongs to and whether it may call. The path is validated (RFC 5280) with
 * the anchors of the very agency the certificate names, so no agency's authority can speak for
 * another. What the directory holds about a principal is told only to who proved to be of that
 * agency.
 */
public final class CertificateCheck {
  /** Certificates on a path, the client's own included. */
  static final int PATH_LENGTH_MAX = 5;

  private static final int SAN_URI = 6;
  private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

  private CertificateCheck() {}

  /**
   * Checks the certificates a client proved to hold the key of, its own first.
   *
   * @param trustDomain the exchange's trust domain, as in the certificates' URIs
   */
  public static Verdict check(
      List<X509Certificate> chain, Directory directory, String trustDomain, Instant now) {
    if (chain.isEmpty()) {
      return new Verdict.Refused(CertificateFailures.MISSING);
    }
    Optional<PrincipalId> named = principalOf(chain.getFirst(), trustDomain);
    if (named.isEmpty()) {
      return new Verdict.Refused(CertificateFailures.MALFORMED);
    }
    PrincipalId principal = named.get();
    Optional<Agency> agency = directory.agency(principal.agency());
    if (agency.isEmpty()) {
      return new Verdict.Refused(CertificateFailures.AGENCY_UNKNOWN);
    }
    return switch (validate(chain, agency.get().anchors(), now)) {
      case Path.Broken broken -> new Verdict.Refused(broken.why());
      case Path.Trusted trusted ->
          again(
              new Caller(principal, trustDomain, trusted.certificate(), Set.of(), 0),
              directory,
              now);
    };
  }

  /** Asks the directory of another position again about a caller accepted before. */
  public static Verdict again(Caller caller, Directory directory, Instant now) {
    ClientCertificate certificate = caller.certificate();
    Optional<Agency> agency = directory.agency(caller.agency());
    boolean trusted =
        agency.isPresent()
            && agency.get().anchors().stream()
                .anyMatch(a -> a.sha256().equals(certificate.anchorSha256()));
    if (!trusted) {
      return new Verdict.Refused(CertificateFailures.NOT_TRUSTED);
    }
    BearerToken token = certificate.token();
    if (!now.isBefore(certificate.ends())) {
      return new Verdict.Refused(
          token == null || now.isBefore(token.ends())
              ? CertificateFailures.EXPIRED
              : TokenFailures.EXPIRED);
    }
    for (String sha256 : certificate.pathSha256()) {
      if (directory.isRevoked(caller.agency(), sha256)) {
        return new Verdict.Refused(CertificateFailures.REVOKED);
      }
    }
    if (token != null && tokenEnded(token, agency.get(), directory)) {
      return new Verdict.Refused(TokenFailures.REVOKED);
    }
    Optional<Principal> principal = directory.principal(caller.principal());
    if (principal.isEmpty()) {
      return new Verdict.Refused(CertificateFailures.PRINCIPAL_UNKNOWN);
    }
    if (principal.get().disabled()) {
      return new Verdict.Refused(CertificateFailures.PRINCIPAL_DISABLED);
    }
    return new Verdict.Accepted(
        new Caller(
            caller.principal(),
            caller.trustDomain(),
            certificate,
            principal.get().grants(),
            directory.position()));
  }

  /** Revoked itself, its issuer withdrawn or changed, or the system it came through disabled. */
  private static boolean tokenEnded(BearerToken token, Agency agency, Directory directory) {
    return directory.isRevoked(agency.id(), token.sha256())
        || !agency.issuers().contains(token.issuer())
        || directory.principal(token.through()).map(Principal::disabled).orElse(true);
  }

  private sealed interface Path {
    record Trusted(ClientCertificate certificate) implements Path {}

    record Broken(Failure why) implements Path {}
  }

  private static Optional<PrincipalId> principalOf(X509Certificate leaf, String trustDomain) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      if (names == null || leaf.getBasicConstraints() >= 0) {
        return Optional.empty();
      }
      List<String> uris =
          names.stream()
              .filter(name -> Integer.valueOf(SAN_URI).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
      String prefix = "spiffe://" + trustDomain + "/agency/";
      if (uris.size() != 1 || !uris.getFirst().startsWith(prefix)) {
        return Optional.empty();
      }
      return Optional.of(PrincipalId.parse(uris.getFirst().substring(prefix.length())));
    } catch (CertificateParsingException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Path validate(List<X509Certificate> chain, List<Anchor> anchors, Instant now) {
    X509Certificate leaf = chain.getFirst();
    Set<X509Certificate> roots =
        anchors.stream().map(Anchor::certificate).collect(Collectors.toSet());
    List<X509Certificate> path = chain.stream().filter(c -> !roots.contains(c)).toList();
    if (roots.isEmpty() || path.isEmpty() || path.size() > PATH_LENGTH_MAX || !isForClients(leaf)) {
      return new Path.Broken(CertificateFailures.NOT_TRUSTED);
    }
    Instant begins = leaf.getNotBefore().toInstant();
    Instant ends = leaf.getNotAfter().toInstant();
    if (now.isBefore(begins)) {
      return brokenInTime(path, roots, begins, CertificateFailures.NOT_YET_VALID);
    }
    if (!now.isBefore(ends)) {
      return brokenInTime(path, roots, ends, CertificateFailures.EXPIRED);
    }
    return anchorOf(path, roots, now)
        .<Path>map(anchor ->
            new Path.Trusted(
                new ClientCertificate(
                    Pem.sha256(leaf),
                    earliestEnd(path),
                    Pem.sha256(anchor),
                    path.stream().map(Pem::sha256).collect(Collectors.toSet()))))
        .orElseGet(() -> new Path.Broken(CertificateFailures.NOT_TRUSTED));
  }

  /** Guards against a forger learning anything: only a genuine certificate is told its times. */
  private static Path brokenInTime(
      List<X509Certificate> path, Set<X509Certificate> roots, Instant at, Failure inTime) {
    return new Path.Broken(
        anchorOf(path, roots, at).isPresent() ? inTime : CertificateFailures.NOT_TRUSTED);
  }

  private static Optional<X509Certificate> anchorOf(
      List<X509Certificate> path, Set<X509Certificate> roots, Instant at) {
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              roots.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet()));
      // Revocations are facts of the directory, asked in `again`.
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      PKIXCertPathValidatorResult result =
          (PKIXCertPathValidatorResult)
              CertPathValidator.getInstance("PKIX")
                  .validate(
                      CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return Optional.of(result.getTrustAnchor().getTrustedCert());
    } catch (CertPathValidatorException | CertificateException untrusted) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK validates PKIX paths", e);
    }
  }

  private static Instant earliestEnd(List<X509Certificate> path) {
    return path.stream()
        .map(c -> c.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private static boolean isForClients(X509Certificate leaf) {
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      return purposes == null || purposes.contains(CLIENT_AUTHENTICATION);
    } catch (CertificateParsingException malformed) {
      return false;
    }
  }
}
