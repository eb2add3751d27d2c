package uk.yjx.cli.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What this reader has seen of one log: its key and the last checkpoint, in a folder of the
 * reader's own. Without it an exchange could show each reader another past.
 */
public final class KnownLog {

  private final Path keyFile;
  private final Path noteFile;

  private KnownLog(Path keyFile, Path noteFile) {
    this.keyFile = keyFile;
    this.noteFile = noteFile;
  }

  /** What is known of the log with this origin. */
  public static KnownLog in(Path folder, String origin) {
    String name = origin.replaceAll("[^A-Za-z0-9._-]", "_");
    return new KnownLog(folder.resolve(name + ".key"), folder.resolve(name + ".checkpoint"));
  }

  /** The key the log had when it was first seen, in C2SP form. */
  public Optional<String> key() throws IOException {
    return read(keyFile).map(String::strip);
  }

  /** The last checkpoint that was verified, a signed note. */
  public Optional<String> checkpoint() throws IOException {
    return read(noteFile);
  }

  /** Remembers key and checkpoint, replacing each file as a whole. */
  public void remember(String key, String note) throws IOException {
    Files.createDirectories(keyFile.toAbsolutePath().getParent());
    write(keyFile, key + "\n");
    write(noteFile, note);
  }

  private static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  private static void write(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
