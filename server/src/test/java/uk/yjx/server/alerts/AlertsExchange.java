package uk.yjx.server.alerts;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.scheduling.TaskExecutors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import uk.yjx.server.ExchangeUnderTest;
import uk.yjx.server.ServerClock;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.CertificateAuthority;
import uk.yjx.server.identity.ClientCertificate;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.identity.Principal;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.FileKeyset;
import uk.yjx.server.storage.Keys;
import uk.yjx.server.storage.TestDatabase;
import uk.yjx.server.storage.Vault;

/**
 * One exchange for all test classes of this JVM, called over an in-process channel by whoever the
 * directory names. Tests use agencies of their own, so that they do not disturb each other.
 */
public final class AlertsExchange implements ExchangeUnderTest {
  /** The tests of one JVM let years pass on the clock they share. */
  private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(10_000);

  private static final Metadata.Key<String> AS =
      Metadata.Key.of("as", Metadata.ASCII_STRING_MARSHALLER);

  private final AtomicInteger numbers = new AtomicInteger();
  private final TestDatabase database = TestDatabase.fresh();
  private final ServerClock clock = new ServerClock(Instant.now());
  private final CertificateAuthority authority;
  private final ApplicationContext context;
  private final Server server;
  private final ManagedChannel channel;

  /**
   * An exchange of a test's own, which reaches its database by another way; it lives as long as the
   * JVM.
   */
  public static AlertsExchange through(String name, Function<TestDatabase, Database> way) {
    return new AlertsExchange(name, way);
  }

  private AlertsExchange(String name, Function<TestDatabase, Database> way) {
    try {
      Path folder = Files.createTempDirectory("yjx-alerts-");
      PkiFolder pki =
          PkiFolder.init(
              folder.resolve("pki"),
              "Tests",
              List.of("localhost"),
              Clock.systemUTC(),
              new SecureRandom());
      authority = pki.authority();
      context =
          ApplicationContext.builder()
              .deduceEnvironment(false)
              .properties(
                  Map.of(
                      "yjx.storage.data-dir", folder.toString(),
                      "yjx.identity.operator-anchor", pki.authorityCertificate().toString(),
                      "yjx.transport.certificate", pki.serverCertificate().toString(),
                      "yjx.transport.key", pki.serverKey().toString()))
              .beanDefinitions(
                  replaced(Database.class, way.apply(database)),
                  replaced(Vault.class, database.vault()),
                  replaced(FileKeyset.class, database.keyset()),
                  replaced(Keys.class, database.keys()),
                  replaced(InstantSource.class, clock))
              .start();
      InProcessServerBuilder builder =
          InProcessServerBuilder.forName(name).intercept(new AsNamed());
      context.getBeansOfType(BindableService.class).forEach(builder::addService);
      server = builder.build().start();
      channel = InProcessChannelBuilder.forName(name).build();
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The exchange of this JVM. */
  public static AlertsExchange shared() {
    return Shared.EXCHANGE;
  }

  @Override
  public Channel as(String principal) {
    return io.grpc.ClientInterceptors.intercept(channel, new Named(principal));
  }

  @Override
  public int number() {
    return numbers.incrementAndGet();
  }

  @Override
  public String anchorPem() {
    return Pem.certificate(authority.certificate());
  }

  @Override
  public ServerClock clock() {
    return clock;
  }

  /** The database behind it. */
  public TestDatabase database() {
    return database;
  }

  /** A bean of it. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Who a principal is to the directory now, with a certificate of the tests. */
  public Caller caller(String name) {
    PrincipalId id = PrincipalId.parse(name);
    ClientCertificate certificate =
        new ClientCertificate(
            "00".repeat(32),
            Instant.now().plus(CERTIFICATE_VALIDITY),
            Pem.sha256(authority.certificate()),
            Set.of());
    var directory = bean(DirectoryFacts.class).current();
    return new Caller(
        id,
        "yjx.local",
        certificate,
        directory.principal(id).map(Principal::grants).orElse(Set.of()),
        directory.position());
  }

  private void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    // Scheduled work that runs while the context closes would make its beans anew.
    context
        .getBean(ExecutorService.class, Qualifiers.byName(TaskExecutors.SCHEDULED))
        .shutdownNow();
    context.close();
    database.close();
  }

  private static <T> RuntimeBeanDefinition<T> replaced(Class<T> type, T bean) {
    return RuntimeBeanDefinition.builder(type, () -> bean).singleton(true).replaces(type).build();
  }

  private static final class Shared {
    static final AlertsExchange EXCHANGE = new AlertsExchange("alerts", TestDatabase::database);
  }

  private record Named(String principal) implements ClientInterceptor {
    @Override
    public <A, B> ClientCall<A, B> interceptCall(
        MethodDescriptor<A, B> method, CallOptions options, Channel next) {
      return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<B> listener, Metadata headers) {
          headers.put(AS, principal);
          super.start(listener, headers);
        }
      };
    }
  }

  /** Names the caller and maps failures to statuses, as the edge does; nothing else of it. */
  private final class AsNamed implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      ServerCall<A, B> mapped =
          new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
              super.close(mapped(status), trailers);
            }
          };
      Context caller =
          Context.current().withValue(Caller.KEY, caller(String.valueOf(headers.get(AS))));
      return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
          Contexts.interceptCall(caller, mapped, headers, next)) {
        @Override
        public void onHalfClose() {
          try {
            super.onHalfClose();
          } catch (RuntimeException e) {
            mapped.close(Status.UNKNOWN.withCause(e), new Metadata());
          }
        }
      };
    }

    private static Status mapped(Status status) {
      Throwable cause = status.getCause();
      Throwable inner = cause instanceof CompletionException ? cause.getCause() : cause;
      if (inner instanceof Failure.Refused refused) {
        return Status.fromCodeValue(refused.failure().code().number())
            .withDescription(refused.failure().reason());
      }
      return inner == null ? status : status.withDescription(inner.toString());
    }
  }
}
