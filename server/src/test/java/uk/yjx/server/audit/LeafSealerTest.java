package uk.yjx.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.MerkleVerifier;

class LeafSealerTest {
  private static final String ORIGIN = Events.SOURCE.log();

  @Test
  void writesTheFormThatStaysForEver() {
    String whole =
        """
        {"basis":{"agreement":"isa-7","gateway":"CDA98_S115","version":3},"build":"0.1.0+abc",\
        "cats":["identity","offence"],"dst_org":"yjs-southwark",\
        "id":"01980000-0000-7000-8000-000000000001","log":"yjx.example/log/test/1","n":1,\
        "node":"node-1","op":"yjx.alerts.v1.AlertService/Receive","outcome":"ok","peer":"h1",\
        "phase":"final","policy":"p1","purpose":"PREVENT_OFFENDING",\
        "ref":"01980000-0000-7000-8000-000000000002","schema":"yjx.alerts.v1.Alert","sd":[],\
        "src_org":"police-met","t":"2026-11-20T21:04:05.123456Z","type":"disclosure","v":1,\
        "xid":"x1"}\
        """;
    AuditEvent full =
        Events.disclosure().policy("p1").peer("h1").exchange("x1").ends(Events.INTENT).build();
    assertEquals(whole, new String(seal(full).bytes(), UTF_8));
    String bare =
        """
        {"build":"0.1.0+abc","cats":[],"id":"01980000-0000-7000-8000-000000000001",\
        "log":"yjx.example/log/test/1","n":0,"node":"node-1",\
        "op":"yjx.alerts.v1.AlertService/Receive","outcome":"ok","phase":"single","sd":[],\
        "t":"2026-11-20T21:04:05.123456Z","type":"auth","v":1}\
        """;
    assertEquals(bare, new String(seal(Events.of(EventType.AUTH).build()).bytes(), UTF_8));
  }

  @Test
  void commitsAsADisclosureThatAGeneralReaderOpens() throws Exception {
    AuditEvent event =
        Events.disclosure()
            .personal(PersonalMember.SUBJECTS, List.of("child-1", "child-2"))
            .personal(PersonalMember.JUSTIFICATION, "\"risk\" \u2014 tonight\n")
            .build();
    Leaf leaf = seal(event);
    List<Opening> openings = Openings.decode(leaf.openings());
    Disclosure subjects = Disclosure.parse(openings.get(0).disclosure());
    assertEquals("subjects", subjects.name());
    assertEquals(
        new JsonValue.Items(List.of(new JsonValue.Text("child-1"), new JsonValue.Text("child-2"))),
        subjects.value());
    Disclosure justification = Disclosure.parse(openings.get(1).disclosure());
    assertEquals(new JsonValue.Text("\"risk\" \u2014 tonight\n"), justification.value());
    assertFalse(new String(leaf.bytes(), UTF_8).contains("child-"));
  }

  @Test
  void isCanonicalAndOpensForEveryEvent() throws Exception {
    long seed = 9901L;
    Random random = new Random(seed);
    LeafSealer sealer = new LeafSealer(new Random(seed));
    for (int round = 0; round < 2_000; round++) {
      AuditEvent event = Events.random(random);
      Leaf leaf = sealer.seal(event);
      assertArrayEquals(
          CanonicalJson.write(CanonicalJson.parse(leaf.bytes())),
          leaf.bytes(),
          () -> "seed " + seed);
      assertArrayEquals(MerkleVerifier.leafHash(leaf.bytes()), leaf.hash(), () -> "seed " + seed);
      LeafDocument document = LeafDocument.parse(leaf.bytes(), ORIGIN);
      List<Opening> openings = Openings.decode(leaf.openings());
      assertEquals(event.personal().size(), openings.size(), () -> "seed " + seed);
      assertEquals(openings.size(), document.commitments().size(), () -> "seed " + seed);
      for (Opening opening : openings) {
        document.require(Disclosure.parse(opening.disclosure()));
      }
      assertFalse(new String(leaf.bytes(), UTF_8).contains("\u00b6"), () -> "seed " + seed);
    }
  }

  @Test
  void saltsEveryMemberOfEveryEventAnew() {
    LeafSealer sealer = new LeafSealer(new Random(7));
    AuditEvent event =
        Events.disclosure()
            .personal(PersonalMember.ACTOR_ID, "same")
            .personal(PersonalMember.ACTOR_NAME, "same")
            .build();
    Set<String> salts = new HashSet<>();
    Leaf previous = sealer.seal(event);
    for (int round = 0; round < 500; round++) {
      Leaf leaf = sealer.seal(event);
      assertFalse(Arrays.equals(previous.bytes(), leaf.bytes()));
      for (Opening opening : Openings.decode(leaf.openings())) {
        assertTrue(salts.add(Arrays.toString(opening.salt())));
        assertNotEquals(Arrays.toString(new byte[32]), Arrays.toString(opening.salt()));
      }
      previous = leaf;
    }
  }

  @Test
  void refusesLeavesThatAreTooLong() {
    byte[] hash = new byte[32];
    assertEquals(65_535, new Leaf(new byte[65_535], hash, new byte[0]).bytes().length);
    assertThrows(
        IllegalArgumentException.class, () -> new Leaf(new byte[65_536], hash, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> new Leaf(new byte[0], hash, new byte[0]));
  }

  @Test
  void refusesOpeningsThatWereCutOrExtended() {
    byte[] good =
        seal(Events.disclosure().personal(PersonalMember.QUERY, "x".repeat(300)).build())
            .openings();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(IllegalArgumentException.class, () -> Openings.decode(cut));
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThrows(IllegalArgumentException.class, () -> Openings.decode(longer));
    byte[] other = good.clone();
    other[0] = 2;
    assertThrows(IllegalArgumentException.class, () -> Openings.decode(other));
  }

  private static Leaf seal(AuditEvent event) {
    return new LeafSealer(new Random(1)).seal(event);
  }
}
