package uk.yjx.cli.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

/**
 * What this reader has seen of one log: its key and every checkpoint, in a folder of the reader's
 * own. Without it an exchange could show each reader another past.
 */
public final class KnownLog {

  /** Checkpoints kept; beyond them every second of the older half goes. */
  static final int KEPT_MAX = 1_024;

  private static final String SUFFIX = ".checkpoint";

  private final String origin;
  private final Path keyFile;
  private final Path folder;

  private KnownLog(String origin, Path keyFile, Path folder) {
    this.origin = origin;
    this.keyFile = keyFile;
    this.folder = folder;
  }

  /** What is known of the log with this origin. */
  public static KnownLog in(Path folder, String origin) {
    String name = origin.replaceAll("[^A-Za-z0-9._-]", "_");
    return new KnownLog(origin, folder.resolve(name + ".key"), folder.resolve(name));
  }

  /** The key the log had when it was first seen, in C2SP form. */
  public Optional<String> key() throws IOException {
    return Files.exists(keyFile)
        ? Optional.of(Files.readString(keyFile).strip())
        : Optional.empty();
  }

  /**
   * Every checkpoint kept, by size, each verified again.
   *
   * @throws VerificationException if one was forged, or two of a size differ
   */
  public NavigableMap<Long, Checkpoint> checkpoints(VerifierKey logKey)
      throws IOException, VerificationException {
    NavigableMap<Long, Checkpoint> kept = new TreeMap<>();
    for (Path file : files()) {
      Checkpoint one = Checkpoint.open(Files.readAllBytes(file), origin, List.of(logKey));
      kept.put(one.size(), one);
    }
    return kept;
  }

  /** Remembers the key and one more checkpoint. */
  public void remember(String key, Checkpoint checkpoint, String note) throws IOException {
    Files.createDirectories(folder);
    write(keyFile, key + "\n");
    write(folder.resolve(checkpoint.size() + SUFFIX), note);
    List<Path> files = files();
    if (files.size() > KEPT_MAX) {
      for (int i = 1; i < files.size() / 2; i += 2) {
        Files.delete(files.get(i));
      }
    }
  }

  /** Files of checkpoints in the order of their sizes. */
  private List<Path> files() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{1,19}\\" + SUFFIX))
          .sorted((a, b) -> {
            String one = a.getFileName().toString();
            String other = b.getFileName().toString();
            return one.length() == other.length()
                ? one.compareTo(other)
                : Integer.compare(one.length(), other.length());
          })
          .toList();
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
