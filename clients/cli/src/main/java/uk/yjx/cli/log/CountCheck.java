package uk.yjx.cli.log;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import uk.yjx.audit.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import uk.yjx.audit.v1.CommittedCount;
import uk.yjx.audit.v1.CountEventsRequest;
import uk.yjx.audit.v1.CountEventsResponse;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** Fetches how many events the log counted about a child and holds the count to the log. */
public final class CountCheck {
  private static final String ROOT_PREFIX = "counts-root:";
  private static final String OPERATION = "yjx.audit/Summary";

  private CountCheck() {}

  /**
   * What the log counted.
   *
   * @param covered leaves below this index are counted
   * @param events how many of them are about the child
   * @param summaryLeaf index of the leaf that commits to the count; -1 when there is none
   */
  public record Counted(long covered, long events, long summaryLeaf) {}

  /** Asks for the count; fails where it is not what its summary's leaf commits to. */
  public static Counted ask(
      AuditServiceBlockingStub audit, String child, Purpose purpose, String justification)
      throws VerificationException {
    CountEventsResponse answer =
        audit.countEvents(
            CountEventsRequest.newBuilder()
                .setChildId(child)
                .setPurpose(purpose)
                .setJustification(justification)
                .build());
    if (!answer.hasCommitted()) {
      return new Counted(answer.getCovered(), 0, -1);
    }
    CommittedCount committed = answer.getCommitted();
    ListEventsResponse page =
        audit.listEvents(
            ListEventsRequest.newBuilder()
                .setFromIndex(committed.getSummaryLeafIndex())
                .setPageSize(1)
                .setPurpose(purpose)
                .setJustification(justification)
                .build());
    if (page.getEventsCount() != 1) {
      throw broken("the leaf of the summary is missing");
    }
    requireCommitted(committed, page.getEvents(0).getLeaf().toByteArray());
    requireCount(committed, child, answer.getEvents());
    return new Counted(answer.getCovered(), answer.getEvents(), committed.getSummaryLeafIndex());
  }

  private static void requireCommitted(CommittedCount committed, byte[] bytes)
      throws VerificationException {
    if (!(CanonicalJson.parseCanonical(bytes) instanceof JsonValue.Members members)
        || !(members.values().get("log") instanceof JsonValue.Text(String origin))) {
      throw broken("the leaf of the summary is none of a log");
    }
    LeafDocument leaf = LeafDocument.parse(bytes, origin);
    String root = leaf.text("peer").orElse("");
    if (!leaf.text("op").orElse("").equals(OPERATION)
        || !root.startsWith(ROOT_PREFIX)
        || !new JsonValue.Whole(committed.getSize()).equals(leaf.members().get("n"))) {
      throw broken("the leaf named is not the summary of so many counts");
    }
    try {
      MerkleVerifier.verifyInclusion(
          committed.getIndex(),
          committed.getSize(),
          MerkleVerifier.leafHash(committed.getCount().toByteArray()),
          committed.getProofList().stream().map(ByteString::toByteArray).toList(),
          HexFormat.of().parseHex(root.substring(ROOT_PREFIX.length())));
    } catch (IllegalArgumentException notHexadecimal) {
      throw broken("the summary names no root");
    }
  }

  private static void requireCount(CommittedCount committed, String child, long events)
      throws VerificationException {
    JsonValue count = CanonicalJson.parseCanonical(committed.getCount().toByteArray());
    boolean same =
        count instanceof JsonValue.Items(List<JsonValue> parts)
            && parts.size() == 3
            && parts.get(1).equals(new JsonValue.Text(child))
            && parts.get(2).equals(new JsonValue.Whole(events));
    if (!same) {
      throw broken("the committed count is not of this child and number");
    }
  }

  private static VerificationException broken(String what) {
    return new VerificationException(Defect.LEAF_MALFORMED, what);
  }
}
