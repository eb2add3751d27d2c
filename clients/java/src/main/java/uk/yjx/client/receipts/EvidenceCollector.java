package uk.yjx.client.receipts;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetCheckpointResponse;
import uk.yjx.audit.v1.GetEvidenceRequest;
import uk.yjx.audit.v1.GetEvidenceResponse;
import uk.yjx.audit.v1.GetInclusionProofRequest;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.EvidenceFile;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.TlogProof;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Receipt;

/** Turns a receipt into one file that shows its event to anyone who holds the public keys. */
public final class EvidenceCollector {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final ExchangeConnection connection;
  private final Purpose purpose;

  /**
   * Collects over a connection.
   *
   * @param purpose one of the four of the Data Protection Act 2018 s.62(4)
   */
  public EvidenceCollector(ExchangeConnection connection, Purpose purpose) {
    this.connection = connection;
    this.purpose = purpose;
  }

  /**
   * The evidence for a receipt.
   *
   * @param frame the signed frame the receipt came in, where it was kept
   * @param open which personal members to open, by name
   * @param witnessed whether to wait for the witnesses that the exchange's policy asks for
   * @throws io.grpc.StatusRuntimeException as AuditService says
   * @throws VerificationException when what the exchange gives is not what the receipt names
   */
  public EvidenceFile collect(
      Receipt receipt, Optional<SignedReceipts> frame, Predicate<String> open, boolean witnessed)
      throws VerificationException {
    GetEvidenceResponse found =
        stub()
            .getEvidence(
                GetEvidenceRequest.newBuilder()
                    .setLeafIndex(receipt.getLeafIndex())
                    .setLeafHash(receipt.getLeafHash())
                    .setPurpose(purpose)
                    .build());
    byte[] leaf = found.getEvent().getLeaf().toByteArray();
    byte[] hash = MerkleVerifier.leafHash(leaf);
    if (!ByteString.copyFrom(hash).equals(receipt.getLeafHash())) {
      throw new VerificationException(
          Defect.RECEIPT_MISMATCH, "the exchange gave another leaf than the receipt names");
    }
    return new EvidenceFile(
        leaf,
        chosen(found.getEvent().getOpeningsList(), open),
        proof(receipt, witnessed).text(),
        frame.map(signed -> signed(receipt, signed)));
  }

  private TlogProof proof(Receipt receipt, boolean witnessed) {
    GetCheckpointResponse checkpoint =
        stub()
            .getCheckpoint(
                GetCheckpointRequest.newBuilder()
                    .setAtLeast(receipt.getLeafIndex() + 1)
                    .setWitnessed(witnessed)
                    .build());
    List<byte[]> path =
        stub()
            .getInclusionProof(
                GetInclusionProofRequest.newBuilder()
                    .setLeafIndex(receipt.getLeafIndex())
                    .setTreeSize(checkpoint.getTreeSize())
                    .build())
            .getPathList()
            .stream()
            .map(ByteString::toByteArray)
            .toList();
    return new TlogProof(new byte[0], receipt.getLeafIndex(), path, checkpoint.getNote());
  }

  private static List<String> chosen(List<String> openings, Predicate<String> open)
      throws VerificationException {
    List<String> chosen = new ArrayList<>();
    for (String opening : openings) {
      if (open.test(Disclosure.parse(opening).name())) {
        chosen.add(opening);
      }
    }
    return chosen;
  }

  private static EvidenceFile.SignedReceipt signed(Receipt receipt, SignedReceipts frame) {
    return new EvidenceFile.SignedReceipt(
        receipt.getRequestId(),
        new String(frame.signedBytes(), StandardCharsets.UTF_8),
        frame.signature().getKeyName(),
        frame.signature().getSignature().toByteArray());
  }

  private AuditServiceBlockingStub stub() {
    return AuditServiceGrpc.newBlockingStub(connection.channel())
        .withDeadlineAfter(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
  }
}
