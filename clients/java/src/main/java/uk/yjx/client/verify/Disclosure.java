package uk.yjx.client.verify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * One opened personal member of a leaf: salt, name and value, as RFC 9901 section 4.2.
 *
 * @param salt the random salt, base64url of 32 bytes
 * @param name the member's name
 * @param value the member's value
 */
public record Disclosure(String salt, String name, JsonValue value) {
  /** Length of every salt, in bytes. */
  public static final int SALT_BYTES = 32;

  /** Length of a digest as text, in characters. */
  public static final int DIGEST_CHARACTERS = 43;

  /** Refuses a salt that is not 32 bytes in strict base64url, and the names RFC 9901 reserves. */
  public Disclosure {
    if (StrictBase64.url(salt).filter(bytes -> bytes.length == SALT_BYTES).isEmpty()) {
      throw new IllegalArgumentException("salt is not " + SALT_BYTES + " bytes in base64url");
    }
    if (name.isEmpty() || name.equals("_sd") || name.equals("...")) {
      throw new IllegalArgumentException("name of a disclosure is empty or reserved");
    }
  }

  /** Reads a disclosure from its encoded text and refuses every other spelling of the same. */
  public static Disclosure parse(String encoded) throws VerificationException {
    byte[] json =
        StrictBase64.url(encoded).orElseThrow(() -> malformed("disclosure is not base64url"));
    if (CanonicalJson.parseCanonical(json) instanceof JsonValue.Items(List<JsonValue> parts)
        && parts.size() == 3
        && parts.get(0) instanceof JsonValue.Text(String salt)
        && parts.get(1) instanceof JsonValue.Text(String name)) {
      try {
        return new Disclosure(salt, name, parts.get(2));
      } catch (IllegalArgumentException refused) {
        throw malformed("disclosure has a salt or name the log never writes");
      }
    }
    throw malformed("disclosure is not an array of salt, name and value");
  }

  /** The text that is hashed and handed over: base64url of the canonical array. */
  public String encoded() {
    JsonValue array =
        new JsonValue.Items(List.of(new JsonValue.Text(salt), new JsonValue.Text(name), value));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(CanonicalJson.write(array));
  }

  /** The digest that the leaf commits to. */
  public String digest() {
    return digestOf(encoded());
  }

  /** The digest of any encoded disclosure: base64url of SHA-256 over its ASCII text. */
  public static String digestOf(String encoded) {
    byte[] hash = MerkleVerifier.sha256().digest(encoded.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.DISCLOSURE_MALFORMED, what);
  }
}
