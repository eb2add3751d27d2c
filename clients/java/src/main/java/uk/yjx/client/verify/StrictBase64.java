package uk.yjx.client.verify;

import java.util.Base64;
import java.util.Optional;

/** Base64 with exactly one spelling per value: padding present, unused bits zero. */
final class StrictBase64 {
  private StrictBase64() {}

  static Optional<byte[]> standard(String text) {
    return decode(text, Base64.getDecoder(), Base64.getEncoder());
  }

  static Optional<byte[]> url(String text) {
    return decode(text, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
  }

  private static Optional<byte[]> decode(
      String text, Base64.Decoder decoder, Base64.Encoder encoder) {
    try {
      byte[] bytes = decoder.decode(text);
      // The JDK's decoder forgives missing padding and stray bits; writing it again does not.
      return encoder.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
