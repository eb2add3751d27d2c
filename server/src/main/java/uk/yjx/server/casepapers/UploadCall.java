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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * One call that sends a document. Callbacks run on the event loop and only enqueue. The work runs
 * in two lanes, one step at a time in each: one writes and syncs, the other moves the offset and
 * answers, while the first writes what came next. No more parts are asked for than {@link
 * PapersLimits#PARTS_IN_FLIGHT}, so that memory does not grow with a fast sender. What had arrived
 * when the sender was cut off is still made durable.
 */
final class UploadCall implements StreamObserver<UploadDocumentRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(UploadCall.class);

  /** Parts read back between two signs of life, so that a sender does not give up meanwhile. */
  private static final int PARTS_BETWEEN_SIGNS = 32;

  private final Caller caller;
  private final ServerCallStreamObserver<UploadDocumentResponse> out;
  private final DocumentUploads uploads;
  private final Executor disk;

  /** Everything that is said to the sender, and the end of the call. */
  private final Executor answers;

  private final Runnable gone;
  private final Queue<DocumentPart> arrived = new ConcurrentLinkedQueue<>();

  /** Frames that came and are not dealt with yet. */
  private final AtomicInteger open = new AtomicInteger();

  private volatile DocumentUploads.Opened.@Nullable Writing writing;
  private volatile boolean ended;
  private volatile boolean useless;
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
      Executor writers,
      Executor answerers,
      Runnable gone) {
    this.caller = caller;
    this.out = out;
    this.uploads = uploads;
    this.disk = MoreExecutors.newSequentialExecutor(writers);
    this.answers = MoreExecutors.newSequentialExecutor(answerers);
    this.gone = gone;
    out.disableAutoRequest();
    out.setOnCancelHandler(this::cancelled);
    out.setOnCloseHandler(this::cancelled);
    out.request(1);
  }

  @Override
  public void onNext(UploadDocumentRequest frame) {
    lastHeardNanos = System.nanoTime();
    open.incrementAndGet();
    switch (frame.getFrameCase()) {
      case OPEN -> {
        UUID document = UUID.fromString(frame.getOpen().getDocumentId());
        disk.execute(() -> step(() -> open(document)));
      }
      case PART -> {
        arrived.add(frame.getPart());
        disk.execute(() -> step(this::write));
      }
      case FRAME_NOT_SET -> afterAll(() -> fail(PapersFailures.UPLOAD_NOT_OPENED));
    }
  }

  /** A sender may stop where it stands and go on another day. */
  @Override
  public void onCompleted() {
    afterAll(() -> {
      if (finish()) {
        out.onCompleted();
      }
    });
  }

  @Override
  public void onError(Throwable gone) {
    cancelled();
  }

  /** Ends the call: the caller may not go on, or the server is about to stop. */
  void end(Failure why) {
    useless = true;
    afterAll(() -> fail(why));
  }

  boolean hasEnded() {
    return ended;
  }

  /** Ends the call when nothing has come for too long. */
  void endIfIdle(long nowNanos, Duration idleMax) {
    if (open.get() == 0 && nowNanos - lastHeardNanos >= idleMax.toNanos()) {
      end(PapersFailures.UPLOAD_IDLE);
    }
  }

  private void cancelled() {
    useless = true;
    afterAll(this::finish);
  }

  /** Does a thing when all that came before it is written and answered. */
  private void afterAll(Runnable last) {
    disk.execute(() -> answers.execute(last));
  }

  private interface Step {
    void run() throws IOException;
  }

  /** A step of either lane; what fails ends the call, after what came before is answered. */
  private void step(Step step) {
    if (ended) {
      arrived.clear();
      return;
    }
    try {
      step.run();
    } catch (Failure.Refused e) {
      answers.execute(() -> fail(e.failure()));
    } catch (IOException | StorageException e) {
      LOG.warn("an upload failed at the store of documents: {}", e.getClass().getName());
      answers.execute(() -> fail(PapersFailures.BLOB_STORE_FAILED));
    } catch (RuntimeException e) {
      answers.execute(() -> {
        if (finish()) {
          out.onError(e);
        }
      });
    }
  }

  private void open(UUID document) {
    if (writing != null) {
      throw PapersFailures.UPLOAD_OPENED_TWICE.refused();
    }
    switch (uploads.open(caller, document)) {
      case DocumentUploads.Opened.Whole whole ->
          answers.execute(() -> {
            opened(whole.document().committed(), 0);
            verified(whole.document().progress());
          });
      case DocumentUploads.Opened.Writing mine -> {
        writing = mine;
        answers.execute(() ->
            step(() -> {
              opened(mine.writer().committed(), mine.writer().opening().epoch());
              if (mine.writer().isWhole()) {
                verify(mine);
              } else {
                out.request(PapersLimits.PARTS_IN_FLIGHT);
              }
              open.decrementAndGet();
            }));
      }
    }
  }

  /** On the disk's lane. */
  private void write() throws IOException {
    List<DocumentPart> parts = new ArrayList<>(PapersLimits.PARTS_IN_FLIGHT);
    for (DocumentPart next = arrived.poll(); next != null; next = arrived.poll()) {
      parts.add(next);
    }
    if (parts.isEmpty()) {
      return;
    }
    DocumentUploads.Opened.Writing to = writing;
    if (to == null) {
      throw PapersFailures.UPLOAD_NOT_OPENED.refused();
    }
    Failure wrong = to.writer().write(parts);
    long synced = to.writer().synced();
    answers.execute(() -> step(() -> written(to, synced, parts.size(), wrong)));
  }

  /** On the answers' lane. */
  private void written(
      DocumentUploads.Opened.Writing to, long synced, int parts, @Nullable Failure wrong)
      throws IOException {
    if (to.writer().commit(synced)) {
      committed(synced);
    }
    if (wrong != null) {
      throw wrong.refused();
    }
    if (to.writer().isWhole()) {
      verify(to);
    } else {
      out.request(parts);
    }
    open.addAndGet(-parts);
  }

  private void verify(DocumentUploads.Opened.Writing of) throws IOException {
    AtomicInteger read = new AtomicInteger();
    uploads
        .verify(
            of,
            () -> {
              if (read.incrementAndGet() % PARTS_BETWEEN_SIGNS == 0) {
                committed(of.writer().committed());
              }
              return useless;
            })
        .ifPresent(this::verified);
  }

  private void committed(long bytes) {
    out.onNext(
        UploadDocumentResponse.newBuilder()
            .setCommitted(PartsCommitted.newBuilder().setCommittedBytes(bytes))
            .build());
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

  private void fail(Failure why) {
    if (finish()) {
      out.onError(why.refused());
    }
  }

  /** Whether it had not ended before. On the answers' lane. */
  private boolean finish() {
    if (ended) {
      return false;
    }
    ended = true;
    disk.execute(this::close);
    gone.run();
    return true;
  }

  /** On the disk's lane, when nothing is written any more. */
  private void close() {
    arrived.clear();
    DocumentUploads.Opened.Writing mine = writing;
    if (mine == null) {
      return;
    }
    try {
      mine.writer().close();
    } catch (IOException e) {
      LOG.warn("a blob was not closed: {}", e.getClass().getName());
    }
  }
}
