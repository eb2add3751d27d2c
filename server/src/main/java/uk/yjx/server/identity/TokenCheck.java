package uk.yjx.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Says which person a bearer token speaks for (RFC 7519; OpenID Connect Core 1.0). It comes over
 * the mutual TLS of a system of the person's own agency, and counts only there: a stolen token is
 * worth nothing without a certificate of that agency, and no issuer speaks for another agency.
 */
@Singleton
public final class TokenCheck {
  /** How far the clocks of issuers may be off. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  /** A token that lives longer is refused, so that a lost one ends the same day. */
  static final Duration LIFETIME_MAX = Duration.ofHours(12);

  static final int TOKEN_CHARS_MAX = 6_000;

  private static final String SCHEME = "Bearer ";

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

  /** What providers call an access token (RFC 9068). */
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  private final TokenKeys keys;
  private final DirectoryFacts facts;
  private final InstantSource clock;

  TokenCheck(TokenKeys keys, DirectoryFacts facts, InstantSource clock) {
    this.keys = keys;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Checks a token against the directory now.
   *
   * @param through who calls by certificate: a system of the person's agency
   * @param authorization the metadata of that name
   */
  public Verdict check(Caller through, String authorization) {
    return check(through, authorization, facts.current(), clock.instant());
  }

  Verdict check(Caller through, String authorization, Directory directory, Instant now) {
    if (!authorization.startsWith(SCHEME) || authorization.length() > TOKEN_CHARS_MAX) {
      return new Verdict.Refused(TokenFailures.MALFORMED);
    }
    String compact = authorization.substring(SCHEME.length()).strip();
    try {
      JWT parsed = JWTParser.parse(compact);
      if (!(parsed instanceof SignedJWT token)
          || !ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
        return new Verdict.Refused(TokenFailures.ALGORITHM);
      }
      String named = token.getJWTClaimsSet().getIssuer();
      Optional<TokenIssuer> issuer = ofAgency(directory, through, named);
      if (issuer.isEmpty()) {
        return new Verdict.Refused(
            directory.isIssuer(named)
                ? TokenFailures.ANOTHER_AGENCY
                : TokenFailures.ISSUER_UNKNOWN);
      }
      return judge(through, compact, verified(token, issuer.get()), issuer.get(), directory, now);
    } catch (ParseException malformed) {
      return new Verdict.Refused(TokenFailures.MALFORMED);
    } catch (KeySourceException unavailable) {
      return new Verdict.Refused(TokenFailures.KEYS_UNAVAILABLE);
    } catch (BadJOSEException | JOSEException untrusted) {
      return new Verdict.Refused(TokenFailures.NOT_TRUSTED);
    }
  }

  /** The claims, once the signature is the issuer's: a forger learns nothing of times or people. */
  private JWTClaimsSet verified(SignedJWT token, TokenIssuer issuer)
      throws BadJOSEException, JOSEException {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.of(issuer)));
    processor.setJWTClaimsSetVerifier((claims, context) -> {}); // judged below, each by its reason
    return processor.process(token, null);
  }

  private static Verdict judge(
      Caller through,
      String compact,
      JWTClaimsSet claims,
      TokenIssuer issuer,
      Directory directory,
      Instant now) {
    if (!claims.getAudience().contains(issuer.audience())) {
      return new Verdict.Refused(TokenFailures.AUDIENCE);
    }
    Instant ends = instant(claims.getExpirationTime());
    if (ends == null || !now.isBefore(ends.plus(CLOCK_SKEW))) {
      return new Verdict.Refused(TokenFailures.EXPIRED);
    }
    if (ends.isAfter(now.plus(LIFETIME_MAX))) {
      return new Verdict.Refused(TokenFailures.LIVES_TOO_LONG);
    }
    Instant begins = instant(claims.getNotBeforeTime());
    if (begins != null && now.plus(CLOCK_SKEW).isBefore(begins)) {
      return new Verdict.Refused(TokenFailures.NOT_YET_VALID);
    }
    Optional<PrincipalId> person = person(through, claims.getSubject());
    if (person.isEmpty() || directory.principal(person.get()).isEmpty()) {
      return new Verdict.Refused(TokenFailures.SUBJECT_UNKNOWN);
    }
    BearerToken token =
        new BearerToken(sha256(compact), issuer, ends.plus(CLOCK_SKEW), through.principal());
    return CertificateCheck.again(
        new Caller(
            person.get(), through.trustDomain(), through.certificate().with(token), Set.of(), 0),
        directory,
        now);
  }

  private static Optional<TokenIssuer> ofAgency(
      Directory directory, Caller through, @Nullable String named) {
    return directory.agency(through.agency()).stream()
        .flatMap(agency -> agency.issuers().stream())
        .filter(issuer -> issuer.issuer().equals(named))
        .findFirst();
  }

  private static Optional<PrincipalId> person(Caller through, @Nullable String subject) {
    if (subject == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PrincipalId(through.agency(), PrincipalId.Kind.USER, subject));
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  private static String sha256(String compact) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(compact.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
