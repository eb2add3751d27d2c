package uk.yjx.server.transport;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.context.ApplicationContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.server.identity.CertificateAuthority;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.kernel.PrincipalId;

/** The real beans on a real PostgreSQL behind the real edge, with services of a test's own. */
public final class TestEdge implements AutoCloseable {
  static final String TRUST_DOMAIN = "yjx.test";
  static final Duration DAY = Duration.ofDays(1);
  static final String WORKER = "southwark/user/amy";
  static final String ADAPTER = "met-police/system/adapter";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  final PkiFolder pki;
  final CertificateAuthority policeAuthority = authority("Police", InstantSource.system());
  final CertificateAuthority serviceAuthority = authority("Service", InstantSource.system());
  final Credentials administrator;
  final ApplicationContext context;
  private final Server server;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  private TestEdge(Map<String, Object> more, BindableService... services) {
    try {
      folder = Files.createTempDirectory("yjx-edge-");
      pki =
          PkiFolder.init(
              folder.resolve("pki"),
              "Operator",
              List.of("localhost"),
              InstantSource.system(),
              RANDOM);
      administrator =
          pki.issue(
              "administrator", TRUST_DOMAIN, PrincipalId.parse("operator/user/administrator"), DAY);
      Map<String, Object> properties = new HashMap<>(properties());
      properties.putAll(more);
      context = ApplicationContext.run(properties);
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0));
      for (BindableService service : services) {
        builder.addService(ReadableRequests.of(service.bindService()));
      }
      context.getBeansOfType(BindableService.class).stream()
          .filter(DirectoryServiceGrpc.DirectoryServiceImplBase.class::isInstance)
          .forEach(service -> builder.addService(ReadableRequests.of(service.bindService())));
      context.getBean(Edge.class).configure(builder);
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One edge for the tests of this JVM, with two agencies and a worker; ends with the JVM. */
  public static TestEdge shared() {
    return Shared.EDGE;
  }

  static TestEdge with(Map<String, Object> properties, BindableService... services) {
    return new TestEdge(properties, services);
  }

  private static final class Shared {
    static final TestEdge EDGE = start();

    private static TestEdge start() {
      TestEdge edge =
          new TestEdge(Map.of(), new TestAlerts(), new HealthStatusManager().getHealthService());
      Runtime.getRuntime().addShutdownHook(new Thread(edge::close));
      edge.registerAgency("met-police", AgencyKind.AGENCY_KIND_POLICE, edge.policeAuthority);
      edge.registerAgency(
          "southwark", AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE, edge.serviceAuthority);
      edge.registerPrincipal(ADAPTER, false);
      edge.registerPrincipal(WORKER, false);
      edge.registerPrincipal("southwark/user/gone", true);
      edge.grant(WORKER, Role.ROLE_CASE_MANAGER, "southwark");
      return edge;
    }
  }

  static CertificateAuthority authority(String name, InstantSource clock) {
    return CertificateAuthority.create(name, clock, RANDOM);
  }

  private Map<String, Object> properties() {
    return Map.of(
        "yjx.storage.data-dir",
        folder.resolve("data").toString(),
        "yjx.identity.trust-domain",
        TRUST_DOMAIN,
        "yjx.identity.operator-anchor",
        pki.authorityCertificate().toString(),
        "yjx.transport.certificate",
        pki.serverCertificate().toString(),
        "yjx.transport.key",
        pki.serverKey().toString(),
        "yjx.transport.port",
        "0",
        "yjx.transport.host",
        "localhost",
        "yjx.transport.drain-timeout",
        "2s");
  }

  /** The beans behind it. */
  public ApplicationContext context() {
    return context;
  }

  int port() {
    return server.getPort();
  }

  /** A connection of its own, with a certificate or none. */
  ManagedChannel connect(@Nullable Credentials client) {
    return connect(client, port());
  }

  ManagedChannel connect(@Nullable Credentials client, int port) {
    try {
      SslContextBuilder tls =
          GrpcSslContexts.forClient().trustManager(pki.authority().certificate());
      if (client != null) {
        tls.keyManager(client.key(), new X509Certificate[] {client.certificate()});
      }
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("localhost", port)
              .sslContext(tls.build())
              .maxInboundMessageSize(16 * 1024 * 1024)
              .build();
      channels.add(channel);
      return channel;
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }

  public DirectoryServiceGrpc.DirectoryServiceBlockingStub directory(@Nullable Credentials client) {
    return DirectoryServiceGrpc.newBlockingStub(connect(client));
  }

  DirectoryServiceGrpc.DirectoryServiceBlockingStub directory() {
    return directory(administrator);
  }

  /** A certificate from the principal's own agency's authority, registered or not. */
  Credentials client(String principal) {
    PrincipalId id = PrincipalId.parse(principal);
    CertificateAuthority authority =
        id.agency().value().equals("met-police") ? policeAuthority : serviceAuthority;
    return authority.issueClient(TRUST_DOMAIN, id, DAY);
  }

  String requestId() {
    return "request-" + requests.incrementAndGet();
  }

  void registerAgency(String id, AgencyKind kind, CertificateAuthority... anchors) {
    Agency.Builder agency = Agency.newBuilder().setAgencyId(id).setKind(kind).setDisplayName(id);
    for (CertificateAuthority anchor : anchors) {
      agency.addTrustAnchorsPem(Pem.certificate(anchor.certificate()));
    }
    directory()
        .registerAgency(
            RegisterAgencyRequest.newBuilder().setRequestId(requestId()).setAgency(agency).build());
  }

  void registerPrincipal(String id, boolean disabled) {
    directory()
        .registerPrincipal(
            RegisterPrincipalRequest.newBuilder()
                .setRequestId(requestId())
                .setPrincipal(
                    Principal.newBuilder()
                        .setPrincipalId(id)
                        .setDisplayName("An invented name")
                        .setDisabled(disabled))
                .build());
  }

  void grant(String principal, Role role, String service) {
    directory()
        .grantRole(
            GrantRoleRequest.newBuilder()
                .setRequestId(requestId())
                .setPrincipalId(principal)
                .setGrant(RoleGrant.newBuilder().setRole(role).setService(service))
                .build());
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    context.getBean(Drain.class).drain(server);
    context.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
