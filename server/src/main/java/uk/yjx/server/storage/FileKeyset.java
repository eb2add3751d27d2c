package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys in files of the folder {@code document-keys} beside the other secrets: {@code 1.key}, {@code
 * 2.key} and so on; the highest number wraps. A number is never used for two keys of one database.
 * The folder is looked at whenever a key is needed, so that a new file counts without a restart.
 */
public final class FileKeyset implements KeyService {
  private static final String SUFFIX = ".key";
  private static final byte[] WRAPPING = "yjx document key".getBytes(StandardCharsets.US_ASCII);

  private final Path folder;
  private final KeyRegister register;
  private final SecureRandom random;
  private final Slots<Sealer> sealers;
  private final Map<Integer, SecretKey> keys = new ConcurrentHashMap<>();

  FileKeyset(Path secrets, KeyRegister register, SecureRandom random) {
    this.folder = folder(secrets);
    this.register = register;
    this.random = random;
    this.sealers = new Slots<>(() -> new Sealer(random));
  }

  /**
   * Makes the next key in a folder of secrets; every server that uses the folder wraps with it from
   * then on, and wraps anew what was wrapped before.
   *
   * @return its number
   */
  public static int rotate(Path secrets, SecureRandom random) {
    Path folder = folder(secrets);
    int next = newest(folder) + 1;
    var unused = new SecretFile(file(folder, next)).keyOrNew(random);
    return next;
  }

  /** The folder of secrets that holds the keys. */
  public Path secrets() {
    return folder.resolveSibling(".").normalize();
  }

  @Override
  public int current() {
    return newest(folder);
  }

  @Override
  public byte[] wrap(int number, byte[] plain) {
    Sealer sealer = sealers.take();
    byte[] wrapped = sealer.seal(key(number), plain, WRAPPING, 0);
    sealers.giveBack(sealer);
    return wrapped;
  }

  @Override
  public byte[] unwrap(int number, byte[] wrapped) {
    Sealer sealer = sealers.take();
    try {
      byte[] plain = sealer.open(key(number), wrapped, WRAPPING, 0);
      sealers.giveBack(sealer);
      return plain;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StorageException("A document's key does not open: altered, or another key", e);
    }
  }

  private SecretKey key(int number) {
    return keys.computeIfAbsent(number, this::load);
  }

  private SecretKey load(int number) {
    SecretFile file = new SecretFile(file(folder, number));
    if (!file.exists()) {
      throw new StorageException("The key file %s is missing: restore it".formatted(file.path()));
    }
    return new SecretKeySpec(register.key("document-" + number, file, random), "AES");
  }

  private static Path folder(Path secrets) {
    return secrets.toAbsolutePath().normalize().resolve("document-keys");
  }

  private static Path file(Path folder, int number) {
    return folder.resolve(number + SUFFIX);
  }

  private static int newest(Path folder) {
    if (Files.notExists(folder)) {
      return NONE;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().toLowerCase(Locale.ROOT))
          .filter(name -> name.matches("[1-9][0-9]{0,8}\\.key"))
          .mapToInt(name -> Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())))
          .max()
          .orElse(NONE);
    } catch (IOException e) {
      throw new StorageException("The folder " + folder + " cannot be read: " + e, e);
    }
  }
}
