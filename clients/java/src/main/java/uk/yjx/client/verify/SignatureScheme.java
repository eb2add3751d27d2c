package uk.yjx.client.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/** How the signatures of one key over the text of a note are checked. */
sealed interface SignatureScheme {

  /** Refuses a signature that is not over exactly this text. */
  void verify(byte[] text, byte[] signature) throws VerificationException;

  /** The POSIX second that the signature states, where its scheme states one. */
  default OptionalLong time(byte[] signature) {
    return OptionalLong.empty();
  }

  /** Bytes of the time before a timed signature. */
  int TIME_BYTES = 8;

  /** The scheme of an algorithm byte; refuses weak keys and algorithms it does not know. */
  static SignatureScheme of(byte algorithm, String name, byte[] key) throws VerificationException {
    return switch (algorithm) {
      case VerifierKey.ED25519 -> new Plain(new Ed25519Verifier(key));
      case VerifierKey.ED25519_COSIGNATURE -> new TimedEd25519(new Ed25519Verifier(key));
      case VerifierKey.ML_DSA_44 -> new TimedMlDsa44(new MlDsa44Verifier(key), name);
      default ->
          throw new VerificationException(
              Defect.KEY_ALGORITHM_UNKNOWN, "verifier key has algorithm " + (algorithm & 0xff));
    };
  }

  private static long timeOf(byte[] signature) throws VerificationException {
    if (signature.length < TIME_BYTES || signature[0] < 0) {
      throw new VerificationException(
          Defect.SIGNATURE_INVALID, "cosignature has no time within 63 bits");
    }
    return ByteBuffer.wrap(signature).getLong();
  }

  /** Ed25519 over the text itself. */
  record Plain(Ed25519Verifier key) implements SignatureScheme {
    @Override
    public void verify(byte[] text, byte[] signature) throws VerificationException {
      key.verify(text, signature);
    }
  }

  /** Ed25519 over a time and the text, as C2SP tlog-cosignature. */
  record TimedEd25519(Ed25519Verifier key) implements SignatureScheme {
    @Override
    public void verify(byte[] text, byte[] signature) throws VerificationException {
      String head = "cosignature/v1\ntime " + timeOf(signature) + "\n";
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      message.writeBytes(text);
      key.verify(
          message.toByteArray(), Arrays.copyOfRange(signature, TIME_BYTES, signature.length));
    }

    @Override
    public OptionalLong time(byte[] signature) {
      return OptionalLong.of(ByteBuffer.wrap(signature).getLong());
    }
  }

  /** ML-DSA-44 over signer, time, origin, size and root, as C2SP tlog-cosignature. */
  record TimedMlDsa44(MlDsa44Verifier key, String name) implements SignatureScheme {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_BYTES_MAX = 255;

    @Override
    public void verify(byte[] text, byte[] signature) throws VerificationException {
      long time = timeOf(signature);
      Checkpoint checkpoint = Checkpoint.parse(new String(text, StandardCharsets.UTF_8));
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes(LABEL);
      prefixed(message, name);
      message.writeBytes(number(time));
      prefixed(message, checkpoint.origin());
      message.writeBytes(number(0));
      message.writeBytes(number(checkpoint.size()));
      message.writeBytes(checkpoint.root());
      key.verify(
          message.toByteArray(), Arrays.copyOfRange(signature, TIME_BYTES, signature.length));
    }

    @Override
    public OptionalLong time(byte[] signature) {
      long time = ByteBuffer.wrap(signature).getLong();
      // Zero says nothing about when.
      return time == 0 ? OptionalLong.empty() : OptionalLong.of(time);
    }

    private static void prefixed(ByteArrayOutputStream out, String text)
        throws VerificationException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length == 0 || bytes.length > NAME_BYTES_MAX) {
        throw new VerificationException(
            Defect.SIGNATURE_INVALID, "ML-DSA-44 signs names of 1 to 255 bytes only");
      }
      out.write(bytes.length);
      out.writeBytes(bytes);
    }

    private static byte[] number(long value) {
      return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
  }
}
