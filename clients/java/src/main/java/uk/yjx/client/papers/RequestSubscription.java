package uk.yjx.client.papers;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import java.util.Iterator;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import uk.yjx.casepapers.v1.CourtServiceGrpc;
import uk.yjx.casepapers.v1.WatchRequestsRequest;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.FullJitter;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.FollowedStream;

/**
 * Follows which papers are waited for from this agency, and which are asked for by name: it
 * reconnects and resumes by itself, and stores its place only after the handler has dealt with what
 * came before.
 */
public final class RequestSubscription implements AutoCloseable {
  private final FollowedStream<WatchRequestsResponse> followed;

  RequestSubscription(
      ExchangeConnection connection,
      CursorStore cursors,
      RequestHandler handler,
      FullJitter backoff,
      RandomGenerator random) {
    followed = new FollowedStream<>(connection, cursors, new Frames(handler), backoff, random);
  }

  /**
   * Opens a subscription and starts connecting.
   *
   * @param cursors where the cursor is kept; empty, it begins with everything that is open
   * @param handler called on one thread of its own
   */
  public static RequestSubscription open(
      ExchangeConnection connection, CursorStore cursors, RequestHandler handler) {
    RequestSubscription subscription =
        new RequestSubscription(connection, cursors, handler, FullJitter.standard(), new Random());
    subscription.start();
    return subscription;
  }

  void start() {
    followed.start("yjx-requests");
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

  private record Frames(RequestHandler handler)
      implements FollowedStream.Stream<WatchRequestsResponse> {
    @Override
    public Iterator<WatchRequestsResponse> open(Channel channel, ByteString after) {
      return CourtServiceGrpc.newBlockingStub(channel)
          .watchRequests(WatchRequestsRequest.newBuilder().setResumeCursor(after).build());
    }

    @Override
    public Optional<ByteString> dealWith(WatchRequestsResponse frame) throws Exception {
      return switch (frame.getFrameCase()) {
        case REQUESTS -> {
          handler.onRequests(frame.getRequests().getEventsList());
          yield Optional.of(frame.getRequests().getCursorAfter());
        }
        case PROGRESS -> Optional.of(frame.getProgress().getCursor());
        case FRAME_NOT_SET -> Optional.empty(); // a frame of a later version
      };
    }
  }
}
