package uk.yjx.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.TileSource;
import uk.yjx.client.verify.TileWriter;
import uk.yjx.client.verify.TiledLog;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.server.audit.AuditEvent;
import uk.yjx.server.audit.EventSource;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.LeafSealer;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.kernel.Ids;

/** What the log costs: hashing and sealing, the journal beside a plain insert, proofs, checking. */
final class AuditBench {
  static final String USAGE =
      """
             yjx bench audit [--proof-leaves N] [--export-leaves N] [--seconds N] [--work-dir DIR] [--json]
        audit     what the log costs, each beside its floor of the same run
      """;

  private static final String ORIGIN = "bench.example/log/1";

  private final Progress progress;
  private final Map<String, String> figures = new LinkedHashMap<>();
  private long proofLeaves = 10_000_000;
  private int exportLeaves = 500_000;
  private int seconds = 5;
  private boolean json;
  private String machine = "";
  private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

  private AuditBench(Progress progress) {
    this.progress = progress;
  }

  /** Measures and returns the table or the JSON object. */
  static String run(String[] args, Progress progress) throws IOException, InterruptedException {
    AuditBench bench = new AuditBench(progress);
    bench.read(args);
    Path folder = Files.createTempDirectory(Files.createDirectories(bench.parent), "yjx-audit-");
    try {
      bench.measure(folder);
    } catch (SQLException | VerificationException e) {
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
        case "--proof-leaves" -> proofLeaves = Long.parseLong(value);
        case "--export-leaves" -> exportLeaves = Integer.parseInt(value);
        case "--seconds" -> seconds = Integer.parseInt(value);
        case "--work-dir" -> parent = Path.of(value);
        default -> throw new IllegalArgumentException(name + " is no option");
      }
    }
  }

  private void measure(Path folder)
      throws IOException, InterruptedException, SQLException, VerificationException {
    LeafSealer sealer = new LeafSealer(new Random(1));
    byte[] leaf = sealer.seal(event(0)).bytes();
    put("leaf bytes", leaf.length);
    progress.say("hashing");
    double sha = rate(() -> sha(leaf));
    put("SHA-256 of such leaves/s, one core", sha);
    progress.say("sealing");
    double sealed = rate(() -> sealer.seal(event(1)));
    put("events sealed into leaves/s, one core", sealed);
    progress.say("exporting " + exportLeaves + " leaves");
    export(folder.resolve("export"), sealer);
    try (AuditDatabase database = AuditDatabase.start(folder, progress)) {
      progress.say("plain inserts");
      double floor = database.plainInserts(leaf, seconds);
      put("plain inserts of such leaves/s, batches of 500", floor);
      progress.say("appends to the journal");
      double appends = database.appends(seconds);
      put("entries with a leaf appended to the journal/s", appends);
      put("journal / plain insert", appends / floor);
      put("journal / SHA-256", appends / sha);
      progress.say("a tree of " + proofLeaves + " leaves");
      AuditDatabase.Proofs proofs = database.proofs(proofLeaves);
      put("inclusion proof p50, ms", proofs.p50Millis());
      put("inclusion proof p99, ms", proofs.p99Millis());
      put("leaves in the tree of the proofs", proofLeaves);
      machine = Machine.of(folder, database.version()).toString();
    }
  }

  private void export(Path folder, LeafSealer sealer) throws IOException, VerificationException {
    TileWriter writer = TileWriter.begin(folder);
    resetPeak();
    long began = System.nanoTime();
    for (int i = 0; i < exportLeaves; i++) {
      writer.add(sealer.seal(event(i)).bytes());
    }
    String text =
        ORIGIN
            + "\n"
            + writer.size()
            + "\n"
            + java.util.Base64.getEncoder().encodeToString(writer.root())
            + "\n";
    writer.finish(text);
    put("leaves exported/s, sealing them included", exportLeaves / secondsSince(began));
    put("peak heap of the export, MB", peakMegabytes());
    Checkpoint checkpoint = Checkpoint.parse(text);
    verify(folder, checkpoint, false); // warms the code and the disk's cache
    put("hash-and-tree verification, leaves/s, one core", verify(folder, checkpoint, false));
    resetPeak();
    put("strict verification, leaves/s, one core", verify(folder, checkpoint, true));
    put("peak heap of the verification, MB", peakMegabytes());
  }

  private double verify(Path folder, Checkpoint checkpoint, boolean strictly)
      throws IOException, VerificationException {
    long began = System.nanoTime();
    new TiledLog(TileSource.folder(folder), checkpoint, 1).check(strictly, Map.of(), n -> {});
    return exportLeaves / secondsSince(began);
  }

  /** A disclosure as the exchange logs it. */
  static AuditEvent event(int number) {
    Instant at = Instant.ofEpochSecond(1_800_000_000L + number);
    return AuditEvent.of(
            new EventSource(ORIGIN, "node-bench", "development"),
            new Ids(() -> at, new Random(number)).next(),
            at,
            EventType.DISCLOSURE,
            "yjx.alerts.v1.AlertService/Receive",
            "disclosed")
        .from("metropolitan-police")
        .to("southwark-youth-justice-service")
        .purpose("PURPOSE_SUPERVISION")
        .basis(new SharingBasis("LEGAL_GATEWAY_CDA98_S115", "met-southwark-2026", 3))
        .data("yjx.alerts.v1.Alert", java.util.List.of("DATA_CATEGORY_POLICE_EVENT"), 1)
        .personal(PersonalMember.RECIPIENT_ID, "southwark-yjs/user/a.worker")
        .personal(PersonalMember.SUBJECTS, "0199aa00-0000-7000-8000-000000000001")
        .personal(PersonalMember.RECORDS, "0199aa00-0000-7000-8000-000000000002")
        .build();
  }

  private double rate(Runnable work) {
    long end = System.nanoTime() + 1_000_000_000L;
    while (System.nanoTime() < end) {
      work.run();
    }
    long began = System.nanoTime();
    end = began + seconds * 1_000_000_000L;
    long done = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 100; i++) {
        work.run();
      }
      done += 100;
    }
    return done / secondsSince(began);
  }

  private static void sha(byte[] leaf) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((byte) 0);
      if (sha.digest(leaf).length == 0) {
        throw new IllegalStateException("a hash of nothing");
      }
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void put(String what, double figure) {
    String text =
        figure < 100
            ? String.format(Locale.ROOT, "%.2f", figure)
            : String.format(Locale.ROOT, "%.0f", figure);
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
    out.append(machine).append("\n\n");
    figures.forEach((what, figure) -> out.append(String.format("%-52s %14s%n", what, figure)));
    return out.toString();
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

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
