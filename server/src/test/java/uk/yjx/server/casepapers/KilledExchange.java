package uk.yjx.server.casepapers;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import uk.yjx.client.ClientCredentials;
import uk.yjx.server.ExchangeUnderTest;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.kernel.PrincipalId;

/** An exchange in a process of its own that can be killed and started again on the same folder. */
final class KilledExchange implements ExchangeUnderTest, AutoCloseable {
  private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(1);

  private final Path folder;
  private final PkiFolder pki;
  private final int port;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private Process process;
  private long peakMib;

  KilledExchange(Path folder) throws IOException {
    this.folder = folder;
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
    process = start();
  }

  int port() {
    return port;
  }

  /** The most memory a server of this exchange had at once, in MiB; 0 where nobody tells. */
  long peakResidentMib() throws IOException {
    peakMib = Math.max(peakMib, peakResidentMib(process.pid()));
    return peakMib;
  }

  /** The most memory a process had at once, in MiB; zero where the system does not tell. */
  static long peakResidentMib(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .sum();
  }

  /** Kills the server without warning and starts it again. */
  void kill() throws IOException, InterruptedException {
    var unused = peakResidentMib();
    process.destroyForcibly().waitFor();
    process = start();
  }

  /** Files of a client's certificate. */
  ClientCredentials credentials(String principal) throws IOException {
    Credentials client =
        pki.authority()
            .issueClient("yjx.local", PrincipalId.parse(principal), CERTIFICATE_VALIDITY);
    client.write(folder, "client");
    return new ClientCredentials(
        folder.resolve("client.crt"), folder.resolve("client.key"), pki.authorityCertificate());
  }

  @Override
  public Channel as(String principal) {
    return channels.computeIfAbsent(principal, this::connect);
  }

  @Override
  public int number() {
    return numbers.incrementAndGet();
  }

  @Override
  public String anchorPem() {
    return Pem.certificate(pki.authority().certificate());
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    channels.values().forEach(ManagedChannel::shutdownNow);
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private ManagedChannel connect(String principal) {
    Credentials client =
        pki.authority()
            .issueClient("yjx.local", PrincipalId.parse(principal), CERTIFICATE_VALIDITY);
    try {
      return NettyChannelBuilder.forAddress("localhost", port)
          .sslContext(
              GrpcSslContexts.configure(
                      SslContextBuilder.forClient()
                          .trustManager(pki.authority().certificate())
                          .keyManager(client.key(), new X509Certificate[] {client.certificate()}))
                  .build())
          .build();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-Dio.netty.allocator.type=pooled",
            "-cp",
            System.getProperty("java.class.path"),
            PapersServer.class.getName(),
            "yjx.storage.data-dir=" + folder.resolve("data"),
            "yjx.identity.operator-anchor=" + pki.authorityCertificate(),
            "yjx.transport.certificate=" + pki.serverCertificate(),
            "yjx.transport.key=" + pki.serverKey(),
            "yjx.transport.host=localhost",
            "yjx.transport.port=" + port,
            "yjx.operations.metrics-port=0"));
    Path log = Files.createTempFile(folder, "server-", ".log");
    Process started =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile())).start();
    BufferedReader lines = started.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(PapersServer.READY)) {
        return started;
      }
    }
    throw new IOException("the server did not start: " + Files.readString(log));
  }
}
