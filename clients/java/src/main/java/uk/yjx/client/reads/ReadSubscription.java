package uk.yjx.client.reads;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import java.util.Iterator;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.WatchReadsRequest;
import uk.yjx.audit.v1.WatchReadsResponse;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.FullJitter;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.FollowedStream;

/**
 * Follows who reads what this agency sent, where an agreement grants that: it reconnects and
 * resumes by itself, and stores its place only after the handler has dealt with what came before.
 */
public final class ReadSubscription implements AutoCloseable {
  private final FollowedStream<WatchReadsResponse> followed;

  ReadSubscription(
      ExchangeConnection connection,
      CursorStore cursors,
      ReadHandler handler,
      FullJitter backoff,
      RandomGenerator random) {
    followed = new FollowedStream<>(connection, cursors, new Frames(handler), backoff, random);
  }

  /**
   * Opens a subscription and starts connecting.
   *
   * @param cursors where the cursor is kept; empty, it begins with the first read that may be told
   * @param handler called on one thread of its own
   */
  public static ReadSubscription open(
      ExchangeConnection connection, CursorStore cursors, ReadHandler handler) {
    ReadSubscription subscription =
        new ReadSubscription(connection, cursors, handler, FullJitter.standard(), new Random());
    subscription.start();
    return subscription;
  }

  void start() {
    followed.start("yjx-reads");
  }

  /** Complete when the subscription is over: with why, or empty after {@link #close()}. */
  public CompletableFuture<Optional<ExchangeException>> closed() {
    return followed.closed();
  }

  /** Ends the call; a handler that runs goes on to its end. */
  @Override
  public void close() {
    followed.close();
  }

  private record Frames(ReadHandler handler) implements FollowedStream.Stream<WatchReadsResponse> {
    @Override
    public Iterator<WatchReadsResponse> open(Channel channel, ByteString after) {
      return AuditServiceGrpc.newBlockingStub(channel)
          .watchReads(WatchReadsRequest.newBuilder().setResumeCursor(after).build());
    }

    @Override
    public Optional<ByteString> dealWith(WatchReadsResponse frame) throws Exception {
      return switch (frame.getFrameCase()) {
        case READS -> {
          handler.onReads(frame.getReads().getReadsList());
          yield Optional.of(frame.getReads().getCursorAfter());
        }
        case PROGRESS -> Optional.of(frame.getProgress().getCursor());
        case FRAME_NOT_SET -> Optional.empty(); // a frame of a later version
      };
    }
  }
}
