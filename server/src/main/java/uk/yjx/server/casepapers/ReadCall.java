package uk.yjx.server.casepapers;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.Document;
import uk.yjx.casepapers.v1.DocumentBytes;
import uk.yjx.casepapers.v1.ReadDocumentResponse;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.Failure;

/**
 * One document on its way to a reader: a position, never a queue. One thread at a time pumps it; a
 * part is read only when the transport has room, and before every frame it is asked again whether
 * the reader still may.
 */
final class ReadCall {
  private final ServerCallStreamObserver<ReadDocumentResponse> call;
  private final Committed commit;
  private final Document document;
  private final StoredContent content;
  private final BooleanSupplier mayRead;
  private final Executor pumps;
  private final Consumer<Long> ended;
  private final AtomicInteger signals = new AtomicInteger();
  private final long from;
  private final long end;
  private long next;
  private boolean described;
  private boolean finished;
  private int heldPart = -1;
  private int heldBytes;
  private byte[] held = new byte[0];
  private volatile boolean gone;
  private volatile @Nullable Failure ending;

  /**
   * A reading whose announcement is committed.
   *
   * @param range bytes to send
   * @param mayRead whether the reader still may
   * @param ended told once, with the end of what was sent
   */
  ReadCall(
      ServerCallStreamObserver<ReadDocumentResponse> call,
      Committed commit,
      Document document,
      StoredContent content,
      PapersDisclosures.Range range,
      BooleanSupplier mayRead,
      Executor pumps,
      Consumer<Long> ended) {
    this.call = call;
    this.commit = commit;
    this.document = document;
    this.content = content;
    this.from = range.from();
    this.next = range.from();
    this.end = range.to();
    this.mayRead = mayRead;
    this.pumps = pumps;
    this.ended = ended;
  }

  /** Something may have changed: there is room, or the call is to end. Never blocks. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      pumps.execute(this::pump);
    }
  }

  /** Ends the call after what is being sent now. */
  void end(Failure why) {
    ending = why;
    signal();
  }

  /** The reader has gone. */
  void cancelled() {
    gone = true;
    signal();
  }

  private void pump() {
    int seen;
    do {
      seen = signals.get();
      try {
        step();
      } catch (StoredContent.Damaged | IOException e) {
        fail(PapersFailures.BLOB_STORE_FAILED.refused());
      } catch (RuntimeException e) {
        fail(e);
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  private void step() throws IOException, StoredContent.Damaged {
    while (!finished) {
      Failure why = ending;
      if (gone) {
        finish();
        return;
      }
      if (why != null) {
        fail(why.refused());
        return;
      }
      if (!call.isReady()) {
        return;
      }
      if (!mayRead.getAsBoolean()) {
        fail(PapersFailures.DOCUMENT_NOT_FOUND.refused());
        return;
      }
      if (!described) {
        described = true;
        send(ReadDocumentResponse.newBuilder().setDocument(document).build());
      } else if (next < end) {
        sendBytes();
      } else if (finish()) {
        call.onCompleted();
      }
    }
  }

  private void sendBytes() throws IOException, StoredContent.Damaged {
    int index = Math.toIntExact(next / PapersLimits.PART_BYTES);
    if (index != heldPart) {
      if (held.length == 0) {
        held = content.room();
      }
      heldBytes = content.part(index, held);
      heldPart = index;
    }
    int at = (int) (next % PapersLimits.PART_BYTES);
    int length =
        (int) Math.min(Math.min(heldBytes - at, PapersLimits.READ_FRAME_BYTES), end - next);
    CRC32C crc = new CRC32C();
    crc.update(held, at, length);
    // A copy: the next part is opened into the same array, while this frame may still wait.
    ByteString data = ByteString.copyFrom(held, at, length);
    send(
        ReadDocumentResponse.newBuilder()
            .setBytes(
                DocumentBytes.newBuilder()
                    .setOffset(next)
                    .setData(data)
                    .setCrc32C((int) crc.getValue()))
            .build());
    next += length;
  }

  private void send(ReadDocumentResponse frame) {
    Disclosed.by(commit, frame).send(call);
  }

  private void fail(RuntimeException why) {
    if (finish() && !call.isCancelled()) {
      call.onError(why);
    }
  }

  private boolean finish() {
    if (finished) {
      return false;
    }
    finished = true;
    held = new byte[0];
    try {
      content.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost by a blob that does not close.
      heldPart = -1;
    }
    ended.accept(Math.max(from, next));
    return true;
  }
}
