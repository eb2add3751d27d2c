package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.MacKey;
import uk.yjx.server.storage.Vault;

/**
 * Stands for a person towards one reader: an HMAC under a key of the exchange over the reader and
 * the person, 40 bits of it. The same reader meets the same pseudonym again; two readers who
 * compare theirs learn nothing.
 */
@Singleton
final class Pseudonyms implements Pseudonym {
  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int CHARS = 8;
  private static final int BITS_PER_CHAR = 5;

  private final MacKey key;

  Pseudonyms(Vault vault) {
    this.key = vault.macKey("alerts.pseudonym");
  }

  @Override
  public String of(PrincipalId reader, ByteString identity) {
    byte[] to = (reader + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[to.length + identity.size()];
    System.arraycopy(to, 0, message, 0, to.length);
    identity.copyTo(message, to.length);
    return text(key.mac(message));
  }

  private static String text(byte[] code) {
    long bits = 0;
    for (int i = 0; i < CHARS * BITS_PER_CHAR / Byte.SIZE; i++) {
      bits = bits << Byte.SIZE | (code[i] & 0xFF);
    }
    StringBuilder text = new StringBuilder(CHARS + 2).append("P-");
    for (int i = CHARS - 1; i >= 0; i--) {
      text.append(ALPHABET[(int) (bits >>> (i * BITS_PER_CHAR)) & (ALPHABET.length - 1)]);
    }
    return text.toString();
  }
}
