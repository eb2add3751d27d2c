package uk.yjx.server.evidence;

import java.time.Instant;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;

/**
 * What a leaf says in clear, as far as questions ask for it; empty where it does not say.
 *
 * @param type kind of event
 * @param operation what was called
 * @param agreement id of the sharing agreement
 * @param source the agency that acted
 * @param recipient the agency that received
 * @param time when, as RFC 3339 text
 */
record PlainFacts(
    String type, String operation, String agreement, String source, String recipient, String time) {

  /** Reads a leaf; fails with {@link BrokenLog} where it is none. */
  static PlainFacts of(byte[] leaf) {
    try {
      if (CanonicalJson.parse(leaf) instanceof JsonValue.Members members) {
        return of(members);
      }
    } catch (VerificationException e) {
      throw new BrokenLog("a leaf cannot be read: " + e.getMessage());
    }
    throw new BrokenLog("a leaf is no object");
  }

  /** When it happened. */
  Instant at() {
    return Instant.parse(time);
  }

  private static PlainFacts of(JsonValue.Members leaf) {
    String agreement =
        leaf.values().get("basis") instanceof JsonValue.Members basis
            ? text(basis, "agreement")
            : "";
    return new PlainFacts(
        text(leaf, "type"),
        text(leaf, "op"),
        agreement,
        text(leaf, "src_org"),
        text(leaf, "dst_org"),
        text(leaf, "t"));
  }

  private static String text(JsonValue.Members members, String name) {
    return members.values().get(name) instanceof JsonValue.Text(String text) ? text : "";
  }
}
