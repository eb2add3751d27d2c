package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.WhoAmIRequest;

/** The order of the chain, as a list and as seen from outside. */
class InterceptorsTest {
  private static final RegisterAgencyRequest INVALID = RegisterAgencyRequest.getDefaultInstance();

  private final TestEdge edge = TestEdge.shared();

  @Test
  void chainIsInThisOrderOutsideIn() {
    assertEquals(
        List.of(
            CallMetrics.class,
            ErrorMapping.class,
            DeadlineCap.class,
            ConnectionLimit.class,
            Authentication.class,
            RateLimit.class,
            RoleCheck.class,
            Validation.class,
            DisclosureGuard.class),
        edge.context.getBean(Interceptors.class).outsideIn().stream()
            .<Class<?>>map(Object::getClass)
            .toList());
  }

  @Test
  void authenticationComesBeforeTheRoleAndTheRoleBeforeTheRules() {
    assertEquals(
        "UNAUTHENTICATED CERTIFICATE_MISSING",
        Told.reason(() -> edge.directory(null).registerAgency(INVALID)));
    var worker = edge.directory(edge.client(TestEdge.WORKER));
    assertEquals(
        "PERMISSION_DENIED ROLE_MISSING", Told.reason(() -> worker.registerAgency(INVALID)));
    assertEquals(
        "INVALID_ARGUMENT VALIDATION_FAILED",
        Told.reason(() -> edge.directory().registerAgency(INVALID)));
  }

  @Test
  void rateLimitComesAfterAuthenticationAndBeforeTheRole() {
    try (TestEdge limited =
        TestEdge.with(
            Map.of("yjx.transport.calls-per-second", "1", "yjx.transport.calls-burst", "1"))) {
      var administrator = limited.directory();
      administrator.whoAmI(WhoAmIRequest.getDefaultInstance());

      assertEquals(
          "RESOURCE_EXHAUSTED RATE_LIMITED",
          Told.reason(() -> administrator.registerAgency(INVALID)));
      assertEquals(
          "UNAUTHENTICATED CERTIFICATE_MISSING",
          Told.reason(() -> limited.directory(null).registerAgency(INVALID)));
    }
  }
}
