package uk.yjx.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.TokenIssuer;
import uk.yjx.identity.v1.WhoAmIRequest;
import uk.yjx.server.alerts.Area;

/** A person's bearer token over their agency's certificate, through the whole edge. */
final class BearerTokensTest {
  private static final String ADMINISTRATOR = "operator/user/administrator";

  private final WireExchange exchange = WireExchange.shared();
  private final Area area = Area.full(exchange);

  @Test
  void callsAsThePersonOverTheAgencysCertificateUntilTheRoleIsWithdrawn()
      throws JOSEException, IOException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("first").generate();
    HttpServer keys = keys(key);
    try {
      String base = "http://127.0.0.1:" + keys.getAddress().getPort();
      register(base);
      Channel amy = bearing(token(key, base, 600));
      assertEquals(
          area.ann,
          DirectoryServiceGrpc.newBlockingStub(amy)
              .whoAmI(WhoAmIRequest.getDefaultInstance())
              .getPrincipalId());
      assertEquals(
          "TOKEN_EXPIRED",
          refused(() -> {
            var unused =
                DirectoryServiceGrpc.newBlockingStub(bearing(token(key, base, -600)))
                    .whoAmI(WhoAmIRequest.getDefaultInstance());
          }));
      Iterator<WatchResponse> open =
          AlertServiceGrpc.newBlockingStub(amy)
              .watch(WatchRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build());
      assertTrue(open.hasNext());
      area.withdraw(area.ann, Role.ROLE_CASE_MANAGER, area.service);
      assertEquals("ROLE_WITHDRAWN", refused(() -> open.forEachRemaining(frame -> {})));
    } finally {
      keys.stop(0);
    }
  }

  private interface Call {
    void run() throws JOSEException;
  }

  private static String refused(Call call) {
    StatusRuntimeException ended = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(
        ended.getStatus().getCode() == Status.Code.UNAUTHENTICATED
            || ended.getStatus().getCode() == Status.Code.PERMISSION_DENIED,
        ended.toString());
    return uk.yjx.client.Errors.of(ended).reason();
  }

  private void register(String base) {
    var unused =
        DirectoryServiceGrpc.newBlockingStub(exchange.as(ADMINISTRATOR))
            .registerAgency(
                RegisterAgencyRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAgency(
                        Agency.newBuilder()
                            .setAgencyId(area.service)
                            .setKind(AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE)
                            .setDisplayName("Invented")
                            .addLocalAuthorities(area.authority)
                            .addTrustAnchorsPem(exchange.anchorPem())
                            .addTokenIssuers(
                                TokenIssuer.newBuilder()
                                    .setIssuer(base + "/login")
                                    .setJwksUri(base + "/keys")
                                    .setAudience("yjx")))
                    .build());
  }

  private Channel bearing(String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return ClientInterceptors.intercept(
        exchange.as(area.service + "/system/cases"),
        MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private String token(RSAKey key, String base, long seconds) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(base + "/login")
                .audience("yjx")
                .subject(area.ann.substring(area.ann.lastIndexOf('/') + 1))
                .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static HttpServer keys(RSAKey key) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] set = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, set.length);
          exchange.getResponseBody().write(set);
          exchange.close();
        });
    server.start();
    return server;
  }
}
