package uk.yjx.server.storage;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per user and version. Not in the common temporary folder,
 * where another user could put programs of the same name first.
 */
final class PostgresBinaries {

  private static final int ENTRIES_MAX = 20_000;
  private static final int DIGEST_CHARS = 16;
  private static final int EXECUTABLE_BY_OWNER = 0100;

  private PostgresBinaries() {}

  /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
  static Path unpacked(DataFolder folder) {
    try {
      byte[] archive = archive();
      Path cache = cache(folder);
      Path target = cache.resolve("postgres-" + digest(archive));
      if (!Files.exists(target)) {
        unpack(archive, cache, target);
      }
      return target;
    } catch (IOException e) {
      throw new StorageException("PostgreSQL's programs cannot be unpacked: " + e, e);
    }
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (architecture.equals("amd64")) {
      architecture = "x86_64";
    }
    try (InputStream resource =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture)) {
      if (resource == null) {
        throw new StorageException(
            "There is no embedded PostgreSQL for %s on %s; set yjx.storage.jdbc-url"
                .formatted(system, architecture));
      }
      return resource.readAllBytes();
    } catch (IllegalStateException e) {
      throw new StorageException(
          "There is no embedded PostgreSQL for %s on %s; set yjx.storage.jdbc-url"
              .formatted(system, architecture),
          e);
    }
  }

  /** The user's cache if there is a home, else a folder beside the data. */
  private static Path cache(DataFolder folder) throws IOException {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    if (base.isAbsolute()) {
      try {
        return DataFolder.privateFolder(base.resolve("yjx"));
      } catch (IOException readOnlyHome) {
        return DataFolder.privateFolder(folder.resolve("programs"));
      }
    }
    return DataFolder.privateFolder(folder.resolve("programs"));
  }

  /** Unpacks beside the target and renames, so that a crash leaves nothing half there. */
  private static void unpack(byte[] archive, Path cache, Path target) throws IOException {
    Path draft = Files.createTempDirectory(cache, "draft-");
    try (TarArchiveInputStream entries =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      TarArchiveEntry entry = entries.getNextEntry();
      for (int count = 0; entry != null; count++) {
        if (count == ENTRIES_MAX) {
          throw new IOException("more than " + ENTRIES_MAX + " entries");
        }
        unpack(entry, entries, draft);
        entry = entries.getNextEntry();
      }
    }
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(target)) {
        throw e;
      }
      Folders.delete(draft);
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path root)
      throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("an entry lies outside the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, path);
      boolean program = (entry.getMode() & EXECUTABLE_BY_OWNER) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new StorageException("This Java lacks SHA-256: " + e, e);
    }
  }
}
