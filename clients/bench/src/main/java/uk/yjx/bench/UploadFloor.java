package uk.yjx.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What storing and reading a document costs at least: the same bytes read, hashed, sealed, written
 * and synced at the same points; no network, no database, nobody to ask.
 */
final class UploadFloor {
  /** As the exchange seals them. */
  static final int PART_BYTES = 512 * 1024;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SEALED_BYTES = PART_BYTES + NONCE_BYTES + TAG_BITS / Byte.SIZE;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  UploadFloor() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    key = new SecretKeySpec(bytes, "AES");
  }

  /**
   * Stores a file.
   *
   * @param partsPerSync parts between two syncs
   */
  void store(Path from, Path to, int partsPerSync) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] part = new byte[PART_BYTES];
    byte[] sealed = new byte[SEALED_BYTES];
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      int parts = 0;
      for (int read = in.read(ByteBuffer.wrap(part));
          read > 0;
          read = in.read(ByteBuffer.wrap(part))) {
        digest.update(part, 0, read);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        int length = NONCE_BYTES + cipher.doFinal(part, 0, read, sealed, NONCE_BYTES);
        ByteBuffer bytes = ByteBuffer.wrap(sealed, 0, length);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        if (++parts % partsPerSync == 0) {
          out.force(false);
        }
      }
      out.force(false);
    }
    if (digest.digest().length == 0) {
      throw new IllegalStateException("a hash of nothing");
    }
  }

  /** Reads, opens and hashes what {@link #store} wrote, and writes and syncs it like a reader. */
  void read(Path from, Path to) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] sealed = new byte[SEALED_BYTES];
    byte[] part = new byte[SEALED_BYTES];
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = fill(in, sealed); read > 0; read = fill(in, sealed)) {
        cipher.init(
            Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
        int length = cipher.doFinal(sealed, NONCE_BYTES, read - NONCE_BYTES, part, 0);
        digest.update(part, 0, length);
        ByteBuffer bytes = ByteBuffer.wrap(part, 0, length);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(false);
    }
    if (digest.digest().length == 0) {
      throw new IllegalStateException("a hash of nothing");
    }
  }

  private static int fill(FileChannel in, byte[] into) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(into);
    while (bytes.hasRemaining() && in.read(bytes) >= 0) {
      // Until it is full or the file ends.
    }
    return bytes.position();
  }
}
