package uk.yjx.client.reads;

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
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.ReadsProgress;
import uk.yjx.audit.v1.RecordRead;
import uk.yjx.audit.v1.RecordReads;
import uk.yjx.audit.v1.WatchReadsRequest;
import uk.yjx.audit.v1.WatchReadsResponse;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.FullJitter;
import uk.yjx.client.InProcess;
import uk.yjx.client.Timer;
import uk.yjx.client.alerts.CursorStore;

/** Reads reach the handler at least once and in order, whatever happens to calls. */
final class ReadSubscriptionTest {
  private static final long WAIT_S = 30;

  private final BlockingQueue<Opened> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final CursorStore cursors = CursorStore.inMemory();
  private io.grpc.Server server;
  private ExchangeConnection connection;

  /** A call as the exchange sees it. */
  private record Opened(ByteString cursor, StreamObserver<WatchReadsResponse> to) {}

  @BeforeEach
  void serve() throws Exception {
    String name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .addService(
                new AuditServiceGrpc.AuditServiceImplBase() {
                  @Override
                  public void watchReads(
                      WatchReadsRequest request, StreamObserver<WatchReadsResponse> to) {
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
  void resumesAfterTheLastReadThatWasDealtWith() throws Exception {
    try (ReadSubscription subscription = open(reads -> note(reads))) {
      Opened first = call();
      assertEquals(ByteString.EMPTY, first.cursor());
      first.to().onNext(reads("a", "b"));
      assertEquals("a", next());
      assertEquals("b", next());
      first.to().onNext(progress("after-b"));
      first.to().onError(InProcess.error(Status.Code.UNAVAILABLE, "DRAINING"));
      Opened second = call();
      assertEquals("after-b", second.cursor().toStringUtf8());
      second.to().onNext(reads("c"));
      assertEquals("c", next());
      assertTrue(!subscription.closed().isDone());
    }
  }

  @Test
  void readsComeAgainWhenTheHandlerFails() throws Exception {
    boolean[] failed = {false};
    try (ReadSubscription subscription =
        open(reads -> {
          note(reads);
          if (!failed[0]) {
            failed[0] = true;
            throw new IllegalStateException("scripted");
          }
        })) {
      call().to().onNext(reads("a"));
      assertEquals("a", next());
      Opened second = call();
      assertEquals(ByteString.EMPTY, second.cursor());
      second.to().onNext(reads("a"));
      assertEquals("a", next());
      assertTrue(!subscription.closed().isDone());
    }
  }

  @Test
  void beginsAnewAfterARestoreAndStopsWhereTheRoleIsGone() throws Exception {
    cursors.save(ByteString.copyFromUtf8("of-the-old-epoch"));
    try (ReadSubscription subscription = open(reads -> note(reads))) {
      Opened first = call();
      assertEquals("of-the-old-epoch", first.cursor().toStringUtf8());
      first.to().onError(InProcess.error(Status.Code.FAILED_PRECONDITION, "LOG_EPOCH_CHANGED"));
      Opened second = call();
      assertEquals(ByteString.EMPTY, second.cursor());
      second.to().onError(InProcess.error(Status.Code.PERMISSION_DENIED, "ROLE_WITHDRAWN"));
      assertEquals(
          "ROLE_WITHDRAWN",
          subscription.closed().get(WAIT_S, TimeUnit.SECONDS).orElseThrow().reason());
    }
  }

  @Test
  void closesWithoutACause() throws Exception {
    ReadSubscription subscription = open(reads -> note(reads));
    var opened = call();
    subscription.close();
    assertTrue(subscription.closed().get(WAIT_S, TimeUnit.SECONDS).isEmpty());
    assertEquals(ByteString.EMPTY, opened.cursor());
  }

  private ReadSubscription open(ReadHandler handler) {
    ReadSubscription subscription =
        new ReadSubscription(
            connection,
            cursors,
            handler,
            new FullJitter(Duration.ofMillis(1), Duration.ofMillis(2)),
            new Random(1));
    subscription.start();
    return subscription;
  }

  private void note(List<RecordRead> reads) {
    reads.forEach(read -> seen.add(read.getRequestId()));
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

  private static WatchReadsResponse reads(String... requests) {
    RecordReads.Builder reads = RecordReads.newBuilder();
    for (String request : requests) {
      reads.addReads(RecordRead.newBuilder().setRequestId(request));
      reads.setCursorAfter(ByteString.copyFromUtf8("after-" + request));
    }
    return WatchReadsResponse.newBuilder().setReads(reads).build();
  }

  private static WatchReadsResponse progress(String cursor) {
    return WatchReadsResponse.newBuilder()
        .setProgress(ReadsProgress.newBuilder().setCursor(ByteString.copyFromUtf8(cursor)))
        .build();
  }
}
