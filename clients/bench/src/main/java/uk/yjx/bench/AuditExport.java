package uk.yjx.bench;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ObjDoubleConsumer;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.TileSource;
import uk.yjx.client.verify.TileWriter;
import uk.yjx.client.verify.TiledLog;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.WebTiles;
import uk.yjx.server.audit.LeafSealer;

/** What exporting a log and checking the export take: from the folder, and over HTTP. */
final class AuditExport {
  /** The server of the JDK waits 40 ms for more to send, unless told not to. */
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private final Path folder;
  private final int leaves;
  private final ObjDoubleConsumer<String> figures;

  /**
   * A measurement in an empty folder.
   *
   * @param leaves how many to export
   * @param figures told what was measured
   */
  AuditExport(Path folder, int leaves, ObjDoubleConsumer<String> figures) {
    this.folder = folder;
    this.leaves = leaves;
    this.figures = figures;
  }

  /** Exports and checks. */
  void measure(LeafSealer sealer) throws IOException, VerificationException {
    Checkpoint checkpoint = export(sealer);
    TileSource files = TileSource.folder(folder);
    verify(files, checkpoint, 1, false); // warms the code and the disk's cache
    figures.accept(
        "hash-and-tree verification, leaves/s, one core", verify(files, checkpoint, 1, false));
    resetPeak();
    figures.accept("strict verification, leaves/s, one core", verify(files, checkpoint, 1, true));
    figures.accept("peak heap of the verification, MB", peakMegabytes());
    overHttp(checkpoint);
  }

  private Checkpoint export(LeafSealer sealer) throws IOException, VerificationException {
    TileWriter writer = TileWriter.begin(folder);
    resetPeak();
    long began = System.nanoTime();
    for (int i = 0; i < leaves; i++) {
      writer.add(sealer.seal(AuditBench.event(i)).bytes());
    }
    String text =
        AuditBench.ORIGIN
            + "\n"
            + writer.size()
            + "\n"
            + Base64.getEncoder().encodeToString(writer.root())
            + "\n";
    writer.finish(text);
    figures.accept("leaves exported/s, sealing them included", leaves / secondsSince(began));
    figures.accept("peak heap of the export, MB", peakMegabytes());
    return Checkpoint.parse(text);
  }

  /** As «audit verify --url» reads it, from a static web server in this same process. */
  private void overHttp(Checkpoint checkpoint) throws IOException, VerificationException {
    int threads = WebTiles.THREADS;
    System.setProperty(NO_DELAY, "true");
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder.toAbsolutePath(),
            OutputLevel.NONE);
    ExecutorService handlers = Executors.newFixedThreadPool(threads);
    server.setExecutor(handlers);
    server.start();
    try {
      TileSource web = new WebTiles("http://127.0.0.1:" + server.getAddress().getPort());
      verify(web, checkpoint, threads, true); // warms the code
      resetPeak();
      figures.accept(
          "strict verification with --url, leaves/s, all cores, server included",
          verify(web, checkpoint, threads, true));
      figures.accept("peak heap with --url, server included, MB", peakMegabytes());
    } finally {
      server.stop(0);
      handlers.shutdownNow();
    }
  }

  private double verify(TileSource source, Checkpoint checkpoint, int threads, boolean strictly)
      throws IOException, VerificationException {
    long began = System.nanoTime();
    new TiledLog(source, checkpoint, threads).check(strictly, Map.of(), n -> {});
    return leaves / secondsSince(began);
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void resetPeak() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static double peakMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        / 1e6;
  }
}
