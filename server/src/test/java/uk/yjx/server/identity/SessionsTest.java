package uk.yjx.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

class SessionsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
  private static final AgencyId SERVICE = new AgencyId("southwark");
  private static final PrincipalId WORKER = PrincipalId.parse("southwark/user/amy");
  private static final Grant ROLE = new Grant(Role.ROLE_CASE_MANAGER, SERVICE);
  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("Service", () -> NOW, new java.security.SecureRandom());

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final Sessions sessions = new Sessions(time::get);
  private final BlockingQueue<Failure> ends = new LinkedBlockingQueue<>();
  private final Directory atFirst =
      Directory.EMPTY.after(
          new Directory.Changes(
              List.of(
                  new Agency(
                      SERVICE,
                      AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE,
                      "Service",
                      List.of(),
                      List.of())),
              Map.of(SERVICE, List.of(Anchor.of(AUTHORITY.certificate()))),
              List.of(new Principal(WORKER, "Amy", false, Set.of())),
              List.of(new Directory.GrantChange(WORKER, ROLE, false)),
              List.of()),
          1);
  private final Caller caller =
      new Caller(
          WORKER,
          "yjx.test",
          new ClientCertificate(
              "ab".repeat(32),
              NOW.plusSeconds(60),
              Anchor.of(AUTHORITY.certificate()).sha256(),
              Set.of("ab".repeat(32))),
          Set.of(ROLE),
          1);

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void endsCallWhenTheRoleItNeedsIsWithdrawn() throws InterruptedException {
    open();
    sessions.directoryChanged(withdrawn());

    assertEquals(Sessions.ROLE_WITHDRAWN, ends.poll(10, TimeUnit.SECONDS));
    assertEquals(0, sessions.count());
  }

  @Test
  void endsCallWhenItsPrincipalIsDisabled() throws InterruptedException {
    open();
    sessions.directoryChanged(
        changed(List.of(new Principal(WORKER, "Amy", true, Set.of())), List.of(), List.of()));

    assertEquals(Sessions.ACCESS_ENDED, ends.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void endsCallWhenItsCertificateIsRevoked() throws InterruptedException {
    open();
    sessions.directoryChanged(
        changed(List.of(), List.of(), List.of(new Directory.Revocation(SERVICE, "ab".repeat(32)))));

    assertEquals(Sessions.ACCESS_ENDED, ends.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void endsCallThatWasAuthenticatedBeforeTheChangeAndRegisteredAfterIt()
      throws InterruptedException {
    sessions.directoryChanged(withdrawn());
    open();

    assertEquals(Sessions.ROLE_WITHDRAWN, ends.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void endsCallAtTheEndOfItsCertificateAndNotBefore() {
    open();
    time.set(NOW.plusSeconds(60).minusMillis(1));
    sessions.endThoseOutOfTime();
    assertEquals(1, sessions.count());

    time.set(NOW.plusSeconds(60));
    sessions.endThoseOutOfTime();
    assertEquals(List.of(Sessions.ACCESS_ENDED), List.copyOf(ends));
  }

  @Test
  void callThatEndedByItselfIsNotEndedAgain() {
    Sessions.Session session = open();
    session.close();
    time.set(NOW.plusSeconds(61));
    sessions.endThoseOutOfTime();

    assertEquals(List.of(), List.copyOf(ends));
  }

  @Test
  void oneCallThatCannotBeEndedDoesNotKeepOthersOpen() throws InterruptedException {
    CompletableFuture<Failure> failing = new CompletableFuture<>();
    sessions.register(
        caller,
        c -> c.holds(Role.ROLE_CASE_MANAGER),
        why -> {
          failing.complete(why);
          throw new IllegalStateException("cannot be ended");
        });
    open();
    sessions.directoryChanged(withdrawn());

    assertEquals(Sessions.ROLE_WITHDRAWN, ends.poll(10, TimeUnit.SECONDS));
    assertFalse(failing.isCompletedExceptionally());
  }

  private Sessions.Session open() {
    return sessions.register(caller, c -> c.holds(Role.ROLE_CASE_MANAGER), ends::add);
  }

  private Directory withdrawn() {
    return changed(List.of(), List.of(new Directory.GrantChange(WORKER, ROLE, true)), List.of());
  }

  private Directory changed(
      List<Principal> principals,
      List<Directory.GrantChange> grants,
      List<Directory.Revocation> revocations) {
    return atFirst.after(
        new Directory.Changes(List.of(), Map.of(), principals, grants, revocations), 2);
  }
}
