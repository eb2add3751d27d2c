package uk.yjx.client.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small log with a key, two witnesses and a receipt key, and evidence of one of its leaves. */
final class Evidence {
  static final String ORIGIN = "log.example/yjx/1";
  static final long WITNESSED = 1_800_000_000L;

  final Signer log = Signer.log(ORIGIN);
  final Signer second = Signer.mlDsa(ORIGIN);
  final Signer north = Signer.witness("north.example/w");
  final Signer south = Signer.witness("south.example/w");
  final Signer receipts = Signer.log("log.example/yjx/receipts");
  final List<byte[]> leaves = new ArrayList<>();
  final Disclosure actor = disclosure((byte) 1, "actor_id", "met/system/records");
  final Disclosure request = disclosure((byte) 2, "request_id", "request-0001");

  Evidence() {
    for (int i = 0; i < 5; i++) {
      leaves.add(leaf(i, "2026-11-21T10:00:00.00000" + i + "Z", ORIGIN));
    }
  }

  TrustPolicy policy() throws VerificationException {
    return TrustPolicy.parse(
        """
        # two witnesses, both needed
        log %s
        log %s https://log.example/
        witness north %s https://north.example/
        witness south %s
        group both all north south
        quorum both
        """
            .formatted(log.vkey(), second.vkey(), north.vkey(), south.vkey()));
  }

  /** The checkpoint over all leaves, signed by these. */
  String checkpoint(Signer... signers) throws Exception {
    String text = text(ORIGIN, leaves.size(), root(leaves));
    StringBuilder note = new StringBuilder(text).append('\n');
    for (Signer signer : signers) {
      note.append(signer.line(text, WITNESSED));
    }
    return note.toString();
  }

  String checkpoint() throws Exception {
    return checkpoint(log, second, north, south);
  }

  EvidenceFile of(int index) throws Exception {
    return of(index, checkpoint());
  }

  EvidenceFile of(int index, String checkpoint) throws Exception {
    byte[] leaf = leaves.get(index);
    TlogProof proof = new TlogProof(new byte[0], index, path(index, leaves), checkpoint);
    String frame =
        "yjx-receipt/v1\n%s\nrequest-0000 7 %d %s\nrequest-0001 9 %d %s\n"
            .formatted(ORIGIN, index + 1, hash(new byte[32]), index, hash(leaf));
    return new EvidenceFile(
        leaf,
        List.of(actor.encoded(), request.encoded()),
        proof.text(),
        Optional.of(
            new EvidenceFile.SignedReceipt(
                "request-0001",
                frame,
                "log.example/yjx/receipts",
                receipts.sign(frame.getBytes(StandardCharsets.UTF_8)))));
  }

  byte[] leaf(int number, String time, String origin) {
    List<JsonValue> digests =
        List.of(actor.digest(), request.digest()).stream()
            .sorted()
            .<JsonValue>map(JsonValue.Text::new)
            .toList();
    return CanonicalJson.write(
        JsonValue.Members.of(
            Map.of(
                "log", new JsonValue.Text(origin),
                "n", new JsonValue.Whole(number),
                "outcome", new JsonValue.Text("accepted"),
                "sd", new JsonValue.Items(digests),
                "src_org", new JsonValue.Text("met-police"),
                "t", new JsonValue.Text(time),
                "type", new JsonValue.Text("collection"))));
  }

  static String text(String origin, long size, byte[] root) {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
  }

  static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return MerkleVerifier.leafHash(leaves.getFirst());
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return MerkleVerifier.nodeHash(
        root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  static List<byte[]> path(int index, List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    boolean left = index < split;
    List<byte[]> near = left ? leaves.subList(0, split) : leaves.subList(split, leaves.size());
    List<byte[]> far = left ? leaves.subList(split, leaves.size()) : leaves.subList(0, split);
    List<byte[]> path = new ArrayList<>(path(left ? index : index - split, near));
    path.add(root(far));
    return path;
  }

  private static String hash(byte[] leaf) {
    return Base64.getEncoder().encodeToString(MerkleVerifier.leafHash(leaf));
  }

  private static Disclosure disclosure(byte salt, String name, String value) {
    byte[] bytes = new byte[Disclosure.SALT_BYTES];
    bytes[0] = salt;
    return new Disclosure(
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        name,
        new JsonValue.Text(value));
  }
}
