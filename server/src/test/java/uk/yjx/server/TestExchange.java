package uk.yjx.server;

import io.grpc.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.CertificateAuthority;
import uk.yjx.server.identity.ClientCertificate;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.FileKeyset;
import uk.yjx.server.storage.Keys;
import uk.yjx.server.storage.TestDatabase;
import uk.yjx.server.storage.Vault;

/**
 * The whole exchange over a test's database, without its edge: endpoints are called as the first
 * administrator, who has every role of the operator's agency.
 */
public final class TestExchange implements AutoCloseable {
  private static final PrincipalId ADMINISTRATOR = PrincipalId.parse("operator/user/administrator");
  private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(1);

  private final ApplicationContext context;
  private final Caller administrator;

  private TestExchange(ApplicationContext context, Caller administrator) {
    this.context = context;
    this.administrator = administrator;
  }

  /** Starts it; files go below the folder. Close it before the database. */
  public static TestExchange on(TestDatabase database, Path folder) throws IOException {
    return on(database, folder, Map.of());
  }

  /** Starts it with further settings. */
  public static TestExchange on(TestDatabase database, Path folder, Map<String, Object> further)
      throws IOException {
    InstantSource clock = Clock.systemUTC();
    CertificateAuthority authority =
        CertificateAuthority.create("operator", clock, new SecureRandom());
    Path anchor = folder.resolve("operator.pem");
    Pem.writeCertificate(anchor, authority.certificate());
    authority.issueServer(List.of("localhost"), CERTIFICATE_VALIDITY).write(folder, "server");
    ApplicationContext context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(
                Map.of(
                    "yjx.storage.data-dir",
                    folder.toString(),
                    "yjx.identity.operator-anchor",
                    anchor.toString(),
                    // Settings that the edge must have; only its certificate is read.
                    "yjx.transport.certificate",
                    folder.resolve("server.crt").toString(),
                    "yjx.transport.key",
                    folder.resolve("server.key").toString()))
            .properties(further)
            .beanDefinitions(
                RuntimeBeanDefinition.builder(Database.class, database::database)
                    .singleton(true)
                    .replaces(Database.class)
                    .build(),
                RuntimeBeanDefinition.builder(Vault.class, database::vault)
                    .singleton(true)
                    .replaces(Vault.class)
                    .build(),
                RuntimeBeanDefinition.builder(FileKeyset.class, database::keyset)
                    .singleton(true)
                    .replaces(FileKeyset.class)
                    .build(),
                RuntimeBeanDefinition.builder(Keys.class, database::keys)
                    .singleton(true)
                    .replaces(Keys.class)
                    .build())
            .start();
    ClientCertificate certificate =
        new ClientCertificate(
            "00".repeat(32),
            clock.instant().plus(CERTIFICATE_VALIDITY),
            Pem.sha256(authority.certificate()),
            Set.of());
    return new TestExchange(
        context, new Caller(ADMINISTRATOR, "yjx.local", certificate, grants(), 0));
  }

  /** A bean of the exchange. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Calls an endpoint as the administrator. */
  public void asAdministrator(Runnable call) {
    Context.current().withValue(Caller.KEY, administrator).run(call);
  }

  /** A caller of the operator's agency who holds no role. */
  public Caller callerWithoutRoles() {
    return new Caller(
        PrincipalId.parse("operator/system/reader"),
        administrator.trustDomain(),
        administrator.certificate(),
        Set.of(),
        0);
  }

  @Override
  public void close() {
    context.close();
  }

  private static Set<Grant> grants() {
    return Stream.of(
            Role.ROLE_DIRECTORY_ADMINISTRATOR,
            Role.ROLE_AGREEMENT_ADMINISTRATOR,
            Role.ROLE_OPERATOR,
            Role.ROLE_AUDITOR)
        .map(role -> new Grant(role, null))
        .collect(Collectors.toSet());
  }
}
