package uk.yjx.server.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC-SHA256 under a key of its own, derived from the master key by a label; thread-safe. */
public final class MacKey {

  /** Length of a code in bytes. */
  public static final int MAC_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final Slots<Mac> macs;

  MacKey(SecretKey key) {
    this.macs = new Slots<>(() -> keyed(key));
  }

  /** The 32-byte code of a message. */
  public byte[] mac(byte[] message) {
    Mac mac = macs.take();
    byte[] code = mac.doFinal(message);
    macs.giveBack(mac);
    return code;
  }

  /** Whether the code is the message's; takes the same time wherever they differ. */
  public boolean matches(byte[] message, byte[] code) {
    return MessageDigest.isEqual(mac(message), code);
  }

  /** The first 8 bytes, big-endian, of the code of a text in UTF-8. */
  public long fingerprint(String value) {
    byte[] code = mac(value.getBytes(StandardCharsets.UTF_8));
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bits = bits << Byte.SIZE | (code[i] & 0xFF);
    }
    return bits;
  }

  private static Mac keyed(SecretKey key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new StorageException("This Java lacks " + ALGORITHM + ": " + e, e);
    }
  }
}
