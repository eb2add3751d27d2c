package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;

/** One event of the log as people and programs are shown it. */
record FoundEvent(long index, JsonValue.Members leaf, JsonObject opened) {
  private static final List<String> PLAIN =
      List.of("t", "type", "op", "outcome", "src_org", "dst_org", "purpose", "schema");

  /** Reads the leaf and what opens it; each opening as its canonical JSON. */
  static FoundEvent of(AuditEvent event) throws VerificationException {
    JsonObject opened = new JsonObject();
    for (String opening : event.getOpeningsList()) {
      Disclosure disclosure = Disclosure.parse(opening);
      opened.addProperty(
          disclosure.name(),
          new String(CanonicalJson.write(disclosure.value()), StandardCharsets.UTF_8));
    }
    if (CanonicalJson.parseCanonical(event.getLeaf().toByteArray())
        instanceof JsonValue.Members leaf) {
      return new FoundEvent(event.getLeafIndex(), leaf, opened);
    }
    throw new VerificationException(Defect.LEAF_MALFORMED, "a leaf is no object");
  }

  /** Whether the event opens as one about this child. */
  boolean isAbout(String child) {
    return opened.has("subjects")
        && opened.get("subjects").getAsString().contains('"' + child + '"');
  }

  /** A plain member; empty where there is none. */
  String text(String name) {
    return leaf.values().get(name) instanceof JsonValue.Text(String text) ? text : "";
  }

  /** Who received or else who acted, as far as it opens. */
  String who() {
    String member = opened.has("recipient_id") ? "recipient_id" : "actor_id";
    return opened.has(member) ? opened.get(member).getAsString() : "";
  }

  /** One line for programs. */
  JsonObject json() {
    JsonObject line = new JsonObject();
    line.addProperty("leaf_index", index);
    for (String name : PLAIN) {
      line.addProperty(name, text(name));
    }
    line.add("opened", opened);
    return line;
  }
}
