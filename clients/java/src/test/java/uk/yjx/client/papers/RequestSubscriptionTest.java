package uk.yjx.client.papers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.casepapers.v1.CourtServiceGrpc;
import uk.yjx.casepapers.v1.PapersRequests;
import uk.yjx.casepapers.v1.PapersWanted;
import uk.yjx.casepapers.v1.RequestEvent;
import uk.yjx.casepapers.v1.RequestsProgress;
import uk.yjx.casepapers.v1.WatchRequestsRequest;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.FullJitter;
import uk.yjx.client.InProcess;
import uk.yjx.client.Timer;
import uk.yjx.client.alerts.CursorStore;

/** Requests reach the handler at least once and in order, whatever happens to calls. */
final class RequestSubscriptionTest {
  private static final long WAIT_S = 30;

  private final BlockingQueue<Opened> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final CursorStore cursors = CursorStore.inMemory();
  private io.grpc.Server server;
  private ExchangeConnection connection;

  /** A call as the exchange sees it. */
  private record Opened(ByteString cursor, StreamObserver<WatchRequestsResponse> to) {}

  @BeforeEach
  void serve() throws Exception {
    String name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .addService(
                new CourtServiceGrpc.CourtServiceImplBase() {
                  @Override
                  public void watchRequests(
                      WatchRequestsRequest request, StreamObserver<WatchRequestsResponse> to) {
                    calls.add(new Opened(request.getResumeCursor(), to));
                  }
                })
            .build()
            .start();
    connection =
        ExchangeConnection.over(InProcessChannelBuilder.forName(name).build(), Timer.system());
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    connection.close();
  }

  @Test
  void resumesAfterTheLastRequestThatWasDealtWith() throws Exception {
    try (RequestSubscription subscription = open(requests -> note(requests))) {
      Opened first = call();
      assertEquals(ByteString.EMPTY, first.cursor());
      first.to().onNext(requests("a", "b"));
      assertEquals("a", next());
      assertEquals("b", next());
      first.to().onNext(progress("after-b"));
      first.to().onError(InProcess.error(Status.Code.UNAVAILABLE, "DRAINING"));
      Opened second = call();
      assertEquals("after-b", second.cursor().toStringUtf8());
      second.to().onNext(requests("c"));
      assertEquals("c", next());
      assertTrue(!subscription.closed().isDone());
    }
  }

  private RequestSubscription open(RequestHandler handler) {
    RequestSubscription subscription =
        new RequestSubscription(
            connection,
            cursors,
            handler,
            new FullJitter(Duration.ofMillis(1), Duration.ofMillis(2)),
            new Random(1));
    subscription.start();
    return subscription;
  }

  private void note(List<RequestEvent> requests) {
    requests.forEach(request -> seen.add(request.getWanted().getExpectedId()));
  }

  private Opened call() throws InterruptedException {
    return taken(calls.poll(WAIT_S, TimeUnit.SECONDS));
  }

  private String next() throws InterruptedException {
    return taken(seen.poll(WAIT_S, TimeUnit.SECONDS));
  }

  private static <T> T taken(T one) {
    assertTrue(one != null, "nothing came");
    return one;
  }

  private static WatchRequestsResponse requests(String... requests) {
    PapersRequests.Builder events = PapersRequests.newBuilder();
    for (String request : requests) {
      events.addEvents(
          RequestEvent.newBuilder().setWanted(PapersWanted.newBuilder().setExpectedId(request)));
      events.setCursorAfter(ByteString.copyFromUtf8("after-" + request));
    }
    return WatchRequestsResponse.newBuilder().setRequests(events).build();
  }

  private static WatchRequestsResponse progress(String cursor) {
    return WatchRequestsResponse.newBuilder()
        .setProgress(RequestsProgress.newBuilder().setCursor(ByteString.copyFromUtf8(cursor)))
        .build();
  }
}
