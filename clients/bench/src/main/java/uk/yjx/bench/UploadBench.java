package uk.yjx.bench;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.client.papers.DocumentReader;
import uk.yjx.client.papers.PackageSender;
import uk.yjx.client.papers.SendListener;
import uk.yjx.client.papers.SenderSettings;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;

/** Papers sent and read over mutual TLS, beside the same work without an exchange. */
final class UploadBench {
  static final String USAGE =
      """
             yjx bench upload [--mib N] [--rounds N] [--heap-mib N] [--work-dir DIR] [--json]
        upload    papers sent and read, one stream and eight, each beside its floor of the same run
      """;

  private static final int[] STREAMS = {1, 8};

  private final Progress progress;
  private final Map<String, String> figures = new LinkedHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private int mib = 256;
  private int rounds = 3;
  private int heapMib = 512;
  private boolean json;
  private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

  private UploadBench(Progress progress) {
    this.progress = progress;
  }

  /** Measures and returns the table or the JSON object. */
  static String run(String[] args, Progress progress) throws IOException, InterruptedException {
    UploadBench bench = new UploadBench(progress);
    bench.read(args);
    Path folder = Files.createTempDirectory(Files.createDirectories(bench.parent), "yjx-upload-");
    try {
      bench.measure(folder);
    } catch (GeneralSecurityException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      delete(folder);
    }
    return bench.text();
  }

  private void read(String[] args) {
    for (int i = 1; i < args.length; i++) {
      String name = args[i];
      if (name.equals("--json")) {
        json = true;
        continue;
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(name + " is no option, or has no value");
      }
      String value = args[++i];
      switch (name) {
        case "--mib" -> mib = Integer.parseInt(value);
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--heap-mib" -> heapMib = Integer.parseInt(value);
        case "--work-dir" -> parent = Path.of(value);
        default -> throw new IllegalArgumentException(name + " is no option");
      }
    }
  }

  private void measure(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
    BenchPki pki = BenchPki.make(folder.resolve("pki"), UploadWorld.principals());
    Path source = folder.resolve("interview.mp4");
    byte[] sha256 = film(source, (long) mib << 20);
    try (Target product =
        Target.product(
            folder,
            pki,
            UploadWorld.ADMINISTRATOR,
            List.of("-Xms" + heapMib + "m", "-Xmx" + heapMib + "m"))) {
      UploadWorld.setUp(product.connections(), pki.anchor());
      for (int streams : STREAMS) {
        progress.say("warming up " + streams);
        round(folder, product, source, sha256, streams);
      }
      for (int streams : STREAMS) {
        measure(folder, product, source, sha256, streams);
      }
      put("server: peak resident memory, MiB", product.child().peakResidentMib());
      put("server: heap it may use, MiB", heapMib);
      put("client: peak heap, MiB", Runtime.getRuntime().totalMemory() >> 20);
    }
  }

