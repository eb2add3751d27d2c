package uk.yjx.client.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a log asks of a witness: C2SP tlog-witness, {@code add-checkpoint}.
 *
 * @param oldSize size of the checkpoint the witness is believed to have; 0 for none
 * @param proof that the new checkpoint only adds to the old one
 * @param checkpoint the new checkpoint, a signed note
 */
public record WitnessRequest(long oldSize, List<byte[]> proof, String checkpoint) {
  /** The longest request read, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  /** The most hashes of a proof. */
  public static final int PROOF_MAX = 63;

  private static final String OLD = "old ";

  /** Takes a copy. */
  public WitnessRequest {
    proof = proof.stream().map(byte[]::clone).toList();
  }

  /** Reads a request without trusting it. */
  public static WitnessRequest parse(byte[] body) throws VerificationException {
    String text = decode(body);
    int split = text.indexOf("\n\n");
    if (split < 0 || !text.startsWith(OLD)) {
      throw malformed("is not an old size, a proof, an empty line and a checkpoint");
    }
    String[] lines = text.substring(0, split).split("\n", -1);
    if (lines.length - 1 > PROOF_MAX) {
      throw malformed("has more than " + PROOF_MAX + " hashes");
    }
    long oldSize = MerkleVerifier.parseSize(lines[0].substring(OLD.length()));
    List<byte[]> proof = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      proof.add(
          StrictBase64.standard(lines[i])
              .filter(hash -> hash.length == MerkleVerifier.HASH_BYTES)
              .orElseThrow(() -> malformed("has a line that is no hash")));
    }
    return new WitnessRequest(oldSize, proof, text.substring(split + 2));
  }

  /** The request as it is sent. */
  public String text() {
    StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
    proof.forEach(hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  private static String decode(byte[] body) throws VerificationException {
    if (body.length > MAX_BYTES) {
      throw malformed("is longer than " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException invalid) {
      throw malformed("is not valid UTF-8");
    }
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.PROOF_MALFORMED, "request " + what);
  }
}
