package uk.yjx.cli.log;

import io.grpc.Channel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.GrowingTree;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** Holds what the database keeps beside the leaves to what the leaves commit to. */
public final class OpeningsCheck {

  private static final int PAGE = 500;
  private static final long CALL_SECONDS_MAX = 30;

  private OpeningsCheck() {}

  /**
   * What was found.
   *
   * @param opened members that open as committed
   * @param erased commitments whose opening is gone
   */
  public record Counts(long opened, long erased) {}

  /**
   * Reads every event up to a checkpoint with its openings; each page is itself audited. The leaves
   * that come with them must be those of the checkpoint too.
   */
  public static Counts of(
      Channel channel, Checkpoint checkpoint, String justification, LongConsumer progress)
      throws VerificationException {
    long opened = 0;
    long committed = 0;
    long next = 0;
    GrowingTree tree = new GrowingTree();
    while (next < checkpoint.size()) {
      ListEventsResponse page =
          AuditServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .listEvents(
                  ListEventsRequest.newBuilder()
                      .setFromIndex(next)
                      .setPageSize(PAGE)
                      .setPurpose(Purpose.PURPOSE_INTEGRITY_AND_SECURITY)
                      .setJustification(justification)
                      .build());
      for (AuditEvent event : page.getEventsList()) {
        if (tree.size() == checkpoint.size()) {
          break; // Events newer than the checkpoint.
        }
        byte[] bytes = event.getLeaf().toByteArray();
        LeafDocument leaf = LeafDocument.parse(bytes, checkpoint.origin());
        opened += opened(event, leaf);
        committed += leaf.commitments().size();
        tree.add(bytes);
      }
      if (page.getNextIndex() <= next) {
        throw new VerificationException(
            Defect.SIZE_OUT_OF_RANGE, "the log ended after " + next + " events");
      }
      next = page.getNextIndex();
      progress.accept(Math.min(next, checkpoint.size()));
    }
    if (!Arrays.equals(tree.root(), checkpoint.root())) {
      throw new VerificationException(
          Defect.ROOT_MISMATCH, "the leaves that the openings came with are not the checkpoint's");
    }
    return new Counts(opened, committed - opened);
  }

  private static long opened(AuditEvent event, LeafDocument leaf) throws VerificationException {
    try {
      return leaf.open(event.getOpeningsList()).size();
    } catch (VerificationException e) {
      throw new VerificationException(
          e.defect(), "leaf " + event.getLeafIndex() + ": " + e.getMessage());
    }
  }
}
