package uk.yjx.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.SignedNote;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.client.verify.WitnessRequest;

/** What a witness signs, and every answer it gives instead. */
class WitnessTest {
  private static final String ORIGIN = "log.example/yjx/1";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

  @TempDir Path folder;
  private final KeyPair log = pair();
  private final KeyPair stranger = pair();

  @Test
  void signsWhatOnlyGrowsAndSaysWhen() throws Exception {
    String first = note(4, log);
    assertGenuine(first, ask(0, List.of(), first));
    String same = note(4, log);
    assertGenuine(same, ask(4, List.of(), same));
    String grown = note(8, log);
    // From 4 to 8 the proof is the root of the other half.
    assertGenuine(grown, ask(4, List.of(root(4, 8)), grown));
  }

  @Test
  void tellsTheSizeItHasToWhoeverBelievesAnother() throws Exception {
    ask(0, List.of(), note(4, log));
    Witness.Answer answer = ask(0, List.of(), note(8, log));
    assertEquals(409, answer.status());
    assertEquals("text/x.tlog.size", answer.type());
    assertEquals("4\n", answer.body());
    assertEquals(409, ask(5, List.of(), note(8, log)).status());
  }

  @Test
  void refusesAForkARollbackAndAProofThatDoesNotLead() throws Exception {
    ask(0, List.of(), note(4, log));
    assertEquals(422, ask(4, List.of(new byte[32]), note(8, log)).status());
    assertEquals(422, ask(4, List.of(), note(8, log)).status());
    assertEquals(422, ask(4, List.of(), signed(ORIGIN, 4, new byte[32], log)).status());
    assertEquals(400, ask(4, List.of(), note(3, log)).status());
    assertEquals(409, ask(3, List.of(), note(3, log)).status());
    assertGenuine(note(8, log), ask(4, List.of(root(4, 8)), note(8, log)));
  }

  @Test
  void refusesLogsItDoesNotKnowAndSignaturesThatAreNotTheirs() throws Exception {
    assertEquals(404, ask(0, List.of(), signed("other.example/1", 1, root(0, 1), log)).status());
    assertEquals(403, ask(0, List.of(), note(4, stranger)).status());
    assertEquals(422, ask(0, List.of(new byte[32]), note(4, log)).status());
  }

  @Test
  void refusesWhatIsNoRequest() throws Exception {
    String note = note(4, log);
    for (String bad :
        List.of(
            "",
            "old 0\n",
            "old 00\n\n" + note,
            "old -1\n\n" + note,
            "new 0\n\n" + note,
            "old 0\nAAAA\n\n" + note,
            "old 0\n\n" + note.replace("\n\n", "\n"),
            "old 0\n"
                + (Base64.getEncoder().encodeToString(new byte[32]) + "\n").repeat(64)
                + "\n"
                + note)) {
      assertEquals(400, witness().addCheckpoint(bad.getBytes(UTF_8)).status(), bad);
    }
  }

  @Test
  void remembersWhatItSignedWhenItIsStartedAgain() throws Exception {
    key();
    ask(0, List.of(), note(4, log));
    assertEquals(409, ask(0, List.of(), note(8, log)).status());
    assertThrows(
        IOException.class, () -> WitnessKey.open(folder.resolve("witness.key"), "south.example"));
    assertEquals(
        key().verifierKey(),
        WitnessKey.open(folder.resolve("witness.key"), "north.example/w").verifierKey());
  }

  @Test
  void servesOverHttp() throws Exception {
    try (WitnessServer server =
            WitnessServer.start(witness(), new InetSocketAddress("127.0.0.1", 0));
        HttpClient client = HttpClient.newHttpClient()) {
      String prefix = "http://127.0.0.1:" + server.address().getPort() + "/";
      String note = note(4, log);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(prefix + "add-checkpoint"))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          new WitnessRequest(0, List.of(), note).text()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      HttpResponse<String> latest =
          client.send(
              HttpRequest.newBuilder(URI.create(prefix + Witness.hashOf(ORIGIN) + "/checkpoint"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(note + answer.body(), latest.body());
    }
  }

  private WitnessKey key() throws IOException {
    return WitnessKey.open(folder.resolve("witness.key"), "north.example/w");
  }

  /** Started anew for every request: what it knows is on the disk. */
  private Witness witness() throws Exception {
    return new Witness(
        key(), List.of(VerifierKey.parse(vkey(log))), folder.resolve("checkpoints"), CLOCK);
  }

  private Witness.Answer ask(long old, List<byte[]> proof, String note) throws Exception {
    return witness().addCheckpoint(new WitnessRequest(old, proof, note).text().getBytes(UTF_8));
  }

  private void assertGenuine(String note, Witness.Answer answer) throws Exception {
    assertEquals(200, answer.status(), answer.body());
    SignedNote.Verified cosigned =
        SignedNote.parse((note + answer.body()).getBytes(UTF_8))
            .verifySignatures(List.of(VerifierKey.parse(key().verifierKey())))
            .getFirst();
    assertEquals(1_800_000_000, cosigned.time().orElseThrow());
  }

  private static String note(int size, KeyPair signer) throws Exception {
    return signed(ORIGIN, size, root(0, size), signer);
  }

  private static String signed(String origin, int size, byte[] root, KeyPair signer)
      throws Exception {
    String text = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(signer.getPrivate());
    signature.update(text.getBytes(UTF_8));
    byte[] id = Arrays.copyOf(idAndBlob(signer), 4);
    byte[] signed = signature.sign();
    byte[] blob = Arrays.copyOf(id, 4 + signed.length);
    System.arraycopy(signed, 0, blob, 4, signed.length);
    return text + "\n\u2014 " + ORIGIN + " " + Base64.getEncoder().encodeToString(blob) + "\n";
  }

  /** The root over the leaves «0», «1»… from one to before another, a power of two of them or 3. */
  private static byte[] root(int from, int to) {
    List<byte[]> level = new ArrayList<>();
    for (int i = from; i < to; i++) {
      level.add(MerkleVerifier.leafHash(String.valueOf(i).getBytes(UTF_8)));
    }
    while (level.size() > 1) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        above.add(
            i + 1 < level.size()
                ? MerkleVerifier.nodeHash(level.get(i), level.get(i + 1))
                : level.get(i));
      }
      level = above;
    }
    return level.getFirst();
  }

  private static String vkey(KeyPair pair) throws Exception {
    byte[] both = idAndBlob(pair);
    return ORIGIN
        + "+"
        + HexFormat.of().formatHex(both, 0, 4)
        + "+"
        + Base64.getEncoder().encodeToString(Arrays.copyOfRange(both, 4, both.length));
  }

  private static byte[] idAndBlob(KeyPair pair) throws Exception {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] both = new byte[4 + 33];
    both[4] = VerifierKey.ED25519;
    System.arraycopy(encoded, encoded.length - 32, both, 5, 32);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update((ORIGIN + "\n").getBytes(UTF_8));
    sha.update(both, 4, 33);
    System.arraycopy(sha.digest(), 0, both, 0, 4);
    return both;
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
