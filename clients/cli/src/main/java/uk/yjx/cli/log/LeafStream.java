package uk.yjx.cli.log;

import io.grpc.Channel;
import io.grpc.Context;
import java.io.IOException;
import java.util.Iterator;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.LeafForm;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** Reads leaves of an exchange in order, each held to the form of its log. */
public final class LeafStream {

  private LeafStream() {}

  /** What is done with each leaf. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next leaf. */
    void take(byte[] leaf) throws IOException, VerificationException;
  }

  /** Reads the leaves from {@code from} to before {@code to}. */
  public static void read(Channel channel, String origin, long from, long to, Sink sink)
      throws IOException, VerificationException {
    if (from >= to) {
      return; // Nothing to wait for.
    }
    LeafForm form = new LeafForm(origin);
    long next = from;
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      Context before = call.attach();
      try {
        Iterator<TailEventsResponse> frames =
            AuditServiceGrpc.newBlockingStub(channel)
                .tailEvents(
                    TailEventsRequest.newBuilder()
                        .setFromIndex(from)
                        .setPurpose(Purpose.PURPOSE_INTEGRITY_AND_SECURITY)
                        .build());
        while (next < to && frames.hasNext()) {
          for (LogLeaf leaf : frames.next().getLeavesList()) {
            if (next == to) {
              break; // Leaves newer than the checkpoint.
            }
            if (leaf.getLeafIndex() != next) {
              throw new VerificationException(
                  Defect.INDEX_OUT_OF_RANGE,
                  "leaf " + leaf.getLeafIndex() + " came where " + next + " was due");
            }
            byte[] bytes = leaf.getLeaf().toByteArray();
            form.require(bytes, 0, bytes.length);
            sink.take(bytes);
            next++;
          }
        }
      } finally {
        call.detach(before);
      }
    }
    if (next < to) {
      throw new VerificationException(
          Defect.SIZE_OUT_OF_RANGE, "the log ended after " + next + " of " + to + " leaves");
    }
  }
}
