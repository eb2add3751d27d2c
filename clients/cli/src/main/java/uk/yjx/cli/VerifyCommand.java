package uk.yjx.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.capabilities.v1.GetCapabilitiesResponse;
import uk.yjx.cli.log.KnownLog;
import uk.yjx.cli.log.LogCheck;
import uk.yjx.cli.log.OpeningsCheck;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.TilePath;
import uk.yjx.client.verify.TileSource;
import uk.yjx.client.verify.TiledLog;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.client.verify.WebTiles;

/** A monitor of a log: reads everything and holds it to every checkpoint it has kept. */
@Command(
    name = "verify",
    description = {
      "Check a whole log from outside: the newest checkpoint's signature, the root over every"
          + " leaf,",
      "and the root of every checkpoint seen from here before. Reads an exchange, or with --url or",
      "--dir an export of «audit export». Memory does not grow with the log. Exit status 1 if it",
      "does not verify."
    })
final class VerifyCommand implements Callable<Integer> {

  private final Yjx yjx;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--log-key", description = "The log's key in C2SP form, if you hold it.")
  @Nullable String pinned;

  @Option(
      names = "--state",
      description = "Folder that remembers keys and checkpoints; default ~/.config/yjx/logs.")
  @Nullable Path state;

  @Option(names = "--url", description = "Where the export is served (C2SP tlog-tiles).")
  @Nullable URI url;

  @Option(names = "--dir", description = "Folder of an export.")
  @Nullable Path dir;

  @Option(
      names = "--hashes-only",
      description = "Of an export, check hashes and tree but not the form of each leaf.")
  boolean hashesOnly;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Threads for an export; 0: one a core, and 8 with --url.")
  int threads;

  @Option(
      names = "--openings",
      description = {
        "Read from the exchange, as an auditor, what opens the leaves too, and hold it to them;",
        "also with --url or --dir, where the export's leaves count. Needs --justification."
      })
  boolean openings;

  @Option(names = "--justification", description = "Why you read personal data.")
  @Nullable String justification;

  VerifyCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException, VerificationException {
    if (url != null || dir != null) {
      export();
      return ExitCode.OK;
    }
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      exchange(open);
    }
    return ExitCode.OK;
  }

  private void exchange(ExchangeConnection open) throws IOException, VerificationException {
    GetCapabilitiesResponse published =
        connection
            .limited(CapabilitiesServiceGrpc.newBlockingStub(open.channel()))
            .getCapabilities(GetCapabilitiesRequest.getDefaultInstance());
    KnownLog known = KnownLog.in(folder(), published.getLogOrigin());
    String key = published.getLogVerifierKey();
    requireSameKey(Optional.ofNullable(pinned), key, "--log-key");
    requireSameKey(known.key(), key, folder().toString());
    VerifierKey logKey = VerifierKey.parse(key);
    LogCheck check = new LogCheck(open.channel(), published.getLogOrigin(), logKey);
    NavigableMap<Long, Checkpoint> kept = known.checkpoints(logKey);
    long seen = kept.isEmpty() ? 0 : kept.lastKey();
    LogCheck.Verified latest = check.checkpoint(0);
    requireNotShorter(seen, latest.checkpoint());
    if (!kept.isEmpty()) {
      check.requireConsistent(kept.lastEntry().getValue(), latest.checkpoint());
    }
    try (ProgressBar progress = yjx.screen().progress("leaves", latest.checkpoint().size())) {
      check.requireLeaves(latest.checkpoint(), kept, progress::set);
    }
    Optional<OpeningsCheck.Counts> opened = Optional.empty();
    if (openings) {
      opened = Optional.of(openings(open, latest.checkpoint()));
    }
    known.remember(key, latest.checkpoint(), latest.note());
    new VerifiedLog(latest.checkpoint(), kept, opened).show(yjx.screen());
  }

  private OpeningsCheck.Counts openings(ExchangeConnection open, Checkpoint checkpoint)
      throws VerificationException {
    if (justification == null) {
      throw CommandFailure.usage("--openings reads personal data: say why with --justification");
    }
    try (ProgressBar progress = yjx.screen().progress("openings", checkpoint.size())) {
      return OpeningsCheck.of(open.channel(), checkpoint, justification, progress::set);
    }
  }

  private void export() throws IOException, VerificationException {
    TileSource source = dir != null ? TileSource.folder(dir) : new WebTiles(String.valueOf(url));
    String note = new String(source.read(TilePath.CHECKPOINT), StandardCharsets.UTF_8);
    String origin = note.lines().findFirst().orElse("");
    KnownLog known = KnownLog.in(folder(), origin);
    String key =
        Optional.ofNullable(pinned)
            .or(() -> knownKey(known))
            .orElseThrow(() ->
                CommandFailure.usage(
                    "the log of this export was never seen from here: give its --log-key"));
    requireSameKey(known.key(), key, folder().toString());
    VerifierKey logKey = VerifierKey.parse(key);
    Checkpoint latest =
        Checkpoint.open(note.getBytes(StandardCharsets.UTF_8), origin, List.of(logKey));
    NavigableMap<Long, Checkpoint> kept = known.checkpoints(logKey);
    requireNotShorter(kept.isEmpty() ? 0 : kept.lastKey(), latest);
    Map<Long, byte[]> roots = new TreeMap<>();
    kept.forEach((size, checkpoint) -> roots.put(size, checkpoint.root()));
    Checkpoint same = kept.get(latest.size());
    if (same != null && !same.equals(latest)) {
      throw new VerificationException(
          Defect.ROOT_MISMATCH, "another checkpoint of " + latest.size() + " leaves was seen here");
    }
    int readers =
        threads > 0
            ? threads
            : dir != null ? Runtime.getRuntime().availableProcessors() : WebTiles.THREADS;
    try (ProgressBar progress = yjx.screen().progress("leaves", latest.size())) {
      new TiledLog(source, latest, readers).check(!hashesOnly, roots, progress::set);
    }
    Optional<OpeningsCheck.Counts> opened = Optional.empty();
    if (openings) {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        opened = Optional.of(openings(open, latest));
      }
    }
    known.remember(key, latest, note);
    new VerifiedLog(latest, kept, opened).show(yjx.screen());
  }

  private static Optional<String> knownKey(KnownLog known) {
    try {
      return known.key();
    } catch (IOException e) {
      throw CommandFailure.file("the folder of known logs cannot be read", e);
    }
  }

  private Path folder() {
    return state == null
        ? ConnectionOptions.configFolder(yjx.surroundings().environment()).resolve("logs")
        : state;
  }

  private static void requireNotShorter(long seen, Checkpoint latest) throws VerificationException {
    if (seen > latest.size()) {
      throw new VerificationException(
          Defect.SIZE_OUT_OF_RANGE,
          "the log had " + seen + " leaves before and has " + latest.size() + " now: truncated");
    }
  }

  private static void requireSameKey(Optional<String> expected, String key, String where) {
    if (expected.isPresent() && !expected.get().equals(key)) {
      throw CommandFailure.problem(
          "LOG_KEY_CHANGED", "the log comes with another key than " + where + " holds");
    }
  }
}
