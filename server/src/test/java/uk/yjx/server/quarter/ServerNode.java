package uk.yjx.server.quarter;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.TestDatabase;

/** One process of an exchange, over mutual TLS; everyone has a connection of their own to it. */
final class ServerNode {
  private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(300);
  private static final long UP_SECONDS_MAX = 120;

  private final Path folder;
  private final String name;
  private final Path timeFile;
  private final PkiFolder pki;
  private final TestDatabase database;
  private final Path log;
  private final int port;
  private final Map<String, Credentials> certificates = new ConcurrentHashMap<>();
  private volatile Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private volatile CompletableFuture<Boolean> up = new CompletableFuture<>();
  private @Nullable Process process;

  ServerNode(Path folder, String name, Path timeFile, PkiFolder pki, TestDatabase database)
      throws IOException {
    this.folder = folder;
    this.name = name;
    this.timeFile = timeFile;
    this.pki = pki;
    this.database = database;
    log = folder.resolve(name + ".log");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /** Starts the process; it is up some seconds later. */
  void start() throws IOException {
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    up = ready;
    channels = new ConcurrentHashMap<>();
    Process started =
        new ProcessBuilder(command())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = started;
    Thread.ofVirtual().start(() -> read(started, ready));
  }

  /** Kills it with signal 9 in whatever it is doing. */
  void kill() throws IOException, InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
    up = new CompletableFuture<>();
    channels.values().forEach(ManagedChannel::shutdownNow);
  }

  boolean isUp() {
    return up.isDone() && !up.isCompletedExceptionally();
  }

  void awaitUp() {
    try {
      var unused = up.get(UP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(name + " did not start: " + log(), e);
    }
  }

  Channel as(String principal) {
    return channels.computeIfAbsent(principal, this::connect);
  }

  /** What the process wrote, for the report of a failed test. */
  String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Process process, CompletableFuture<Boolean> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(TimedServer.READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException killed) {
      // Its last words are in its log.
    }
    ready.completeExceptionally(new IOException("the process ended before it was up"));
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-Xmx384m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-Dio.netty.allocator.type=pooled",
            "-cp",
            System.getProperty("java.class.path"),
            TimedServer.class.getName(),
            timeFile.toString()));
    database.asSettings().forEach((setting, value) -> command.add(setting + "=" + value));
    command.addAll(
        List.of(
            "yjx.storage.data-dir=" + folder.resolve(name),
            "yjx.evidence.checkpoint-file=" + folder.resolve("checkpoint"),
            "yjx.identity.operator-anchor=" + pki.authorityCertificate(),
            "yjx.transport.certificate=" + pki.serverCertificate(),
            "yjx.transport.key=" + pki.serverKey(),
            "yjx.transport.host=localhost",
            "yjx.transport.port=" + port,
            "yjx.operations.metrics-port=0"));
    return command;
  }

  private ManagedChannel connect(String principal) {
    Credentials client =
        certificates.computeIfAbsent(
            principal,
            id ->
                pki.authority()
                    .issueClient("yjx.local", PrincipalId.parse(id), CERTIFICATE_VALIDITY));
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
      throw new UncheckedIOException(e);
    }
  }
}
