package uk.yjx.client.papers;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.casepapers.v1.Document;
import uk.yjx.casepapers.v1.DocumentBytes;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.casepapers.v1.ReadDocumentResponse;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;

/** Reads one document into a channel, as fast as that takes it. */
public final class DocumentReader {
  /** Frames asked for and not yet written. */
  private static final int FRAMES_AHEAD = 8;

  private DocumentReader() {}

  /**
   * Reads a document or a range of it. The digest of a whole document is compared with the one its
   * sender announced.
   *
   * @param described told what the document is and how it is restricted, before any byte is written
   * @return bytes written
   * @throws uk.yjx.client.ExchangeException what the exchange refused, or FRAME_DAMAGED, or
   *     DIGEST_MISMATCH after the last byte
   * @throws IOException if the channel cannot be written
   */
  public static long read(
      ExchangeConnection connection,
      ReadDocumentRequest request,
      Consumer<Document> described,
      WritableByteChannel to)
      throws IOException, InterruptedException {
    Frames frames = new Frames();
    CasePapersServiceGrpc.newStub(connection.reopenedChannel()).readDocument(request, frames);
    MessageDigest digest = sha256();
    Document document = Document.getDefaultInstance();
    long written = 0;
    try {
      for (Item item = frames.take(); !item.end(); item = frames.take()) {
        ReadDocumentResponse frame = item.frame();
        if (frame.hasDocument()) {
          document = frame.getDocument();
          described.accept(document);
        } else {
          written += write(frame.getBytes(), digest, to);
        }
        frames.request();
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      frames.cancel();
      throw e;
    }
    if (written == document.getSizeBytes()
        && !MessageDigest.isEqual(digest.digest(), document.getSha256().toByteArray())) {
      throw Errors.local(
          Status.Code.DATA_LOSS, "DIGEST_MISMATCH", "the document arrived with another digest");
    }
    return written;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static int write(DocumentBytes bytes, MessageDigest digest, WritableByteChannel to)
      throws IOException {
    CRC32C crc = new CRC32C();
    for (ByteBuffer part : bytes.getData().asReadOnlyByteBufferList()) {
      crc.update(part.duplicate());
      digest.update(part.duplicate());
      while (part.hasRemaining()) {
        to.write(part);
      }
    }
    if ((int) crc.getValue() != bytes.getCrc32C()) {
      throw Errors.local(
          Status.Code.DATA_LOSS, "FRAME_DAMAGED", "bytes arrived with another checksum");
    }
    return bytes.getData().size();
  }

  private record Item(ReadDocumentResponse frame, boolean end, @Nullable Throwable failure) {}

  private static final class Frames
      implements ClientResponseObserver<ReadDocumentRequest, ReadDocumentResponse> {
    // Room for every frame asked for and the end, so that adding never waits.
    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(FRAMES_AHEAD + 1);
    private @Nullable ClientCallStreamObserver<ReadDocumentRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<ReadDocumentRequest> requests) {
      call = requests;
      requests.disableAutoRequestWithInitial(FRAMES_AHEAD);
    }

    @Override
    public void onNext(ReadDocumentResponse frame) {
      items.add(new Item(frame, false, null));
    }

    @Override
    public void onError(Throwable failure) {
      items.add(new Item(ReadDocumentResponse.getDefaultInstance(), true, failure));
    }

    @Override
    public void onCompleted() {
      items.add(new Item(ReadDocumentResponse.getDefaultInstance(), true, null));
    }

    Item take() throws InterruptedException {
      Item item = items.take();
      Throwable failure = item.failure();
      if (failure != null) {
        throw Errors.of(failure);
      }
      return item;
    }

    void request() {
      ClientCallStreamObserver<ReadDocumentRequest> open = call;
      if (open != null) {
        open.request(1);
      }
    }

    void cancel() {
      ClientCallStreamObserver<ReadDocumentRequest> open = call;
      if (open != null) {
        open.cancel("the reader stopped", null);
      }
    }
  }
}
