package uk.yjx.client.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of an exported log come from: a folder, a web server. Safe for many threads. */
@FunctionalInterface
public interface TileSource {
  /** The most bytes of one file: a bundle of 256 entries of 65,535 bytes with their lengths. */
  int FILE_BYTES_MAX = TilePath.WIDTH * (2 + LeafDocument.MAX_BYTES);

  /**
   * A file by its name below the log's prefix.
   *
   * @throws IOException if it is missing or longer than {@link #FILE_BYTES_MAX}
   */
  byte[] read(String name) throws IOException;

  /** The files of a folder. */
  static TileSource folder(Path folder) {
    return name -> {
      Path file = folder.resolve(name);
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new IOException(file + " is longer than any file of a log");
      }
      return Files.readAllBytes(file);
    };
  }
}
