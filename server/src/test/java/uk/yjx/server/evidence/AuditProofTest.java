package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetCheckpointResponse;
import uk.yjx.audit.v1.GetConsistencyProofRequest;
import uk.yjx.audit.v1.GetConsistencyProofResponse;
import uk.yjx.audit.v1.GetInclusionProofRequest;
import uk.yjx.audit.v1.GetInclusionProofResponse;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.server.journal.LogIdentity;

/** The log as its verifiers see it (promise 3). */
class AuditProofTest extends AuditEndpointCase {
  @Test
  void everyLeafIsProvedAgainstACheckpointSignedOnDemand() throws Exception {
    append(20);
    long size = exchange.bean(LogStore.class).head().size();
    Checkpoint checkpoint = opened(checkpoint(size));
    assertTrue(checkpoint.size() >= size);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      long index = random.nextLong(checkpoint.size());
      GetInclusionProofResponse proof =
          one(to ->
              endpoint.getInclusionProof(
                  GetInclusionProofRequest.newBuilder()
                      .setLeafIndex(index)
                      .setTreeSize(checkpoint.size())
                      .build(),
                  to));
      byte[] leaf =
          exchange.bean(LogStore.class).leaves(index, 1, 1).getFirst().getLeaf().toByteArray();
      MerkleVerifier.verifyInclusion(
          index,
          checkpoint.size(),
          MerkleVerifier.leafHash(leaf),
          hashes(proof.getPathList()),
          checkpoint.root());
    }
  }

  @Test
  void aLaterCheckpointIsProvedToExtendAnEarlierOne() throws Exception {
    append(1);
    Checkpoint earlier = opened(checkpoint(exchange.bean(LogStore.class).head().size()));
    append(30);
    Checkpoint later = opened(checkpoint(exchange.bean(LogStore.class).head().size()));
    GetConsistencyProofResponse proof =
        one(to ->
            endpoint.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder()
                    .setFromSize(earlier.size())
                    .setToSize(later.size())
                    .build(),
                to));
    MerkleVerifier.verifyConsistency(
        earlier.size(), later.size(), earlier.root(), later.root(), hashes(proof.getPathList()));
  }

  @Test
  void whatLiesBeyondTheLogIsOutOfRange() {
    long beyond = 1_000_000;
    assertRefused(
        "INDEX_BEYOND_LOG",
        to ->
            endpoint.getCheckpoint(
                GetCheckpointRequest.newBuilder().setAtLeast(beyond).build(), cast(to)));
    assertRefused(
        "INDEX_BEYOND_LOG",
        to ->
            endpoint.getInclusionProof(
                GetInclusionProofRequest.newBuilder().setLeafIndex(7).setTreeSize(7).build(),
                cast(to)));
    assertRefused(
        "INDEX_BEYOND_LOG",
        to ->
            endpoint.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder().setFromSize(1).setToSize(beyond).build(),
                cast(to)));
    assertRefused("INDEX_BEYOND_LOG", to -> endpoint.listEvents(list(beyond), cast(to)));
  }

  private static GetCheckpointResponse checkpoint(long atLeast) throws Exception {
    return one(to ->
        endpoint.getCheckpoint(GetCheckpointRequest.newBuilder().setAtLeast(atLeast).build(), to));
  }

  private static Checkpoint opened(GetCheckpointResponse response) throws Exception {
    LogIdentity log = exchange.bean(LogIdentity.class);
    assertEquals(log.logKey(1).verifierKey(), response.getVerifierKey());
    Checkpoint checkpoint =
        Checkpoint.open(
            response.getNote().getBytes(StandardCharsets.UTF_8),
            log.origin(1),
            List.of(VerifierKey.parse(response.getVerifierKey())));
    assertEquals(checkpoint.size(), response.getTreeSize());
    return checkpoint;
  }

  private static List<byte[]> hashes(List<ByteString> path) {
    return path.stream().map(ByteString::toByteArray).toList();
  }
}
