package uk.yjx.client.verify;

import java.util.Arrays;

/**
 * Reads restricted JSON strictly and writes it in the one form of RFC 8785.
 *
 * <p>Allowed are strings, whole numbers below 2^53, true, false, null, arrays and objects without
 * duplicate keys.
 */
public final class CanonicalJson {
  /** The longest text read, in bytes. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  /** The deepest nesting read or written, in levels. */
  public static final int MAX_DEPTH = 32;

  private CanonicalJson() {}

  /** Reads well-formed restricted JSON in any layout. */
  public static JsonValue parse(byte[] json) throws VerificationException {
    return new JsonReader(json).document();
  }

  /** Reads restricted JSON and refuses it unless writing it again gives the same bytes. */
  public static JsonValue parseCanonical(byte[] json) throws VerificationException {
    JsonValue value = parse(json);
    if (!Arrays.equals(json, write(value))) {
      throw new VerificationException(
          Defect.JSON_NOT_CANONICAL, "JSON is not in the canonical form of RFC 8785");
    }
    return value;
  }

  /** Writes a value in canonical form, as UTF-8. */
  public static byte[] write(JsonValue value) {
    return JsonWriter.write(value);
  }
}
