package uk.yjx.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.SignedNote;
import uk.yjx.client.verify.TrustPolicy;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.client.verify.WitnessRequest;

/** Speaks with one witness as C2SP tlog-witness. One thread at a time uses an instance. */
final class WitnessClient {
  /** How long a witness may take to answer. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int ATTEMPTS_MAX = 3;
  private static final int ANSWER_BYTES_MAX = 64 * 1024;
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final HttpClient http;
  private final String name;
  private final VerifierKey key;
  private final String prefix;

  /** Size of the last checkpoint that this witness is believed to have. */
  private long believed;

  WitnessClient(HttpClient http, String name, TrustPolicy.Witness witness) {
    this.http = http;
    this.name = name;
    this.key = witness.key();
    this.prefix = witness.url().endsWith("/") ? witness.url() : witness.url() + "/";
  }

  VerifierKey key() {
    return key;
  }

  /**
   * The witness's cosignature lines for a note.
   *
   * @param size tree size of the note
   * @param proofs consistency proofs from a size to this one
   * @throws BrokenLog if the witness has seen what this log does not extend
   * @throws IOException if it cannot be reached or answers out of form
   */
  String cosign(String note, long size, LongFunction<List<byte[]>> proofs) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (believed > size) {
        throw new BrokenLog(
            "the witness " + name + " has seen " + believed + " leaves, here are " + size);
      }
      boolean proves = believed > 0 && believed < size;
      List<byte[]> proof = proves ? proofs.apply(believed) : List.of();
      Answer answer = post(new WitnessRequest(believed, proof, note).text());
      switch (answer.status()) {
        case OK -> {
          String lines = genuine(note, answer.body());
          believed = size;
          return lines;
        }
        case CONFLICT -> believed = sizeIn(answer.body());
        case UNPROCESSABLE ->
            throw new BrokenLog(
                "the witness "
                    + name
                    + " has seen a log of "
                    + believed
                    + " leaves that this one"
                    + " does not extend");
        default -> throw new IOException("answers " + answer.status());
      }
    }
    throw new IOException("does not say which size it has");
  }

  /** The last checkpoint it has of a log; empty when it has none or does not answer. */
  Optional<String> latest(String origin) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(prefix + hashOf(origin) + "/checkpoint"))
              .timeout(TIMEOUT)
              .GET()
              .build();
      Answer answer = send(request);
      return answer.status() == OK ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private record Answer(int status, String body) {}

  private Answer post(String body) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(prefix + "add-checkpoint"))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX);
        return new Answer(answer.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Only lines of this witness's key that verify over this note. */
  private String genuine(String note, String lines) throws IOException {
    try {
      String text = note.substring(0, note.indexOf("\n\n") + 1);
      SignedNote answered =
          SignedNote.parse((text + "\n" + lines).getBytes(StandardCharsets.UTF_8));
      StringBuilder good = new StringBuilder();
      for (SignedNote.NoteSignature line : answered.signatures()) {
        SignedNote alone = new SignedNote(answered.text(), List.of(line));
        if (line.name().equals(key.name()) && !alone.verify(List.of(key)).isEmpty()) {
          good.append("\u2014 ").append(line.name()).append(' ');
          good.append(line.base64()).append('\n');
        }
      }
      if (good.isEmpty()) {
        throw new IOException("answers without a signature of its own");
      }
      return good.toString();
    } catch (VerificationException e) {
      throw new IOException("answers with a signature that does not verify", e);
    }
  }

  private static long sizeIn(String body) throws IOException {
    try {
      return MerkleVerifier.parseSize(body.strip());
    } catch (VerificationException e) {
      throw new IOException("answers with a size that is none", e);
    }
  }

  private static String hashOf(String origin) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
