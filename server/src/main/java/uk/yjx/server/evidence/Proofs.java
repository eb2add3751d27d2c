package uk.yjx.server.evidence;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import uk.yjx.audit.v1.GetConsistencyProofResponse;
import uk.yjx.audit.v1.GetInclusionProofResponse;
import uk.yjx.server.audit.MerkleTree;
import uk.yjx.server.audit.TileReader;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.kernel.Failure;

/** Finds checkpoints and makes proofs, of sizes that are signed or can be signed at once. */
@Singleton
final class Proofs {
  /** Reading tiles waits for the database; the signer, which completes, must not. */
  private static final Executor READERS = work -> Thread.ofVirtual().name("proof").start(work);

  private final LogStore store;
  private final CheckpointSigner signer;
  private final Publisher publisher;
  private final LogIdentity log;

  Proofs(LogStore store, CheckpointSigner signer, Publisher publisher, LogIdentity log) {
    this.store = store;
    this.signer = signer;
    this.publisher = publisher;
    this.log = log;
  }

  /** The newest checkpoint, or one signed now, or witnessed, that covers the size. */
  CompletableFuture<Checkpoint> checkpoint(long atLeast, boolean witnessed) {
    LogHead head = store.head();
    requireWithin(atLeast, head);
    if (witnessed) {
      return publisher.covering(atLeast);
    }
    Optional<Checkpoint> latest =
        store.latest(log.origin(head.epoch())).filter(c -> c.size() >= atLeast);
    return latest.isPresent()
        ? CompletableFuture.completedFuture(latest.get())
        : signer.covering(atLeast).thenApply(SignedLog::checkpoint);
  }

  /** The verifier key of the log that a checkpoint is of. */
  String verifierKey() {
    return log.logKey(log.epoch()).verifierKey();
  }

  /** The proof that a leaf is in the tree of a size. */
  CompletableFuture<GetInclusionProofResponse> inclusion(long index, long size) {
    requireWithin(size, store.head());
    if (index >= size) {
      throw beyond("leaf " + index + " is not in a tree of size " + size).refused();
    }
    return signer
        .covering(size)
        .thenApplyAsync(
            signed -> {
              TileReader nodes = new TileReader(signed.edge(), store);
              return GetInclusionProofResponse.newBuilder()
                  .setLeafHash(ByteString.copyFrom(nodes.hash(0, index)))
                  .addAllPath(strings(MerkleTree.inclusion(index, size, nodes)))
                  .build();
            },
            READERS);
  }

  /** The proof that the tree of one size is the beginning of the tree of another. */
  CompletableFuture<GetConsistencyProofResponse> consistency(long from, long to) {
    requireWithin(to, store.head());
    if (from > to) {
      throw Failure.field(
              "SIZES_REVERSED", "from_size", "the earlier size must not be above the later one")
          .refused();
    }
    if (from == 0) {
      return CompletableFuture.completedFuture(GetConsistencyProofResponse.getDefaultInstance());
    }
    return signer
        .covering(to)
        .thenApplyAsync(
            signed ->
                GetConsistencyProofResponse.newBuilder()
                    .addAllPath(
                        strings(
                            MerkleTree.consistency(from, to, new TileReader(signed.edge(), store))))
                    .build(),
            READERS);
  }

  /** Refuses what lies beyond the end of the log. */
  static void requireWithin(long size, LogHead head) {
    if (size > head.size()) {
      throw beyond("the log has " + head.size() + " leaves, not " + size).refused();
    }
  }

  private static Failure beyond(String message) {
    return Failure.of(Failure.Code.OUT_OF_RANGE, "INDEX_BEYOND_LOG", message);
  }

  private static List<ByteString> strings(List<byte[]> hashes) {
    return hashes.stream().map(ByteString::copyFrom).toList();
  }
}
