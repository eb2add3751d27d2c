package uk.yjx.client.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The proof that something stands in a log, as one text: C2SP tlog-proof.
 *
 * @param extra what an application adds; nothing vouches for it
 * @param index the leaf's index, from 0
 * @param path the hashes from the leaf up, 32 bytes each
 * @param checkpoint the signed note with whatever cosignatures it has
 */
public record TlogProof(byte[] extra, long index, List<byte[]> path, String checkpoint) {
  /** The first line of every proof. */
  public static final String HEADING = "c2sp.org/tlog-proof@v1";

  /** The longest proof read, in bytes. */
  public static final int MAX_BYTES = SignedNote.MAX_BYTES + 64 * 1024;

  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** Takes copies. */
  public TlogProof {
    extra = extra.clone();
    path = path.stream().map(byte[]::clone).toList();
  }

  /** Reads a proof without trusting it and refuses every other spelling of the same. */
  public static TlogProof parse(byte[] proof) throws VerificationException {
    String text = decode(proof);
    int split = text.indexOf("\n\n");
    if (split < 0) {
      throw malformed("has no empty line before its checkpoint");
    }
    List<String> lines = new ArrayList<>(Arrays.asList(text.substring(0, split).split("\n", -1)));
    if (!lines.removeFirst().equals(HEADING)) {
      throw malformed("does not begin with " + HEADING);
    }
    byte[] extra = new byte[0];
    if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
      extra = base64(lines.removeFirst().substring(EXTRA.length()));
    }
    if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
      throw malformed("has no index");
    }
    long index = MerkleVerifier.parseSize(lines.removeFirst().substring(INDEX.length()));
    if (lines.size() > Long.SIZE) {
      throw new VerificationException(Defect.PROOF_LENGTH, "proof has more than 64 hashes");
    }
    List<byte[]> path = new ArrayList<>();
    for (String line : lines) {
      byte[] hash = base64(line);
      if (hash.length != MerkleVerifier.HASH_BYTES) {
        throw new VerificationException(Defect.HASH_LENGTH, "hash of the proof is not 32 bytes");
      }
      path.add(hash);
    }
    return new TlogProof(extra, index, path, text.substring(split + 2));
  }

  /** The text of the proof. */
  public String text() {
    StringBuilder text = new StringBuilder(HEADING).append('\n');
    if (extra.length > 0) {
      text.append(EXTRA).append(Base64.getEncoder().encodeToString(extra)).append('\n');
    }
    text.append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  private static String decode(byte[] proof) throws VerificationException {
    if (proof.length > MAX_BYTES) {
      throw malformed("is longer than " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(proof)).toString();
    } catch (CharacterCodingException invalid) {
      throw malformed("is not valid UTF-8");
    }
  }

  private static byte[] base64(String text) throws VerificationException {
    return StrictBase64.standard(text)
        .filter(bytes -> bytes.length > 0)
        .orElseThrow(() -> malformed("has a line that is not base64"));
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.PROOF_MALFORMED, "proof " + what);
  }
}
