package uk.yjx.client.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that shows one event to somebody who trusts only public keys, as one JSON file.
 *
 * @param leaf the leaf's bytes, as hashed
 * @param openings encoded disclosures of whatever is to be shown
 * @param proof the inclusion proof with its signed checkpoint
 * @param receipt what the submitter got back, where it is part of the evidence
 */
public record EvidenceFile(
    byte[] leaf, List<String> openings, String proof, Optional<SignedReceipt> receipt) {
  /** The form's name, its version included. */
  public static final String FORM = "yjx-evidence/v1";

  /** The most openings read; a leaf has far fewer members. */
  public static final int OPENINGS_MAX = 256;

  private static final Set<String> MEMBERS = Set.of("form", "leaf", "openings", "proof", "receipt");

  /** Takes copies. */
  public EvidenceFile {
    leaf = leaf.clone();
    openings = List.copyOf(openings);
  }

  /**
   * A receipt with the signature over the frame it came in.
   *
   * @param requestId which of the frame's receipts it is
   * @param frame the signed text
   * @param keyName name of the receipt key
   * @param signature the signature; empty where none was kept
   */
  public record SignedReceipt(String requestId, String frame, String keyName, byte[] signature) {
    /** Takes a copy. */
    public SignedReceipt {
      signature = signature.clone();
    }
  }

  /** Reads a file without trusting it. */
  public static EvidenceFile parse(byte[] json) throws VerificationException {
    if (!(CanonicalJson.parse(json) instanceof JsonValue.Members(var members))) {
      throw malformed("is not an object");
    }
    if (!MEMBERS.containsAll(members.keySet())) {
      throw malformed("has a member that the form does not know");
    }
    if (!text(members, "form").equals(FORM)) {
      throw malformed("is not of the form " + FORM);
    }
    JsonValue receipt = members.get("receipt");
    return new EvidenceFile(
        text(members, "leaf").getBytes(StandardCharsets.UTF_8),
        openings(members.get("openings")),
        text(members, "proof"),
        receipt == null ? Optional.empty() : Optional.of(receipt(receipt)));
  }

  /** The file's text. */
  public byte[] json() throws VerificationException {
    SequencedMap<String, JsonValue> members = new LinkedHashMap<>();
    members.put("form", new JsonValue.Text(FORM));
    members.put("leaf", new JsonValue.Text(utf8(leaf)));
    members.put(
        "openings",
        new JsonValue.Items(openings.stream().<JsonValue>map(JsonValue.Text::new).toList()));
    members.put("proof", new JsonValue.Text(proof));
    if (receipt.isPresent()) {
      SignedReceipt signed = receipt.get();
      SequencedMap<String, JsonValue> parts = new LinkedHashMap<>();
      parts.put("request_id", new JsonValue.Text(signed.requestId()));
      parts.put("frame", new JsonValue.Text(signed.frame()));
      parts.put("key", new JsonValue.Text(signed.keyName()));
      parts.put(
          "signature", new JsonValue.Text(Base64.getEncoder().encodeToString(signed.signature())));
      members.put("receipt", new JsonValue.Members(parts));
    }
    return CanonicalJson.write(new JsonValue.Members(members));
  }

  private static List<String> openings(@Nullable JsonValue value) throws VerificationException {
    if (!(value instanceof JsonValue.Items(List<JsonValue> items)) || items.size() > OPENINGS_MAX) {
      throw malformed("has no list of at most " + OPENINGS_MAX + " openings");
    }
    List<String> openings = new ArrayList<>();
    for (JsonValue item : items) {
      if (!(item instanceof JsonValue.Text(String opening))) {
        throw malformed("has an opening that is not text");
      }
      openings.add(opening);
    }
    return openings;
  }

  private static SignedReceipt receipt(JsonValue value) throws VerificationException {
    if (!(value instanceof JsonValue.Members(var parts)) || parts.size() != 4) {
      throw malformed("has a receipt that is not an object of four members");
    }
    byte[] signature =
        StrictBase64.standard(text(parts, "signature"))
            .orElseThrow(() -> malformed("has a receipt whose signature is not base64"));
    return new SignedReceipt(
        text(parts, "request_id"), text(parts, "frame"), text(parts, "key"), signature);
  }

  private static String text(SequencedMap<String, JsonValue> members, String name)
      throws VerificationException {
    if (members.get(name) instanceof JsonValue.Text(String text)) {
      return text;
    }
    throw malformed("has no text «" + name + "»");
  }

  private static String utf8(byte[] leaf) throws VerificationException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(leaf)).toString();
    } catch (CharacterCodingException invalid) {
      throw malformed("would hold a leaf that is not text");
    }
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.EVIDENCE_MALFORMED, "evidence " + what);
  }
}
