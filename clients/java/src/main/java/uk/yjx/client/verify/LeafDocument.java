package uk.yjx.client.verify;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A leaf of the log as read back: canonical, of one log, with its commitments in order.
 *
 * @param members all members of the leaf
 * @param commitments the digests of its personal members, ascending
 */
public record LeafDocument(Map<String, JsonValue> members, List<String> commitments) {
  /** The longest leaf, in bytes; the length prefix of a tlog-tiles entry has 16 bits. */
  public static final int MAX_BYTES = 65_535;

  /** Takes copies. */
  public LeafDocument {
    members = Map.copyOf(members);
    commitments = List.copyOf(commitments);
  }

  /**
   * Reads a leaf and refuses one that is not canonical or names another log than {@code origin}.
   */
  public static LeafDocument parse(byte[] leaf, String origin) throws VerificationException {
    if (leaf.length > MAX_BYTES) {
      throw malformed("leaf has " + leaf.length + " bytes, above " + MAX_BYTES);
    }
    if (!(CanonicalJson.parseCanonical(leaf) instanceof JsonValue.Members members)) {
      throw malformed("leaf is not an object");
    }
    if (!new JsonValue.Text(origin).equals(members.values().get("log"))) {
      throw new VerificationException(Defect.ORIGIN_MISMATCH, "leaf is not of log " + origin);
    }
    return new LeafDocument(members.values(), commitments(members));
  }

  /** A member that is text. */
  public Optional<String> text(String member) {
    return members.get(member) instanceof JsonValue.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Refuses a disclosure that this leaf does not commit to. */
  public void require(Disclosure disclosure) throws VerificationException {
    if (!commitments.contains(disclosure.digest())) {
      throw new VerificationException(
          Defect.DISCLOSURE_NOT_COMMITTED,
          "leaf does not commit to this disclosure of " + disclosure.name());
    }
  }

  /**
   * The names of the members that these disclosures open, in their order; refuses one that this
   * leaf does not commit to, and a member opened twice.
   */
  public SequencedSet<String> open(List<String> encoded) throws VerificationException {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (String one : encoded) {
      Disclosure disclosure = Disclosure.parse(one);
      require(disclosure);
      if (!names.add(disclosure.name())) {
        throw new VerificationException(
            Defect.DISCLOSURE_MALFORMED, disclosure.name() + " is opened twice");
      }
    }
    return names;
  }

  private static List<String> commitments(JsonValue.Members members) throws VerificationException {
    if (!(members.values().get("sd") instanceof JsonValue.Items(List<JsonValue> items))) {
      throw malformed("leaf has no array of commitments");
    }
    String previous = "";
    for (JsonValue item : items) {
      boolean ascending =
          item instanceof JsonValue.Text(String digest)
              && digest.length() == Disclosure.DIGEST_CHARACTERS
              && digest.compareTo(previous) > 0;
      if (!ascending) {
        throw malformed("commitments are not distinct digests in ascending order");
      }
      previous = ((JsonValue.Text) item).value();
    }
    return items.stream().map(item -> ((JsonValue.Text) item).value()).toList();
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.LEAF_MALFORMED, what);
  }
}
