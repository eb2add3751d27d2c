package uk.yjx.client.receipts;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetConsistencyProofRequest;
import uk.yjx.audit.v1.GetInclusionProofRequest;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;

/**
 * The log as one caller has seen it: the last checkpoint, and the demand that every further one
 * extends it. This guards against an exchange that shows different logs to different callers.
 */
final class SeenLog {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final ExchangeConnection connection;
  private final ExchangeKeys keys;
  private @Nullable Checkpoint last;

  SeenLog(ExchangeConnection connection, ExchangeKeys keys, Optional<Checkpoint> last) {
    this.connection = connection;
    this.keys = keys;
    this.last = last.orElse(null);
  }

  Optional<Checkpoint> last() {
    return Optional.ofNullable(last);
  }

  /**
   * A checkpoint of at least this size: the last one seen if that is enough, else a newer one that
   * is proven to extend it.
   *
   * @throws io.grpc.StatusRuntimeException as AuditService.GetCheckpoint says
   */
  Checkpoint covering(long size) throws VerificationException {
    Checkpoint seen = last;
    if (seen != null && seen.size() >= size) {
      return seen;
    }
    String note =
        stub().getCheckpoint(GetCheckpointRequest.newBuilder().setAtLeast(size).build()).getNote();
    Checkpoint newer =
        Checkpoint.open(
            note.getBytes(StandardCharsets.UTF_8), keys.logOrigin(), List.of(keys.logKey()));
    if (seen != null && seen.size() > 0) {
      MerkleVerifier.verifyConsistency(
          seen.size(), newer.size(), seen.root(), newer.root(), consistency(seen, newer));
    }
    last = newer;
    return newer;
  }

  /** Demands a proof that a leaf stands in the tree of a checkpoint. */
  void demandInclusion(long leafIndex, ByteString leafHash, Checkpoint checkpoint)
      throws VerificationException {
    List<byte[]> path =
        hashes(
            stub()
                .getInclusionProof(
                    GetInclusionProofRequest.newBuilder()
                        .setLeafIndex(leafIndex)
                        .setTreeSize(checkpoint.size())
                        .build())
                .getPathList());
    MerkleVerifier.verifyInclusion(
        leafIndex, checkpoint.size(), leafHash.toByteArray(), path, checkpoint.root());
  }

  private List<byte[]> consistency(Checkpoint older, Checkpoint newer) {
    if (newer.size() <= older.size()) {
      return List.of(); // Nothing to prove: the verifier compares roots, or refuses the sizes.
    }
    return hashes(
        stub()
            .getConsistencyProof(
                GetConsistencyProofRequest.newBuilder()
                    .setFromSize(older.size())
                    .setToSize(newer.size())
                    .build())
            .getPathList());
  }

  private AuditServiceBlockingStub stub() {
    return AuditServiceGrpc.newBlockingStub(connection.channel())
        .withDeadlineAfter(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static List<byte[]> hashes(List<ByteString> wire) {
    return wire.stream().map(ByteString::toByteArray).toList();
  }
}
