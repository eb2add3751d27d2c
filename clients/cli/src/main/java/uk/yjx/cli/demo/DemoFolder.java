package uk.yjx.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import uk.yjx.cli.CommandFailure;

/** The folder of one demonstration: server data, certificates, and files to explore it with. */
final class DemoFolder {

  private final Path folder;
  private final boolean temporary;

  private DemoFolder(Path folder, boolean temporary) {
    this.folder = folder.toAbsolutePath().normalize();
    this.temporary = temporary;
  }

  /** The folder named, which must be new or empty, or a temporary one. */
  static DemoFolder open(Optional<Path> named) throws IOException {
    if (named.isEmpty()) {
      return new DemoFolder(Files.createTempDirectory("yjx-demo-"), true);
    }
    Files.createDirectories(named.get());
    try (Stream<Path> inside = Files.list(named.get())) {
      if (inside.findAny().isPresent()) {
        throw CommandFailure.usage(
            named.get()
                + " is not empty. If a demonstration was kept there, start it again with"
                + " ./yjx serve --config "
                + named.get().resolve("serve.properties")
                + "; else name another folder");
      }
    }
    return new DemoFolder(named.get(), false);
  }

  Path data() {
    return folder.resolve("data");
  }

  Path pki() {
    return folder.resolve("pki");
  }

  Path profile() {
    return folder.resolve("profile.properties");
  }

  Path serveSettings() {
    return folder.resolve("serve.properties");
  }

  /** Writes properties in the order of their names. */
  void write(Path file, Map<String, ?> properties) throws IOException {
    List<String> lines =
        properties.entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue().toString().replace("\\", "\\\\"))
            .sorted()
            .toList();
    Files.write(file, lines);
  }

  /** Removes the folder if it is a temporary one. */
  void removeIfTemporary() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> inside = Files.walk(folder)) {
      inside.sorted(Comparator.reverseOrder()).forEach(DemoFolder::delete);
    } catch (IOException | UncheckedIOException e) {
      // A leftover in the temporary folder harms nobody; the result of the demonstration stands.
      return;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
