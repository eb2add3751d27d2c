package uk.yjx.client.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DisclosureTest {
  private static final String SALT = "A".repeat(43);

  @Test
  void digestsTheExampleOfRfc9901Section423() {
    assertEquals(
        "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
        Disclosure.digestOf(
            "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"));
  }

  @Test
  void readsBackWhatItEncodes() throws Exception {
    Disclosure disclosure = new Disclosure(SALT, "actor_role", new JsonValue.Text("Möbius \"x\""));
    assertEquals(disclosure, Disclosure.parse(disclosure.encoded()));
    assertEquals(Disclosure.digestOf(disclosure.encoded()), disclosure.digest());
  }

  @Test
  void refusesOtherSpellingsOfTheSameDisclosure() {
    assertRefused(
        Defect.JSON_NOT_CANONICAL, () -> Disclosure.parse(encode("[\"" + SALT + "\", \"n\", 1]")));
    for (String bad :
        List.of(
            "[\"" + SALT + "\",\"n\"]",
            "[1,\"n\",1]",
            "{}",
            "[\"short\",\"n\",1]",
            "[\"" + SALT + "\",\"\",1]",
            "[\"" + SALT + "\",\"_sd\",1]")) {
      assertRefused(Defect.DISCLOSURE_MALFORMED, () -> Disclosure.parse(encode(bad)));
    }
    assertRefused(Defect.DISCLOSURE_MALFORMED, () -> Disclosure.parse("W10="));
    assertThrows(
        IllegalArgumentException.class, () -> new Disclosure("x", "n", new JsonValue.Null()));
  }

  @Test
  void acceptsOnlyDisclosuresTheLeafCommitsTo() throws Exception {
    Disclosure committed = new Disclosure(SALT, "subjects", new JsonValue.Text("child-1"));
    Disclosure other = new Disclosure(SALT, "subjects", new JsonValue.Text("child-2"));
    LeafDocument leaf = leaf("log", committed.digest());
    leaf.require(committed);
    assertRefused(Defect.DISCLOSURE_NOT_COMMITTED, () -> leaf.require(other));
  }

  @Test
  void opensEveryMemberOnceAndNamesThem() throws Exception {
    Disclosure actor = new Disclosure(SALT, "actor_id", new JsonValue.Text("north/user/a"));
    Disclosure child = new Disclosure(SALT, "subjects", new JsonValue.Text("child-1"));
    LeafDocument leaf =
        leaf("log", Stream.of(actor.digest(), child.digest()).sorted().toArray(String[]::new));
    assertEquals(
        List.of("subjects", "actor_id"),
        List.copyOf(leaf.open(List.of(child.encoded(), actor.encoded()))));
    assertRefused(
        Defect.DISCLOSURE_MALFORMED, () -> leaf.open(List.of(child.encoded(), child.encoded())));
  }

  @Test
  void refusesLeavesOfAnotherLogOrWithUnorderedCommitments() {
    String low = "A".repeat(43);
    String high = "B".repeat(43);
    assertRefused(Defect.ORIGIN_MISMATCH, () -> leaf("other", low));
    assertRefused(Defect.LEAF_MALFORMED, () -> leaf("log", high, low));
    assertRefused(Defect.LEAF_MALFORMED, () -> leaf("log", low, low));
    assertRefused(Defect.LEAF_MALFORMED, () -> leaf("log", "short"));
    assertRefused(
        Defect.LEAF_MALFORMED,
        () -> LeafDocument.parse("{\"log\":\"log\"}".getBytes(UTF_8), "log"));
    assertRefused(Defect.LEAF_MALFORMED, () -> LeafDocument.parse(new byte[65_536], "log"));
  }

  private static LeafDocument leaf(String origin, String... digests) throws VerificationException {
    String sd = String.join(",", Stream.of(digests).map(d -> "\"" + d + "\"").toList());
    String json = "{\"log\":\"" + origin + "\",\"sd\":[" + sd + "]}";
    return LeafDocument.parse(json.getBytes(UTF_8), "log");
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
