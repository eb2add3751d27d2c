package uk.yjx.client.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.SignedNote;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.client.verify.WitnessRequest;

/**
 * Signs that a log only grows: C2SP tlog-witness. It remembers the last checkpoint of each log on
 * disk before it signs, so that it never signs two histories, whenever it is stopped.
 */
public final class Witness {
  private final WitnessKey key;
  private final List<VerifierKey> logs;
  private final Path folder;
  private final InstantSource clock;

  /**
   * A witness of some logs.
   *
   * @param logs their keys, each named as its log's origin
   * @param folder where the last checkpoint of each is kept
   */
  public Witness(WitnessKey key, List<VerifierKey> logs, Path folder, InstantSource clock) {
    this.key = key;
    this.logs = List.copyOf(logs);
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * What is answered over HTTP.
   *
   * @param status the HTTP status
   * @param type its content type
   * @param body text
   */
  public record Answer(int status, String type, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer of(int status, String why) {
      return new Answer(status, TEXT, why + "\n");
    }
  }

  /** Answers {@code add-checkpoint}; checks and stores before it signs, one request at a time. */
  public synchronized Answer addCheckpoint(byte[] body) throws IOException {
    try {
      WitnessRequest request = WitnessRequest.parse(body);
      SignedNote note = SignedNote.parse(request.checkpoint().getBytes(StandardCharsets.UTF_8));
      return judge(request, note, Checkpoint.parse(note.text()));
    } catch (VerificationException e) {
      return Answer.of(400, String.valueOf(e.getMessage()));
    }
  }

  /** The last checkpoint of a log with the cosignature, by the hash of its origin in hex. */
  public synchronized Optional<String> latest(String originHash) throws IOException {
    Path file = folder.resolve(originHash + ".checkpoint");
    return originHash.matches("[0-9a-f]{64}") && Files.exists(file)
        ? Optional.of(Files.readString(file))
        : Optional.empty();
  }

  private Answer judge(WitnessRequest request, SignedNote note, Checkpoint next)
      throws IOException, VerificationException {
    List<VerifierKey> keys = logs.stream().filter(log -> log.name().equals(next.origin())).toList();
    if (keys.isEmpty()) {
      return Answer.of(404, "this witness does not know the log");
    }
    try {
      note.verify(keys);
    } catch (VerificationException e) {
      return Answer.of(403, String.valueOf(e.getMessage()));
    }
    if (request.oldSize() > next.size()) {
      return Answer.of(400, "the old size is above the size of the checkpoint");
    }
    Optional<Checkpoint> last = last(next.origin());
    long had = last.map(Checkpoint::size).orElse(0L);
    if (had != request.oldSize()) {
      return new Answer(409, "text/x.tlog.size", had + "\n");
    }
    Optional<String> inconsistent = inconsistent(last, next, request.proof());
    if (inconsistent.isPresent()) {
      return Answer.of(422, inconsistent.get());
    }
    String line = key.cosign(note.text(), clock.instant().getEpochSecond());
    store(next.origin(), request.checkpoint() + line);
    return new Answer(200, Answer.TEXT, line);
  }

  private static Optional<String> inconsistent(
      Optional<Checkpoint> last, Checkpoint next, List<byte[]> proof) {
    boolean first = last.isEmpty() || last.get().size() == 0;
    if (next.size() == 0 && !Arrays.equals(next.root(), MerkleVerifier.emptyRoot())) {
      return Optional.of("the root of a log without leaves is another");
    }
    if (first) {
      return proof.isEmpty() ? Optional.empty() : Optional.of("nothing is proved from size 0");
    }
    try {
      Checkpoint old = last.get();
      MerkleVerifier.verifyConsistency(old.size(), next.size(), old.root(), next.root(), proof);
      return Optional.empty();
    } catch (VerificationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Checkpoint> last(String origin) throws IOException, VerificationException {
    Path file = file(origin);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(Checkpoint.parse(SignedNote.parse(Files.readAllBytes(file)).text()));
  }

  /** On the disk when this returns. */
  private void store(String origin, String note) throws IOException {
    Files.createDirectories(folder);
    Path file = file(origin);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(String origin) {
    return folder.resolve(hashOf(origin) + ".checkpoint");
  }

  /** The name under which a log's checkpoint is served: SHA-256 of its origin in hex. */
  public static String hashOf(String origin) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
