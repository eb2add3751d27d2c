package uk.yjx.server.evidence;

import java.util.List;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.server.audit.Frontier;
import uk.yjx.server.audit.MerkleTree;

/**
 * How many events of a log are about one child, as one summary commits to it.
 *
 * @param subject the child's pseudonymous id, as events name it
 * @param salt random, base64url of 32 bytes, so that the commitment tells nothing by guessing
 * @param events how many, from leaf 0 to the end of the summary's window
 */
record SubjectCount(String subject, String salt, long events) {

  /** The bytes that are hashed: the canonical array of salt, subject and number of events. */
  byte[] committed() {
    return CanonicalJson.write(
        new JsonValue.Items(
            List.of(
                new JsonValue.Text(salt),
                new JsonValue.Text(subject),
                new JsonValue.Whole(events))));
  }

  /** The root (RFC 6962) over counts in their order. */
  static byte[] root(List<SubjectCount> counts) {
    return Frontier.empty().appendAll(hashes(counts)).root();
  }

  /** The proof that the count at an index is among these. */
  static List<byte[]> inclusion(int index, List<SubjectCount> counts) {
    List<byte[]> hashes = hashes(counts);
    return MerkleTree.inclusion(
        index,
        hashes.size(),
        (level, at) ->
            Frontier.empty()
                .appendAll(hashes.subList((int) (at << level), (int) (at + 1 << level)))
                .root());
  }

  private static List<byte[]> hashes(List<SubjectCount> counts) {
    return counts.stream().map(count -> MerkleVerifier.leafHash(count.committed())).toList();
  }
}
