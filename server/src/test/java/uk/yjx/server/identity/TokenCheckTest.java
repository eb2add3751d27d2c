package uk.yjx.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/** Whom a bearer token speaks for, with issuers on this machine. */
class TokenCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
  private static final AgencyId SERVICE = new AgencyId("southwark");
  private static final AgencyId OTHER = new AgencyId("swindon");
  private static final PrincipalId AMY = PrincipalId.parse("southwark/user/amy");
  private static final PrincipalId GATEWAY = PrincipalId.parse("southwark/system/gateway");
  private static final Grant ROLE = new Grant(Role.ROLE_CASE_MANAGER, SERVICE);
  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("Service", () -> NOW, new SecureRandom());

  private static final RSAKey KEY = rsa("first");
  private static final RSAKey STRANGER = rsa("first"); // the same name, another key
  private static final ECKey CURVE = curve();
  private static final AtomicInteger FETCHES = new AtomicInteger();
  private static final HttpServer KEYS = keys();
  private static final String BASE = "http://127.0.0.1:" + KEYS.getAddress().getPort();
  private static final TokenIssuer ISSUER =
      new TokenIssuer(BASE + "/southwark", URI.create(BASE + "/keys"), "yjx");
  private static final TokenIssuer FOREIGN =
      new TokenIssuer(BASE + "/swindon", URI.create(BASE + "/keys"), "yjx");

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final Sessions sessions = new Sessions(time::get);
  private final TokenCheck check =
      new TokenCheck(new TokenKeys(), new DirectoryFacts(sessions, time::get), time::get);
  private final Directory directory =
      Directory.EMPTY.after(
          new Directory.Changes(
              List.of(agency(SERVICE, ISSUER), agency(OTHER, FOREIGN)),
              Map.of(SERVICE, List.of(Anchor.of(AUTHORITY.certificate()))),
              List.of(
                  new Principal(AMY, "Amy", false, Set.of()),
                  new Principal(GATEWAY, "Gateway", false, Set.of())),
              List.of(new Directory.GrantChange(AMY, ROLE, false)),
              List.of()),
          1);
  private final Caller gateway =
      new Caller(
          GATEWAY,
          "yjx.test",
          new ClientCertificate(
              "ab".repeat(32),
              NOW.plus(Duration.ofDays(30)),
              Anchor.of(AUTHORITY.certificate()).sha256(),
              Set.of("ab".repeat(32))),
          Set.of(),
          1);

  @AfterAll
  static void stop() {
    KEYS.stop(0);
  }

  @Test
  void takesThePersonFromTheTokenAndTheAgencyFromTheCertificate() throws JOSEException {
    for (String token : List.of(signed(KEY, claims().build()), signed(CURVE, claims().build()))) {
      Caller amy = accepted(token);
      assertEquals(AMY, amy.principal());
      assertEquals(Set.of(ROLE), amy.grants());
      assertEquals(NOW.plusSeconds(600).plus(TokenCheck.CLOCK_SKEW), amy.certificateEnds());
    }
  }

  @Test
  void saysWhatIsWrongWithAToken() throws JOSEException {
    assertEquals("TOKEN_MALFORMED", refused("Basic abc"));
    assertEquals("TOKEN_MALFORMED", refused("Bearer not.a.token"));
    assertEquals(
        "TOKEN_ALGORITHM_NOT_ALLOWED",
        refused("Bearer " + new PlainJWT(claims().build()).serialize()));
    assertEquals("TOKEN_ALGORITHM_NOT_ALLOWED", refused("Bearer " + hmac(claims().build())));
    assertEquals(
        "TOKEN_ISSUER_UNKNOWN", reason(claims().issuer("https://elsewhere.example").build()));
    assertEquals("TOKEN_OF_ANOTHER_AGENCY", reason(claims().issuer(FOREIGN.issuer()).build()));
    assertEquals("TOKEN_NOT_TRUSTED", refused("Bearer " + signed(STRANGER, claims().build())));
    assertEquals("TOKEN_AUDIENCE_WRONG", reason(claims().audience("another").build()));
    assertEquals("TOKEN_AUDIENCE_WRONG", reason(claims().audience(List.of()).build()));
    assertEquals("TOKEN_EXPIRED", reason(claims().expirationTime(at(-61)).build()));
    assertEquals("TOKEN_EXPIRED", reason(claims().expirationTime(null).build()));
    assertEquals("TOKEN_NOT_YET_VALID", reason(claims().notBeforeTime(at(90)).build()));
    assertEquals("TOKEN_LIVES_TOO_LONG", reason(claims().expirationTime(at(13 * 3600)).build()));
    assertEquals("TOKEN_SUBJECT_UNKNOWN", reason(claims().subject("nobody").build()));
    assertEquals("TOKEN_SUBJECT_UNKNOWN", reason(claims().subject("../amy").build()));
    assertEquals("TOKEN_SUBJECT_UNKNOWN", reason(claims().subject(null).build()));
  }

  @Test
  void allowsForClocksThatAreAMinuteOff() throws JOSEException {
    accepted(signed(KEY, claims().expirationTime(at(-59)).build()));
    accepted(signed(KEY, claims().notBeforeTime(at(59)).build()));
  }

  @Test
  void asksForKeysOnceForManyTokensAndNotForEveryUnknownOne() throws JOSEException {
    accepted(signed(KEY, claims().build()));
    int before = FETCHES.get();
    for (int i = 0; i < 50; i++) {
      accepted(signed(KEY, claims().claim("n", i).build()));
    }
    assertEquals(before, FETCHES.get());
    RSAKey unknown = rsa("unknown");
    for (int i = 0; i < 50; i++) {
      var unused = refused("Bearer " + signed(unknown, claims().build()));
    }
    assertTrue(FETCHES.get() <= before + 2, "fetched " + (FETCHES.get() - before) + " times");
  }

  @Test
  void readsNoKeysFromElsewhereOrWithoutEndOrNotAtAll() throws JOSEException {
    for (String path : List.of("/redirect", "/endless", "/broken")) {
      TokenIssuer issuer = new TokenIssuer(BASE + path, URI.create(BASE + path), "yjx");
      Directory other =
          directory.after(
              new Directory.Changes(
                  List.of(),
                  Map.of(),
                  Map.of(SERVICE, List.of(issuer)),
                  List.of(),
                  List.of(),
                  List.of()),
              2);
      Verdict verdict =
          check.check(
              gateway,
              "Bearer " + signed(KEY, claims().issuer(issuer.issuer()).build()),
              other,
              NOW);
      assertEquals(TokenFailures.KEYS_UNAVAILABLE, failure(verdict), path);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenIssuer("https://a.example", URI.create("http://10.0.0.1/keys"), "yjx"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenIssuer("https://a.example", URI.create("file:///etc/passwd"), "yjx"));
  }

  @Test
  void endsOpenCallsWhenTheTokenEndsIsRevokedOrLosesItsIssuerGatewayOrRole()
      throws JOSEException, InterruptedException {
    String compact = signed(KEY, claims().build());
    String sha256 = sha256(compact);
    assertEquals(
        TokenFailures.REVOKED,
        ended(
            compact,
            changed(Map.of(), List.of(), List.of(), new Directory.Revocation(SERVICE, sha256))));
    assertEquals(
        TokenFailures.REVOKED,
        ended(compact, changed(Map.of(SERVICE, List.of()), List.of(), List.of())));
    assertEquals(
        TokenFailures.REVOKED,
        ended(
            compact,
            changed(
                Map.of(), List.of(new Principal(GATEWAY, "Gateway", true, Set.of())), List.of())));
    assertEquals(
        Sessions.ROLE_WITHDRAWN,
        ended(
            compact,
            changed(Map.of(), List.of(), List.of(new Directory.GrantChange(AMY, ROLE, true)))));
    BlockingQueue<Failure> ends = open(compact);
    time.set(NOW.plusSeconds(600).plus(TokenCheck.CLOCK_SKEW));
    sessions.endThoseOutOfTime();
    assertEquals(TokenFailures.EXPIRED, ends.poll(10, TimeUnit.SECONDS));
  }

  private Failure ended(String compact, Directory changed) throws InterruptedException {
    BlockingQueue<Failure> ends = open(compact);
    sessions.directoryChanged(changed);
    Failure why = ends.poll(10, TimeUnit.SECONDS);
    if (why == null) {
      throw new AssertionError("the call goes on");
    }
    return why;
  }

  private BlockingQueue<Failure> open(String compact) {
    sessions.directoryChanged(directory);
    BlockingQueue<Failure> ends = new LinkedBlockingQueue<>();
    var unused =
        sessions.register(accepted(compact), c -> c.holds(Role.ROLE_CASE_MANAGER), ends::add);
    return ends;
  }

  private Directory changed(
      Map<AgencyId, List<TokenIssuer>> issuers,
      List<Principal> principals,
      List<Directory.GrantChange> grants,
      Directory.Revocation... revocations) {
    return directory.after(
        new Directory.Changes(
            List.of(), Map.of(), issuers, principals, grants, List.of(revocations)),
        2);
  }

  private Caller accepted(String compact) {
    return assertInstanceOf(
            Verdict.Accepted.class, check.check(gateway, "Bearer " + compact, directory, NOW))
        .caller();
  }

  private String reason(JWTClaimsSet claims) throws JOSEException {
    return refused("Bearer " + signed(KEY, claims));
  }

  private String refused(String authorization) {
    return failure(check.check(gateway, authorization, directory, NOW)).reason();
  }

  private static Failure failure(Verdict verdict) {
    return assertInstanceOf(Verdict.Refused.class, verdict).failure();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER.issuer())
        .audience("yjx")
        .subject("amy")
        .issueTime(at(0))
        .expirationTime(at(600));
  }

  private static Date at(long seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build(),
            claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static String signed(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }

  /** Signed with what everybody knows: the public key, taken for a secret (RFC 8725, 2.1). */
  private static String hmac(JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.getKeyID()).build(), claims);
    token.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
    return token.serialize();
  }

  private static Agency agency(AgencyId id, TokenIssuer issuer) {
    return new Agency(
        id,
        AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE,
        id.value(),
        List.of(),
        List.of(),
        List.of(issuer));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey curve() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpServer keys() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      String set = new JWKSet(List.of(KEY.toPublicJWK(), CURVE.toPublicJWK())).toString();
      server.createContext(
          "/keys",
          exchange -> {
            FETCHES.incrementAndGet();
            answer(exchange, 200, set);
          });
      server.createContext(
          "/redirect",
          exchange -> {
            exchange.getResponseHeaders().set("Location", "/keys");
            answer(exchange, 302, "");
          });
      server.createContext(
          "/endless",
          exchange -> answer(exchange, 200, set + " ".repeat(TokenKeys.KEY_SET_BYTES_MAX + 1)));
      server.createContext("/broken", exchange -> answer(exchange, 200, "no keys"));
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
