package uk.yjx.client.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A text and the signatures under it, as C2SP signed-note.
 *
 * @param text the signed text, ending in its newline
 * @param signatures every signature line, known or not, in order
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** The longest note read, in bytes. */
  public static final int MAX_BYTES = 1_000_000;

  /** The most signatures read; C2SP asks for at least 16. */
  public static final int MAX_SIGNATURES = 100;

  private static final String LINE_START = "\u2014 ";

  /** Takes a copy and refuses a text without its final newline. */
  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("text of a note does not end in a newline");
    }
  }

  /** One signature line: the signer's name and the base64 of key identifier and signature. */
  public record NoteSignature(String name, String base64) {
    /** Refuses a name or a blob the format does not allow. */
    public NoteSignature {
      boolean blob =
          StrictBase64.standard(base64)
              .filter(bytes -> bytes.length > VerifierKey.ID_BYTES)
              .isPresent();
      if (!blob || !VerifierKey.isName(name)) {
        throw new IllegalArgumentException("signature line has no valid name or blob");
      }
    }

    /** The four bytes that say which of the name's keys signed. */
    public byte[] keyId() {
      return Arrays.copyOf(blob(), VerifierKey.ID_BYTES);
    }

    /** The signature itself, in the form of its key's algorithm. */
    public byte[] signature() {
      byte[] blob = blob();
      return Arrays.copyOfRange(blob, VerifierKey.ID_BYTES, blob.length);
    }

    private byte[] blob() {
      return StrictBase64.standard(base64).orElseThrow();
    }
  }

  /** Reads a note without trusting it. */
  public static SignedNote parse(byte[] note) throws VerificationException {
    String all = decode(note);
    int split = all.lastIndexOf("\n\n");
    if (split < 0 || !all.endsWith("\n") || split + 2 >= all.length()) {
      throw malformed("note is not a text, an empty line and signature lines");
    }
    String[] lines = all.substring(split + 2, all.length() - 1).split("\n", -1);
    if (lines.length > MAX_SIGNATURES) {
      throw malformed("note has more than " + MAX_SIGNATURES + " signatures");
    }
    List<NoteSignature> signatures = new ArrayList<>(lines.length);
    for (String line : lines) {
      signatures.add(signature(line));
    }
    return new SignedNote(all.substring(0, split + 1), signatures);
  }

  /**
   * The known keys that signed, each once. Unknown keys are ignored, one bad signature of a known
   * key refuses the whole note, and so does having none.
   */
  public List<VerifierKey> verify(Collection<VerifierKey> known) throws VerificationException {
    return verifySignatures(known).stream().map(Verified::key).toList();
  }

  /**
   * A signature that is good.
   *
   * @param key whose it is
   * @param time the POSIX second it states, where it states one
   */
  public record Verified(VerifierKey key, OptionalLong time) {}

  /** As {@link #verify}, with the times that cosignatures state. */
  public List<Verified> verifySignatures(Collection<VerifierKey> known)
      throws VerificationException {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    Map<VerifierKey, Verified> verified = new LinkedHashMap<>();
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : known) {
        if (key.matches(signature)) {
          key.verify(message, signature.signature());
          verified.putIfAbsent(key, new Verified(key, key.timeOf(signature.signature())));
        }
      }
    }
    if (verified.isEmpty()) {
      throw new VerificationException(Defect.SIGNATURE_MISSING, "no known key signed the note");
    }
    return List.copyOf(verified.values());
  }

  private static String decode(byte[] note) throws VerificationException {
    if (note.length > MAX_BYTES) {
      throw malformed("note is longer than " + MAX_BYTES + " bytes");
    }
    for (byte b : note) {
      if (b >= 0 && b < ' ' && b != '\n') {
        throw malformed("note holds a control character");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
    } catch (CharacterCodingException invalid) {
      throw malformed("note is not valid UTF-8");
    }
  }

  private static NoteSignature signature(String line) throws VerificationException {
    int space = line.indexOf(' ', LINE_START.length());
    if (!line.startsWith(LINE_START) || space < 0) {
      throw malformed("signature line is not a dash, a name and a blob");
    }
    try {
      return new NoteSignature(
          line.substring(LINE_START.length(), space), line.substring(space + 1));
    } catch (IllegalArgumentException refused) {
      throw malformed("signature line has no valid name or blob");
    }
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.NOTE_MALFORMED, what);
  }
}
