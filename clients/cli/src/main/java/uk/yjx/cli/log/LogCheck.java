package uk.yjx.cli.log;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetCheckpointResponse;
import uk.yjx.audit.v1.GetConsistencyProofRequest;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.common.v1.Purpose;

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
    GetCheckpointResponse answer =
        stub().getCheckpoint(GetCheckpointRequest.newBuilder().setAtLeast(atLeast).build());
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
   * @param progress told the number of leaves read so far
   */
  public void requireLeaves(Checkpoint checkpoint, LongConsumer progress)
      throws VerificationException {
    LeafTree tree = new LeafTree();
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      Context before = call.attach();
      try {
        // A log without leaves has none to wait for.
        Iterator<TailEventsResponse> frames =
            checkpoint.size() == 0
                ? List.<TailEventsResponse>of().iterator()
                : AuditServiceGrpc.newBlockingStub(channel)
                    .tailEvents(
                        TailEventsRequest.newBuilder()
                            .setFromIndex(0)
                            .setPurpose(Purpose.PURPOSE_INTEGRITY_AND_SECURITY)
                            .build());
        while (tree.size() < checkpoint.size() && frames.hasNext()) {
          for (LogLeaf leaf : frames.next().getLeavesList()) {
            add(tree, leaf, checkpoint.size());
          }
          progress.accept(tree.size());
        }
      } finally {
        call.detach(before);
      }
    }
    if (tree.size() != checkpoint.size() || !Arrays.equals(tree.root(), checkpoint.root())) {
      throw new VerificationException(
          Defect.ROOT_MISMATCH,
          "the root over "
              + tree.size()
              + " leaves is not that of the checkpoint over "
              + checkpoint.size());
    }
  }

  /** The earlier checkpoint of a reader who kept one. */
  public Optional<Verified> remembered(Optional<String> note) throws VerificationException {
    return note.isEmpty() ? Optional.empty() : Optional.of(open(note.get()));
  }

  private void add(LeafTree tree, LogLeaf leaf, long end) throws VerificationException {
    if (tree.size() == end) {
      return; // leaves newer than the checkpoint
    }
    if (leaf.getLeafIndex() != tree.size()) {
      throw new VerificationException(
          Defect.INDEX_OUT_OF_RANGE,
          "leaf " + leaf.getLeafIndex() + " came where " + tree.size() + " was due");
    }
    byte[] bytes = leaf.getLeaf().toByteArray();
    LeafDocument.parse(bytes, origin);
    tree.add(bytes);
  }

  private AuditServiceBlockingStub stub() {
    return AuditServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