  private void measure(Path folder, Target product, Path source, byte[] sha256, int streams)
      throws IOException, InterruptedException, ExecutionException {
    String named = streams == 1 ? "1 stream" : streams + " streams";
    List<Round> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      progress.say(named + ", round " + (round + 1));
      all.add(round(folder, product, source, sha256, streams));
    }
    double up = median(all, Round::up);
    double upFloor = median(all, Round::upFloor);
    double down = median(all, Round::down);
    double downFloor = median(all, Round::downFloor);
    put(named + ": sent, MiB/s", up);
    put(named + ": floor, MiB/s (parts a sync: " + all.getLast().partsPerSync() + ")", upFloor);
    put(named + ": sent / floor", up / upFloor);
    put(named + ": read, MiB/s", down);
    put(named + ": floor of reading, MiB/s", downFloor);
    put(named + ": read / floor", down / downFloor);
  }

  /** Rates of one round, in MiB/s. */
  private record Round(
      double up, double down, double upFloor, double downFloor, int partsPerSync) {}

  /** Sends, reads, and does the same work without an exchange. */
  private Round round(Path folder, Target product, Path source, byte[] sha256, int streams)
      throws IOException, InterruptedException, ExecutionException {
    UploadFloor floor = new UploadFloor();
    Path[] files = new Path[3 * streams];
    for (int i = 0; i < files.length; i++) {
      files[i] = folder.resolve("round-" + numbers.incrementAndGet());
    }
    Sent sent = send(product, source, sha256, streams);
    int parts = (int) Math.max(1, Math.round(sent.partsPerSync()));
    double down = rate(streams, i -> receive(product, sent.documents().get(i), files[i]));
    double upFloor = rate(streams, i -> floor.store(source, files[streams + i], parts));
    double downFloor = rate(streams, i -> floor.read(files[streams + i], files[2 * streams + i]));
    for (Path file : files) {
      Files.delete(file);
    }
    return new Round(sent.rate(), down, upFloor, downFloor, parts);
  }

  /** What one round sent. */
  private record Sent(double rate, double partsPerSync, List<String> documents) {}

  /** Announces, sends, completes; the announcement's own digest was computed before. */
  private Sent send(Target product, Path source, byte[] sha256, int streams)
      throws IOException, InterruptedException, ExecutionException {
    AtomicLong syncs = new AtomicLong();
    String[] documents = new String[streams];
    double rate =
        rate(
            streams,
            stream -> {
              PackageSender sender =
                  new PackageSender(
                      product.of(UploadWorld.SENDER), SenderSettings.standard(), new Random(1));
              documents[stream] =
                  sender
                      .send(request(sha256), List.of(source), index -> counting(syncs))
                      .created()
                      .getDocumentIds(0);
            });
    double parts = (double) ((long) mib << 20) / UploadFloor.PART_BYTES * streams;
    return new Sent(rate, parts / Math.max(1, syncs.get()), List.of(documents));
  }

  private static SendListener counting(AtomicLong syncs) {
    return new SendListener() {
      private long last;

      @Override
      public void committed(long bytes) {
        if (bytes > last) {
          last = bytes;
          syncs.incrementAndGet();
        }
      }

      @Override
      public void cut(String why, long committed) {
        throw new IllegalStateException("an upload was cut: " + why);
      }
    };
  }

  private CreatePackageRequest request(byte[] sha256) {
    return CreatePackageRequest.newBuilder()
        .setRequestId("bench-package-" + numbers.incrementAndGet())
        .setUrn("01ZD0012324")
        .setDefendant(UploadWorld.CHILD)
        .setHandling(
            Handling.newBuilder()
                .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)
                .setRegime(Regime.REGIME_DPA_PART3)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                .setPurpose(Purpose.PURPOSE_SUPERVISION))
        .setRelation(PackageRelation.PACKAGE_RELATION_FIRST)
        .addDocuments(
            DocumentManifest.newBuilder()
                .setKind(DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORDING)
                .setTitle("Interview")
                .setMediaType("video/mp4")
                .setSizeBytes((long) mib << 20)
                .setSha256(ByteString.copyFrom(sha256))
                .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE))
        .build();
  }

  private static void receive(Target product, String document, Path into)
      throws IOException, InterruptedException {
    try (FileChannel to =
        FileChannel.open(into, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      DocumentReader.read(
          product.of(UploadWorld.WORKER),
          ReadDocumentRequest.newBuilder()
              .setDocumentId(document)
              .setPurpose(Purpose.PURPOSE_SUPERVISION)
              .build(),
          described -> {},
          to);
      to.force(false);
    }
  }

  private interface Work {
    void of(int stream) throws Exception;
  }

  /** MiB a second of so many streams at once. */
  private double rate(int streams, Work work) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(streams)) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        int stream = i;
        all.add(() -> {
          work.of(stream);
          return stream;
        });
      }
      long began = System.nanoTime();
      for (Future<Integer> done : threads.invokeAll(all)) {
        var unused = done.get();
      }
      return (double) mib * streams / ((System.nanoTime() - began) / 1e9);
    }
  }

  /** A file that begins like a film and cannot be compressed; its SHA-256. */
  private static byte[] film(Path file, long size) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(1);
    byte[] head = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0};
    byte[] block = new byte[1 << 20];
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; at += block.length) {
        random.nextBytes(block);
        if (at == 0) {
          System.arraycopy(head, 0, block, 0, head.length);
        }
        int length = (int) Math.min(block.length, size - at);
        digest.update(block, 0, length);
        out.write(ByteBuffer.wrap(block, 0, length));
      }
      out.force(false);
    }
    return digest.digest();
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
  }

  private void put(String what, double figure) {
    String text = String.format(Locale.ROOT, figure < 10 ? "%.2f" : "%.0f", figure);
    figures.put(what, text);
    progress.say(what + ": " + text);
  }

  private String text() {
    if (json) {
      JsonObject object = new JsonObject();
      figures.forEach(object::addProperty);
      return object.toString();
    }
    StringBuilder out = new StringBuilder();
    figures.forEach((what, figure) -> out.append(String.format("%-52s %10s%n", what, figure)));
    return out.toString();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
