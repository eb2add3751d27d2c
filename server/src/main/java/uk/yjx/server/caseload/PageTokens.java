package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.MacKey;
import uk.yjx.server.storage.Vault;

/**
 * Page tokens: where a page ended, with a code that binds it to who may go on from there, so that a
 * caller can neither make one up nor use another's.
 */
@Singleton
public final class PageTokens {
  /** Pages without a wish. */
  public static final int PAGE_SIZE_DEFAULT = 50;

  private static final int CODE_BYTES = 16;

  private static final String FIELD = "page_token";
  private static final Failure MALFORMED =
      Failure.field("PAGE_TOKEN_MALFORMED", FIELD, "must be a token from the page before");
  private static final Failure FOREIGN =
      Failure.field(
          "PAGE_TOKEN_FOREIGN", FIELD, "must be a token given to this caller for this list");

  private final MacKey codes;

  PageTokens(Vault vault) {
    this.codes = vault.macKey("page-token");
  }

  /**
   * A token.
   *
   * @param scope who may go on with which list
   * @param last the key of the last item of the page; it can be read from the token
   */
  public String after(String scope, String last) {
    byte[] key = last.getBytes(StandardCharsets.UTF_8);
    byte[] token = Arrays.copyOf(code(scope, last), CODE_BYTES + key.length);
    System.arraycopy(key, 0, token, CODE_BYTES, key.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The key after which to go on, empty for the first page; refuses every other token. */
  public String read(String scope, String token) {
    if (token.isEmpty()) {
      return "";
    }
    byte[] bytes = decode(token);
    if (bytes.length <= CODE_BYTES) {
      throw MALFORMED.refused();
    }
    String last = new String(bytes, CODE_BYTES, bytes.length - CODE_BYTES, StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(
        Arrays.copyOf(code(scope, last), CODE_BYTES), Arrays.copyOf(bytes, CODE_BYTES))) {
      throw FOREIGN.refused();
    }
    return last;
  }

  private byte[] code(String scope, String last) {
    String bound = scope.length() + ":" + scope + last;
    return codes.mac(bound.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] decode(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException malformed) {
      throw MALFORMED.refused();
    }
  }
}
