package uk.yjx.server.audit;

import java.nio.charset.StandardCharsets;

/**
 * What opens one commitment of a leaf.
 *
 * @param name the personal member's name
 * @param salt the salt, 32 bytes, not to be changed
 * @param value the value as canonical JSON
 */
public record Opening(String name, byte[] salt, String value) {
  /** Refuses a salt of another length. */
  public Opening {
    if (salt.length != Salts.BYTES) {
      throw new IllegalArgumentException("salt has " + salt.length + " bytes, not 32");
    }
  }

  /** The encoded disclosure of RFC 9901 section 4.2.1: what is handed to a third party. */
  public String disclosure() {
    byte[] json = value.getBytes(StandardCharsets.UTF_8);
    LeafBuffer array = new LeafBuffer(json.length + 128);
    Openings.disclosure(array, name, salt, 0, json, json.length);
    LeafBuffer encoded = new LeafBuffer(array.length() * 2);
    encoded.base64Url(array.bytes(), 0, array.length());
    return new String(encoded.toArray(), StandardCharsets.US_ASCII);
  }

  /** Values stay out of logs. */
  @Override
  public String toString() {
    return name;
  }
}
