package uk.yjx.client.papers;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.casepapers.v1.DocumentPart;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.casepapers.v1.OpenUpload;
import uk.yjx.casepapers.v1.UploadDocumentRequest;
import uk.yjx.casepapers.v1.UploadDocumentResponse;
import uk.yjx.casepapers.v1.UploadOpened;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;

/**
 * One call that sends what is missing of a document. No more is handed over than the exchange said
 * it takes unanswered, so that a cut costs no more than that.
 */
final class UploadAttempt
    implements ClientResponseObserver<UploadDocumentRequest, UploadDocumentResponse> {
  private final SendListener listener;
  private final long stallNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable ClientCallStreamObserver<UploadDocumentRequest> call;
  private volatile @Nullable UploadOpened opened;
  private @Nullable DocumentProgress verified;
  private @Nullable Throwable failure;
  private boolean ended;
  private volatile long committed;
  private long heard;
  private long handedOver;
  private long sent;

  UploadAttempt(SendListener listener, long stallNanos) {
    this.listener = listener;
    this.stallNanos = stallNanos;
  }

  /** Where the exchange stood when the call was opened; 0 when it was not. */
  long began() {
    UploadOpened at = opened;
    return at == null ? 0 : at.getCommittedBytes();
  }

  boolean wasOpened() {
    return opened != null;
  }

  /** Bytes known to be durable. */
  long committed() {
    return committed;
  }

  /** The end of what was handed over. */
  long handedOver() {
    return handedOver;
  }

  /** Bytes handed over. */
  long sent() {
    return sent;
  }

  /** Sends what is missing; returns once the digest was compared. */
  DocumentProgress run(ExchangeConnection connection, String document, FileChannel file, long size)
      throws InterruptedException, IOException {
    CasePapersServiceGrpc.newStub(connection.reopenedChannel()).uploadDocument(this);
    try {
      ClientCallStreamObserver<UploadDocumentRequest> to = requireCall();
      to.onNext(
          UploadDocumentRequest.newBuilder()
              .setOpen(OpenUpload.newBuilder().setDocumentId(document))
              .build());
      UploadOpened at = awaitOpened();
      long window = (long) at.getPartBytes() * Math.max(1, at.getPartsInFlight());
      for (long offset = at.getCommittedBytes(); offset < size; offset = handedOver) {
        int length = (int) Math.min(at.getPartBytes(), size - offset);
        DocumentPart part = read(file, offset, length);
        awaitRoom(window - length, offset);
        to.onNext(UploadDocumentRequest.newBuilder().setPart(part).build());
        handedOver = offset + length;
        sent += length;
      }
      return awaitVerified();
    } catch (InterruptedException | IOException | RuntimeException e) {
      cancel();
      throw e;
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<UploadDocumentRequest> requests) {
    call = requests;
    requests.setOnReadyHandler(this::wake);
  }

  @Override
  public void onNext(UploadDocumentResponse response) {
    lock.lock();
    try {
      heard++;
      switch (response.getFrameCase()) {
        case OPENED -> {
          opened = response.getOpened();
          committed = response.getOpened().getCommittedBytes();
          handedOver = committed;
        }
        case COMMITTED -> committed = response.getCommitted().getCommittedBytes();
        case VERIFIED -> {
          verified = response.getVerified().getProgress();
          committed = verified.getCommittedBytes();
        }
        case FRAME_NOT_SET -> {
          // A later version of the exchange says something this one does not know.
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listener.committed(committed);
  }

  @Override
  public void onError(Throwable error) {
    end(error);
  }

  @Override
  public void onCompleted() {
    end(null);
  }

  private void end(@Nullable Throwable why) {
    lock.lock();
    try {
      failure = why;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private UploadOpened awaitOpened() throws InterruptedException {
    await(() -> opened != null);
    UploadOpened at = opened;
    if (at == null) {
      throw ended();
    }
    return at;
  }

  private void awaitRoom(long room, long offset) throws InterruptedException {
    ClientCallStreamObserver<UploadDocumentRequest> to = requireCall();
    await(() -> offset - committed <= room && to.isReady());
  }

  private DocumentProgress awaitVerified() throws InterruptedException {
    await(() -> verified != null);
    DocumentProgress done = verified;
    if (done == null) {
      throw ended();
    }
    return done;
  }

  private interface State {
    boolean holds();
  }

  /** Waits until a state holds; throws when the call ends before, or says nothing for too long. */
  private void await(State state) throws InterruptedException {
    lock.lock();
    try {
      long left = stallNanos;
      while (!state.holds()) {
        if (ended) {
          throw ended();
        }
        long before = heard;
        left = changed.awaitNanos(left);
        if (heard > before) {
          left = stallNanos;
        } else if (left <= 0) {
          throw Errors.local(
              Status.Code.UNAVAILABLE, "UPLOAD_STALLED", "the exchange said nothing for too long");
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private ExchangeException ended() {
    Throwable why = failure;
    return why == null
        ? Errors.local(
            Status.Code.UNAVAILABLE, "UPLOAD_ENDED", "the exchange ended the call before its time")
        : Errors.of(why);
  }

  private void cancel() {
    ClientCallStreamObserver<UploadDocumentRequest> open = call;
    if (open != null) {
      open.cancel("the attempt is over", null);
    }
  }

  private ClientCallStreamObserver<UploadDocumentRequest> requireCall() {
    ClientCallStreamObserver<UploadDocumentRequest> open = call;
    if (open == null) {
      throw new IllegalStateException("the call was not started");
    }
    return open;
  }

  private static DocumentPart read(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, offset + bytes.position()) < 0) {
        throw new IOException("the file has become shorter than it was");
      }
    }
    bytes.flip();
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return DocumentPart.newBuilder()
        .setOffset(offset)
        .setData(UnsafeByteOperations.unsafeWrap(bytes))
        .setCrc32C((int) crc.getValue())
        .build();
  }
}
