package uk.yjx.server.casepapers;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentPart;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.casepapers.v1.DocumentVerified;
import uk.yjx.casepapers.v1.PartsCommitted;
import uk.yjx.casepapers.v1.UploadDocumentRequest;
import uk.yjx.casepapers.v1.UploadDocumentResponse;
import uk.yjx.casepapers.v1.UploadOpened;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.StorageException;

/**
 * One call that sends a document. Callbacks run on the event loop and only enqueue; the work runs
 * one step at a time on a thread that may wait. No more parts are asked for than {@link
 * PapersLimits#PARTS_IN_FLIGHT}, so that memory does not grow with a fast sender. What had arrived
 * when the sender was cut off is still made durable.
 */
final class UploadCall implements StreamObserver<UploadDocumentRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(UploadCall.class);

  private final Caller caller;
  private final ServerCallStreamObserver<UploadDocumentResponse> out;
  private final DocumentUploads uploads;
  private final Executor turns;
  private final Runnable gone;
  private final Queue<DocumentPart> arrived = new ConcurrentLinkedQueue<>();
  private @Nullable DocumentWriter writer;
  private DocumentManifest announced = DocumentManifest.getDefaultInstance();
  private boolean allArrived;
  private volatile boolean ended;
  private volatile boolean useless;
  private volatile boolean waiting = true;
  private volatile long lastHeardNanos = System.nanoTime();

  /**
   * A call that waits to be opened.
   *
   * @param gone told once when the call has ended, however it did
   */
  UploadCall(
      Caller caller,
      ServerCallStreamObserver<UploadDocumentResponse> out,
      DocumentUploads uploads,
      Executor workers,
      Runnable gone) {
    this.caller = caller;
    this.out = out;
    this.uploads = uploads;
    this.turns = MoreExecutors.newSequentialExecutor(workers);
    this.gone = gone;
    out.disableAutoRequest();
    out.setOnCancelHandler(this::cancelled);
    out.setOnCloseHandler(this::cancelled);
    out.request(1);
  }

  @Override
  public void onNext(UploadDocumentRequest frame) {
    lastHeardNanos = System.nanoTime();
    waiting = false;
    switch (frame.getFrameCase()) {
      case OPEN ->
          turns.execute(() -> step(() -> open(UUID.fromString(frame.getOpen().getDocumentId()))));
      case PART -> {
        arrived.add(frame.getPart());
        turns.execute(() -> step(this::drain));
      }
      case FRAME_NOT_SET -> turns.execute(() -> fail(PapersFailures.UPLOAD_NOT_OPENED));
    }
  }

  @Override
  public void onCompleted() {
    turns.execute(() -> {
      allArrived = true;
      endIfPaused();
    });
  }

  @Override
  public void onError(Throwable gone) {
    cancelled();
  }

  /** Ends the call: the caller may not go on, or the server is about to stop. */
  void end(Failure why) {
    useless = true;
    turns.execute(() -> fail(why));
  }

  boolean hasEnded() {
    return ended;
  }

  /** Ends the call when nothing has come for too long. */
  void endIfIdle(long nowNanos, Duration idleMax) {
    if (waiting && nowNanos - lastHeardNanos >= idleMax.toNanos()) {
      end(PapersFailures.UPLOAD_IDLE);
    }
  }

  private void cancelled() {
    useless = true;
    turns.execute(this::finish);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void step(Step step) {
    if (ended) {
      arrived.clear();
      return;
    }
    try {
      step.run();
    } catch (Failure.Refused e) {
      fail(e.failure());
    } catch (IOException | StorageException e) {
      LOG.warn("an upload failed at the store of documents: {}", e.getClass().getName());
      fail(PapersFailures.BLOB_STORE_FAILED);
    } catch (RuntimeException e) {
      if (finish()) {
        out.onError(e);
      }
    }
    waiting = arrived.isEmpty();
  }

  private void open(UUID document) throws IOException {
    if (writer != null) {
      throw PapersFailures.UPLOAD_OPENED_TWICE.refused();
    }
    switch (uploads.open(caller, document)) {
      case DocumentUploads.Opened.Whole whole -> {
        opened(whole.document().committed(), 0);
        verified(whole.document().progress());
      }
      case DocumentUploads.Opened.Writing writing -> {
        writer = writing.writer();
        announced = writing.announced();
        opened(writing.writer().committed(), writing.writer().opening().epoch());
        if (writing.writer().isWhole()) {
          verify(writing.writer());
        } else {
          out.request(PapersLimits.PARTS_IN_FLIGHT);
        }
      }
    }
  }

  private void drain() throws IOException {
    List<DocumentPart> parts = new ArrayList<>(PapersLimits.PARTS_IN_FLIGHT);
    for (DocumentPart next = arrived.poll(); next != null; next = arrived.poll()) {
      parts.add(next);
    }
    if (parts.isEmpty()) {
      return;
    }
    DocumentWriter to = writer;
    if (to == null) {
      throw PapersFailures.UPLOAD_NOT_OPENED.refused();
    }
    long before = to.committed();
    Failure wrong = to.add(parts);
    if (to.committed() > before) {
      out.onNext(
          UploadDocumentResponse.newBuilder()
              .setCommitted(PartsCommitted.newBuilder().setCommittedBytes(to.committed()))
              .build());
    }
    if (wrong != null) {
      throw wrong.refused();
    }
    if (to.isWhole()) {
      verify(to);
    } else {
      out.request(parts.size());
      endIfPaused();
    }
  }

  private void verify(DocumentWriter of) throws IOException {
    of.close();
    uploads.verify(of, announced, () -> useless).ifPresent(this::verified);
  }

  private void opened(long committed, int epoch) {
    out.onNext(
        UploadDocumentResponse.newBuilder()
            .setOpened(
                UploadOpened.newBuilder()
                    .setCommittedBytes(committed)
                    .setPartBytes(PapersLimits.PART_BYTES)
                    .setPartsInFlight(PapersLimits.PARTS_IN_FLIGHT)
                    .setWriterEpoch(epoch))
            .build());
  }

  private void verified(DocumentProgress progress) {
    if (finish()) {
      out.onNext(
          UploadDocumentResponse.newBuilder()
              .setVerified(DocumentVerified.newBuilder().setProgress(progress))
              .build());
      out.onCompleted();
    }
  }

  /** A sender may stop where it stands and go on another day. */
  private void endIfPaused() {
    if (allArrived && arrived.isEmpty() && finish()) {
      out.onCompleted();
    }
  }

  private void fail(Failure why) {
    if (finish()) {
      out.onError(why.refused());
    }
  }

  /** Whether it had not ended before. */
  private boolean finish() {
    if (ended) {
      return false;
    }
    ended = true;
    arrived.clear();
    DocumentWriter open = writer;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      LOG.warn("a blob was not closed: {}", e.getClass().getName());
    }
    gone.run();
    return true;
  }
}
