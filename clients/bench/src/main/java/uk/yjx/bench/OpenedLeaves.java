package uk.yjx.bench;

import java.util.ArrayList;
import java.util.List;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.server.audit.Leaf;
import uk.yjx.server.audit.LeafSealer;
import uk.yjx.server.audit.Opening;
import uk.yjx.server.audit.Openings;

/**
 * Leaves with everything that opens them, checked one after the other as «audit verify --openings»
 * does: the leaf read strictly, each opening read strictly and hashed, and none left unopened.
 */
final class OpenedLeaves {
  /** Different leaves; more than any cache of small values would hold. */
  private static final int LEAVES = 10_000;

  private final List<OpenedLeaf> leaves;
  private int next;

  private OpenedLeaves(List<OpenedLeaf> leaves) {
    this.leaves = leaves;
  }

  private record OpenedLeaf(byte[] bytes, List<String> openings) {}

  /** Leaves of disclosures as the exchange logs them. */
  static OpenedLeaves of(LeafSealer sealer) {
    List<OpenedLeaf> leaves = new ArrayList<>(LEAVES);
    for (int i = 0; i < LEAVES; i++) {
      Leaf leaf = sealer.seal(AuditBench.event(i));
      List<String> openings =
          Openings.decode(leaf.openings()).stream().map(Opening::disclosure).toList();
      leaves.add(new OpenedLeaf(leaf.bytes(), openings));
    }
    return new OpenedLeaves(leaves);
  }

  /** Checks the next leaf; the first comes after the last. */
  void checkNext() {
    OpenedLeaf one = leaves.get(next);
    next = (next + 1) % leaves.size();
    try {
      LeafDocument leaf = LeafDocument.parse(one.bytes(), AuditBench.ORIGIN);
      if (leaf.open(one.openings()).size() != leaf.commitments().size()) {
        throw new IllegalStateException("not every commitment is opened");
      }
    } catch (VerificationException e) {
      throw new IllegalStateException("a leaf just sealed does not verify", e);
    }
  }
}
