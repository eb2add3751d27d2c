package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * One secret in one file that only its owner can read.
 *
 * @param path the file
 */
record SecretFile(Path path) {

  static final int KEY_BYTES = 32;
  private static final int PASSWORD_BYTES = 24;

  /** The 32 bytes of a key. */
  byte[] key() {
    byte[] bytes = read();
    if (bytes.length != KEY_BYTES) {
      throw new StorageException(
          "The key file %s holds %d bytes; a key has %d".formatted(path, bytes.length, KEY_BYTES));
    }
    return bytes;
  }

  /** The 32 bytes of a key, made and stored first if there is no file. */
  byte[] keyOrNew(SecureRandom random) {
    if (!exists()) {
      byte[] fresh = new byte[KEY_BYTES];
      random.nextBytes(fresh);
      create(fresh);
    }
    return key();
  }

  /** A password: the file's text without its line end. */
  String password() {
    return new String(read(), StandardCharsets.UTF_8).strip();
  }

  /** A password of 192 random bits in hexadecimal, made and stored first if there is no file. */
  String passwordOrNew(SecureRandom random) {
    if (!exists()) {
      byte[] fresh = new byte[PASSWORD_BYTES];
      random.nextBytes(fresh);
      create(HexFormat.of().formatHex(fresh).getBytes(StandardCharsets.US_ASCII));
    }
    return password();
  }

  boolean exists() {
    return Files.exists(path);
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new StorageException("The secret file " + path + " cannot be read: " + e, e);
    }
  }

  /**
   * Writes, forces and only then names the file: no crash leaves half a key, and of two servers
   * that share the folder the first one's secret counts for both.
   */
  private void create(byte[] content) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new StorageException("The secret file " + path + " has no folder");
    }
    try {
      Files.createDirectories(folder);
      Path draft =
          Files.createTempFile(
              folder,
              "draft-",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap(content));
          channel.force(true);
        }
        Files.createLink(path, draft);
      } catch (FileAlreadyExistsException otherWasFirst) {
        return;
      } finally {
        Files.delete(draft);
      }
      try (FileChannel names = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
        names.force(true);
      }
    } catch (IOException e) {
      throw new StorageException("The secret file " + path + " cannot be written: " + e, e);
    }
  }
}
