package uk.yjx.cli.log;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetCheckpointResponse;
import uk.yjx.audit.v1.GetConsistencyProofRequest;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.GrowingTree;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

/**
 * Checks a log from outside: signature of a checkpoint, that it only adds to an earlier one, and
 * that its root is that of the leaves themselves. Memory does not grow with the log.
 */
public final class LogCheck {

  private static final long CALL_SECONDS_MAX = 30;

  private final Channel channel;
  private final String origin;
  private final VerifierKey key;

  /**
   * A check of one log.
   *
   * @param origin the log's name, its epoch included
   * @param key the log's key
   */
  public LogCheck(Channel channel, String origin, VerifierKey key) {
    this.channel = channel;
    this.origin = origin;
    this.key = key;
  }

  /**
   * A checkpoint whose signature and origin are verified.
   *
   * @param checkpoint what it says
   * @param note the signed note
   */
  public record Verified(Checkpoint checkpoint, String note) {}

  /** The newest checkpoint that covers {@code atLeast} leaves. */
  public Verified checkpoint(long atLeast) throws VerificationException {
    return checkpoint(atLeast, false);
  }

  /** As {@link #checkpoint(long)}, with the cosignatures of witnesses where they are asked for. */
  public Verified checkpoint(long atLeast, boolean witnessed) throws VerificationException {
    GetCheckpointResponse answer =
        stub()
            .getCheckpoint(
                GetCheckpointRequest.newBuilder()
                    .setAtLeast(atLeast)
                    .setWitnessed(witnessed)
                    .build());
    Verified verified = open(answer.getNote());
    if (verified.checkpoint().size() < atLeast) {
      throw new VerificationException(
          Defect.SIZE_OUT_OF_RANGE,
          "checkpoint covers " + verified.checkpoint().size() + " leaves, not " + atLeast);
    }
    return verified;
  }

  /** Verifies a note kept from earlier. */
  public Verified open(String note) throws VerificationException {
    return new Verified(
        Checkpoint.open(note.getBytes(StandardCharsets.UTF_8), origin, List.of(key)), note);
  }

  /** Refuses a checkpoint that does not only add to an earlier one. */
  public void requireConsistent(Checkpoint earlier, Checkpoint later) throws VerificationException {
    if (earlier.size() > later.size()) {
      throw new VerificationException(
          Defect.SIZE_OUT_OF_RANGE,
          "the log had " + earlier.size() + " leaves before and has " + later.size() + " now");
    }
    if (earlier.size() == 0) {
      return; // every log adds to the empty one
    }
    List<byte[]> proof = List.of();
    if (earlier.size() < later.size()) {
      proof =
          stub()
              .getConsistencyProof(
                  GetConsistencyProofRequest.newBuilder()
                      .setFromSize(earlier.size())
                      .setToSize(later.size())
                      .build())
              .getPathList()
              .stream()
              .map(ByteString::toByteArray)
              .toList();
    }
    MerkleVerifier.verifyConsistency(
        earlier.size(), later.size(), earlier.root(), later.root(), proof);
  }

  /**
   * Reads every leaf and refuses a checkpoint whose root is not theirs.
   *
   * @param older verified checkpoints of this log by size, whose roots must be met on the way
   * @param progress told the number of leaves read so far
   */
  public void requireLeaves(
      Checkpoint checkpoint, Map<Long, Checkpoint> older, LongConsumer progress)
      throws IOException, VerificationException {
    GrowingTree tree = new GrowingTree();
    requireRoot(tree, older.get(0L));
    LeafStream.read(
        channel,
        origin,
        0,
        checkpoint.size(),
        leaf -> {
          tree.add(leaf);
          requireRoot(tree, older.get(tree.size()));
          progress.accept(tree.size());
        });
    requireRoot(tree, checkpoint);
  }

  private static void requireRoot(GrowingTree tree, @Nullable Checkpoint checkpoint)
      throws VerificationException {
    if (checkpoint != null && !Arrays.equals(tree.root(), checkpoint.root())) {
      throw new VerificationException(
          Defect.ROOT_MISMATCH,
          "the root over " + tree.size() + " leaves is not that of the checkpoint of this size");
    }
  }

  private AuditServiceBlockingStub stub() {
    return AuditServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
