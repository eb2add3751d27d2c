package uk.yjx.server;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.DirectoryServiceGrpc.DirectoryServiceImplBase;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.GrantRoleResponse;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterAgencyResponse;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RegisterPrincipalResponse;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.CertificateCheck;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.kernel.PrincipalId;

/**
 * The real beans on a PostgreSQL of their own, without the edge: handlers are called with a caller
 * whose certificate was checked. Several nodes may run on the one database.
 */
public final class TestNodes implements AutoCloseable {
  private static final String TRUST_DOMAIN = "yjx.test";
  private static final String ADMINISTRATOR = "operator/user/administrator";
  private static final Duration VALIDITY = Duration.ofDays(1);

  private final Path folder;
  private final PkiFolder pki;
  private final int port;
  private final List<ApplicationContext> nodes = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  private TestNodes() {
    try {
      folder = Files.createTempDirectory("yjx-exchange-");
      pki =
          PkiFolder.init(
              folder.resolve("pki"),
              "Tests",
              List.of("localhost"),
              InstantSource.system(),
              new SecureRandom());
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An exchange of one node with nobody but its operator in the directory. */
  public static TestNodes start() {
    TestNodes exchange = new TestNodes();
    exchange.nodes.add(exchange.run("data", Map.of("yjx.storage.port", exchange.port)));
    return exchange;
  }

  /** The first node's beans. */
  public ApplicationContext node() {
    return nodes.getFirst();
  }

  /** Starts another node on the same database, which reads everything from its tables. */
  public ApplicationContext startNode() {
    Path secrets = folder.resolve("data").resolve("secrets");
    ApplicationContext node =
        run(
            "node-" + nodes.size(),
            Map.of(
                "yjx.storage.secrets-dir", secrets.toString(),
                "yjx.storage.jdbc-url", "jdbc:postgresql://127.0.0.1:" + port + "/yjx",
                "yjx.storage.password-file", secrets.resolve("postgres-app.password").toString()));
    nodes.add(node);
    return node;
  }

  /** A request id that no one had before. */
  public String requestId() {
    return "request-" + requests.incrementAndGet();
  }

  /** Registers an agency whose certificates are issued by the tests' authority. */
  public void agency(String id, AgencyKind kind) {
    Agency agency =
        Agency.newBuilder()
            .setAgencyId(id)
            .setKind(kind)
            .setDisplayName(id)
            .addTrustAnchorsPem(Pem.certificate(pki.authority().certificate()))
            .build();
    this.<RegisterAgencyResponse>administer((directory, to) ->
        directory.registerAgency(
            RegisterAgencyRequest.newBuilder().setRequestId(requestId()).setAgency(agency).build(),
            to));
  }

  /** Registers a principal with roles for a service; for roles of none the service is empty. */
  public void principal(String id, String service, Role... roles) {
    Principal principal =
        Principal.newBuilder().setPrincipalId(id).setDisplayName("An invented name").build();
    this.<RegisterPrincipalResponse>administer((directory, to) ->
        directory.registerPrincipal(
            RegisterPrincipalRequest.newBuilder()
                .setRequestId(requestId())
                .setPrincipal(principal)
                .build(),
            to));
    for (Role role : roles) {
      RoleGrant grant = RoleGrant.newBuilder().setRole(role).setService(service).build();
      this.<GrantRoleResponse>administer((directory, to) ->
          directory.grantRole(
              GrantRoleRequest.newBuilder()
                  .setRequestId(requestId())
                  .setPrincipalId(id)
                  .setGrant(grant)
                  .build(),
              to));
    }
  }

  /** A caller as the edge would let it in now. */
  public Caller caller(String principal) {
    Verdict verdict =
        CertificateCheck.check(
            List.of(
                pki.authority()
                    .issueClient(TRUST_DOMAIN, PrincipalId.parse(principal), VALIDITY)
                    .certificate()),
            node().getBean(DirectoryFacts.class).current(),
            TRUST_DOMAIN,
            Instant.now());
    return switch (verdict) {
      case Verdict.Accepted accepted -> accepted.caller();
      case Verdict.Refused refused -> throw refused.failure().refused();
    };
  }

  /** Calls a unary handler and waits for its answer; a failure is thrown as it was given. */
  public static <T> T call(Caller caller, Consumer<StreamObserver<T>> handler) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Context.current().withValue(Caller.KEY, caller).run(() -> handler.accept(new Answer<>(answer)));
    return await(answer);
  }

  /** Waits for a future; a failure is thrown as it was given. */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    nodes.reversed().forEach(ApplicationContext::close);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> void administer(BiConsumer<DirectoryServiceImplBase, StreamObserver<T>> change) {
    DirectoryServiceImplBase directory =
        node().getBeansOfType(BindableService.class).stream()
            .filter(DirectoryServiceImplBase.class::isInstance)
            .map(DirectoryServiceImplBase.class::cast)
            .findFirst()
            .orElseThrow();
    TestNodes.<T>call(caller(ADMINISTRATOR), to -> change.accept(directory, to));
  }

  private ApplicationContext run(String dataDir, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("yjx.storage.data-dir", folder.resolve(dataDir).toString());
    properties.put("yjx.identity.trust-domain", TRUST_DOMAIN);
    properties.put("yjx.identity.operator-anchor", pki.authorityCertificate().toString());
    properties.put("yjx.transport.certificate", pki.serverCertificate().toString());
    properties.put("yjx.transport.key", pki.serverKey().toString());
    properties.put("yjx.transport.host", "localhost");
    properties.put("yjx.transport.port", "0");
    return ApplicationContext.builder().properties(properties).deduceEnvironment(false).start();
  }

  /** The first message of an answer, or its failure. */
  private static final class Answer<T> implements StreamObserver<T> {
    private final CompletableFuture<T> answer;
    private @Nullable T message;

    Answer(CompletableFuture<T> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(T value) {
      message = value;
    }

    @Override
    public void onError(Throwable failed) {
      Throwable cause =
          failed instanceof CompletionException && failed.getCause() != null
              ? failed.getCause()
              : failed;
      answer.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      answer.complete(message);
    }
  }
}
