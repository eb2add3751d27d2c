package uk.yjx.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same of a bucket: against an S3 server in a process of its own. */
final class S3BlobsTest extends BlobsTest {
  private static final String BUCKET = "yjx-papers";
  private static final String STARTED = "Started S3MockApplication";

  @TempDir static Path data;
  private static Process server;
  private static int port;

  @BeforeAll
  static void startServer() throws IOException {
    String jar =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.endsWith("-exec.jar") && path.contains("s3mock"))
            .findFirst()
            .orElseThrow();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dserver.port=0",
                "-Dcom.adobe.testing.s3mock.httpPort=" + port,
                "-Dcom.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                "-Dcom.adobe.testing.s3mock.store.root=" + data.resolve("store"),
                "-jar",
                jar)
            .redirectErrorStream(true)
            .start();
    BufferedReader says = server.inputReader(StandardCharsets.UTF_8);
    String line = says.readLine();
    while (line != null && !line.contains(STARTED)) {
      line = says.readLine();
    }
    assertTrue(line != null, "the S3 server did not start");
    // What it says later must not fill the pipe and stop it.
    Thread.ofPlatform().daemon().start(() -> says.lines().forEach(later -> {}));
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    server.destroyForcibly().waitFor();
  }

  @Override
  Blobs opened() {
    return new S3Blobs(settings(port));
  }

  @Test
  void saysThatHostsShareIt() {
    assertEquals("s3", opened().kind());
    assertTrue(opened().shared());
  }

  @Test
  void failsWhereTheServiceCannotBeReachedAndTellsNoSecret() throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    Blobs blobs = new S3Blobs(settings(nobody));
    IOException failed =
        assertThrows(IOException.class, () -> blobs.reader(UUID.randomUUID(), 10).close());
    assertTrue(String.valueOf(failed.getMessage()).startsWith("a blob could not be asked for: "));
    assertThrows(IOException.class, () -> blobs.writer(UUID.randomUUID(), 10).add(new byte[1], 1));
    assertThrows(IOException.class, () -> blobs.delete(UUID.randomUUID()));
  }

  private S3Settings settings(int at) {
    try {
      return new S3Settings(
          "http://127.0.0.1:" + at,
          BUCKET,
          "papers/",
          "us-east-1",
          Files.writeString(folder.resolve("access"), "invented").toString(),
          Files.writeString(folder.resolve("secret"), "invented-secret").toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
