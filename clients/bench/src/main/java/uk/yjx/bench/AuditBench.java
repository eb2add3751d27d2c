package uk.yjx.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
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
  static final String ORIGIN = "bench.example/log/1";

  private final Progress progress;
  private final AuditOptions options;
  private final Map<String, String> figures = new LinkedHashMap<>();
  private String machine = "";

  private AuditBench(AuditOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Measures and returns the table or the JSON object. */
  static String run(String[] args, Progress progress) throws IOException, InterruptedException {
    AuditBench bench = new AuditBench(AuditOptions.parse(args), progress);
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(bench.options.workFolder()), "yjx-audit-");
    try {
      bench.measure(folder);
    } catch (SQLException | VerificationException e) {
      throw new IllegalStateException(e);
    } finally {
      delete(folder);
    }
    return bench.text();
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
    progress.say("opening");
    OpenedLeaves opened = OpenedLeaves.of(sealer);
    put("leaves with all their openings checked/s, one core", rate(opened::checkNext));
    progress.say("exporting " + options.exportLeaves() + " leaves");
    new AuditExport(folder.resolve("export"), options.exportLeaves(), this::put).measure(sealer);
    try (AuditDatabase database = AuditDatabase.start(folder, progress)) {
      progress.say("plain inserts");
      double floor = database.plainInserts(leaf, options.seconds());
      put("plain inserts of such leaves/s, batches of 500", floor);
      progress.say("appends to the journal");
      double appends = database.appends(options.seconds());
      put("entries with a leaf appended to the journal/s", appends);
      put("journal / plain insert", appends / floor);
      put("journal / SHA-256", appends / sha);
      progress.say("a tree of " + options.proofLeaves() + " leaves");
      AuditDatabase.Proofs proofs = database.proofs(options.proofLeaves());
      put("inclusion proof p50, ms", proofs.p50Millis());
      put("inclusion proof p99, ms", proofs.p99Millis());
      put("leaves in the tree of the proofs", options.proofLeaves());
      machine = Machine.of(folder, database.version()).toString();
    }
    progress.say("notices, with and without the log");
    ingest(folder.resolve("ingest"));
  }

  private void ingest(Path folder) throws IOException, InterruptedException, SQLException {
    List<AuditIngest.Turn> turns =
        new AuditIngest(folder, progress)
            .run(
                options.children(),
                options.turns(),
                Duration.ofSeconds(options.warmup()),
                Duration.ofSeconds(options.seconds()));
    for (int i = 0; i < turns.size(); i++) {
      put("what the log takes of the throughput, turn %d".formatted(i + 1), turns.get(i).share());
    }
    AuditIngest.Turn middle = AuditIngest.middle(turns);
    put("notices accepted/s, 1,000 in flight, with the log", middle.with().perSecond());
    put("the same without the log", middle.without().perSecond());
    put("the server's processor time a notice with the log, us", middle.with().processorMicros());
    put("the same without the log, us", middle.without().processorMicros());
    put("what it takes in the middle turn (aim 0.40)", middle.share());
    put(
        "the same, the worst of %d turns".formatted(options.turns()),
        turns.stream().mapToDouble(AuditIngest.Turn::share).max().orElseThrow());
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
        .data("yjx.alerts.v1.Alert", List.of("DATA_CATEGORY_POLICE_EVENT"), 1)
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
    end = began + options.seconds() * 1_000_000_000L;
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
    if (options.json()) {
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

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
