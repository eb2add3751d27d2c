package uk.yjx.client.receipts;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import uk.yjx.audit.v1.AuditServiceGrpc.AuditServiceImplBase;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetCheckpointResponse;
import uk.yjx.audit.v1.GetConsistencyProofRequest;
import uk.yjx.audit.v1.GetConsistencyProofResponse;
import uk.yjx.audit.v1.GetInclusionProofRequest;
import uk.yjx.audit.v1.GetInclusionProofResponse;
import uk.yjx.client.InProcess;
import uk.yjx.client.verify.MerkleVerifier;

/** A small log by the recursive definitions of RFC 9162 section 2.1, honest unless told. */
final class ScriptedLog extends AuditServiceImplBase {

  static final String ORIGIN = "exchange.example/log/1";

  final SigningKey key;
  final List<byte[]> leafHashes = new ArrayList<>();

  /** Smaller than the log while checkpoints lag behind. */
  int signedSize = -1;

  ScriptedLog() throws GeneralSecurityException {
    key = new SigningKey(ORIGIN);
  }

  void append(String leaf) {
    leafHashes.add(MerkleVerifier.leafHash(leaf.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> responses) {
    int size = signedSize >= 0 ? signedSize : leafHashes.size();
    if (request.getAtLeast() > size) {
      responses.onError(InProcess.error(Status.Code.OUT_OF_RANGE, "INDEX_BEYOND_LOG"));
      return;
    }
    String root = Base64.getEncoder().encodeToString(root(leafHashes.subList(0, size)));
    try {
      String note = key.note(ORIGIN + "\n" + size + "\n" + root + "\n");
      responses.onNext(GetCheckpointResponse.newBuilder().setNote(note).build());
      responses.onCompleted();
    } catch (GeneralSecurityException e) {
      responses.onError(e);
    }
  }

  @Override
  public void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> responses) {
    List<byte[]> tree = leafHashes.subList(0, (int) request.getTreeSize());
    responses.onNext(
        GetInclusionProofResponse.newBuilder()
            .addAllPath(wire(path((int) request.getLeafIndex(), tree)))
            .build());
    responses.onCompleted();
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> responses) {
    List<byte[]> tree = leafHashes.subList(0, (int) request.getToSize());
    responses.onNext(
        GetConsistencyProofResponse.newBuilder()
            .addAllPath(wire(subproof((int) request.getFromSize(), tree, true)))
            .build());
    responses.onCompleted();
  }

  private static byte[] root(List<byte[]> tree) {
    if (tree.size() == 1) {
      return tree.getFirst();
    }
    int split = split(tree);
    return MerkleVerifier.nodeHash(
        root(tree.subList(0, split)), root(tree.subList(split, tree.size())));
  }

  private static List<byte[]> path(int index, List<byte[]> tree) {
    if (tree.size() == 1) {
      return new ArrayList<>();
    }
    int split = split(tree);
    List<byte[]> left = tree.subList(0, split);
    List<byte[]> right = tree.subList(split, tree.size());
    List<byte[]> path = index < split ? path(index, left) : path(index - split, right);
    path.add(root(index < split ? right : left));
    return path;
  }

  private static List<byte[]> subproof(int size, List<byte[]> tree, boolean whole) {
    if (size == tree.size()) {
      return whole ? new ArrayList<>() : new ArrayList<>(List.of(root(tree)));
    }
    int split = split(tree);
    List<byte[]> left = tree.subList(0, split);
    List<byte[]> right = tree.subList(split, tree.size());
    List<byte[]> proof =
        size <= split ? subproof(size, left, whole) : subproof(size - split, right, false);
    proof.add(root(size <= split ? right : left));
    return proof;
  }

  private static int split(List<byte[]> tree) {
    return Integer.highestOneBit(tree.size() - 1);
  }

  private static List<ByteString> wire(List<byte[]> hashes) {
    return hashes.stream().map(ByteString::copyFrom).toList();
  }
}
