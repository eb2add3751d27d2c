package uk.yjx.client.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.FullJitter;
import uk.yjx.client.InProcess;
import uk.yjx.client.ManualRandom;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

class NoticePublisherRecoveryTest {

  private static final int FRAME_BYTES = 1024 * 1024;

  private final ScriptedIntelligence exchange = new ScriptedIntelligence();
  private final List<PublisherState> states = new ArrayList<>();
  private InProcess inProcess;
  private NoticePublisher publisher;

  @BeforeEach
  void open() throws IOException {
    inProcess = new InProcess(exchange);
    publisher = publisher(8);
  }

  @AfterEach
  void close() {
    inProcess.close();
  }

  @Test
  void sendsEverythingUnansweredAgainWithItsRequestIdWhenTheCallIsLost() throws Exception {
    List<CompletableFuture<Publication>> futures = publish(1, 2, 3, 4, 5);
    exchange.last().window(4, 2, FRAME_BYTES);
    exchange.last().accept(id(2));
    exchange.last().responses.onError(Status.UNAVAILABLE.asRuntimeException());
    inProcess.timer().advance(Duration.ofSeconds(1));

    assertEquals(2, exchange.calls.size());
    exchange.last().window(100, 100, FRAME_BYTES);
    assertEquals(List.of(id(1), id(3), id(4), id(5)), exchange.last().received());
    exchange.last().accept(id(1), id(3), id(4), id(5));
    futures.forEach(f -> assertInstanceOf(Publication.Accepted.class, f.join()));
    assertEquals(new PublisherCounts(5, 5, 0, 4), publisher.counts());
  }

  @Test
  void waitsLongerAfterEveryFailureAndStartsAfreshOnceItWorked() throws Exception {
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      exchange.last().responses.onError(Status.UNAVAILABLE.asRuntimeException());
      waits.add(((PublisherState.BackingOff) states.getLast()).delay());
      inProcess.timer().advance(waits.getLast());
    }
    assertEquals(
        List.of(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 32000L, 60000L, 60000L),
        waits.stream().map(Duration::toMillis).toList());

    publish(1);
    exchange.last().window(1, 1, FRAME_BYTES);
    exchange.last().accept(id(1));
    exchange.last().responses.onError(Status.UNAVAILABLE.asRuntimeException());
    assertEquals(Duration.ofMillis(500), ((PublisherState.BackingOff) states.getLast()).delay());
  }

  @Test
  void stopsSendingOnDrainAndComesBackNoSoonerThanAsked() throws Exception {
    exchange.last().window(100, 100, FRAME_BYTES);
    publish(1);
    exchange.last().drain(10);
    publish(2);
    assertEquals(List.of(id(1)), exchange.last().received());

    exchange.last().accept(id(1));
    exchange.last().responses.onCompleted();
    inProcess.timer().advance(Duration.ofMillis(9_900));
    assertEquals(1, exchange.calls.size());
    inProcess.timer().advance(Duration.ofMillis(700));
    assertEquals(2, exchange.calls.size());
    exchange.last().window(100, 100, FRAME_BYTES);
    assertEquals(List.of(id(2)), exchange.last().received());
  }

  @Test
  void sendsAgainInOrderWhatWasRefusedForTheMoment() throws Exception {
    publish(1, 2, 3, 4);
    exchange.last().window(3, 100, FRAME_BYTES);
    exchange
        .last()
        .answer(
            ScriptedIntelligence.busy(id(2), 2),
            ScriptedIntelligence.busy(id(1), 1),
            ScriptedIntelligence.accepted(id(3)));
    assertEquals(1, exchange.last().frames.size());

    inProcess.timer().advance(Duration.ofSeconds(3));
    assertEquals(List.of(id(1), id(2), id(4)), exchange.last().frames.getLast());
    assertEquals(2, publisher.counts().resent());
  }

  @Test
  void givesARefusalForTheMomentToTheApplicationAfterManyTries() throws Exception {
    CompletableFuture<Publication> future = publish(1).getFirst();
    exchange.last().window(3, 100, FRAME_BYTES);
    int tries = 0;
    while (!future.isDone()) {
      tries++;
      exchange.last().answer(ScriptedIntelligence.busy(id(1), 1));
      inProcess.timer().advance(Duration.ofSeconds(2));
    }
    assertEquals(1 + PublisherSettings.standard().refusalRetriesMax(), tries);
    assertEquals(new PublisherCounts(1, 0, 1, 20), publisher.counts());
  }

  @Test
  void endsWithTheReasonWhenTheCallerMayNotSubmit() throws Exception {
    CompletableFuture<Publication> future = publish(1).getFirst();
    exchange
        .last()
        .responses
        .onError(InProcess.error(Status.Code.PERMISSION_DENIED, "ROLE_MISSING"));

    CompletionException failure = assertThrows(CompletionException.class, future::join);
    assertEquals(
        "ROLE_MISSING", assertInstanceOf(ExchangeException.class, failure.getCause()).reason());
    assertInstanceOf(PublisherState.Closed.class, states.getLast());
    assertTrue(publish(2).getFirst().isCompletedExceptionally());
    assertEquals(0, publisher.unanswered());
  }

  @Test
  void triesAgainWhenAnOpenedCallStaysSilent() {
    inProcess.timer().advance(Duration.ofSeconds(16));
    assertEquals(2, exchange.calls.size());
  }

  @Test
  void givesANewCallItsFullTimeToAnswer() {
    inProcess.timer().advance(Duration.ofSeconds(10));
    exchange.last().responses.onError(Status.UNAVAILABLE.asRuntimeException());
    inProcess.timer().advance(Duration.ofSeconds(1));
    assertEquals(2, exchange.calls.size());

    inProcess.timer().advance(Duration.ofSeconds(14));
    assertFalse(exchange.last().responses.isCancelled());
    inProcess.timer().advance(Duration.ofSeconds(1));
    assertTrue(exchange.calls.get(1).responses.isCancelled());
  }

  private NoticePublisher publisher(int unansweredMax) {
    PublisherSettings settings =
        new PublisherSettings(
            unansweredMax,
            PublisherSettings.standard().refusalRetriesMax(),
            FullJitter.standard(),
            Duration.ofSeconds(15),
            Duration.ZERO);
    NoticePublisher opened =
        new NoticePublisher(
            settings,
            new Surroundings(
                inProcess.connection(), Runnable::run, ManualRandom.highest(), states::add));
    opened.start();
    return opened;
  }

  private List<CompletableFuture<Publication>> publish(int... numbers) throws Exception {
    List<CompletableFuture<Publication>> futures = new ArrayList<>();
    for (int number : numbers) {
      futures.add(publisher.publish(request(number)));
    }
    return futures;
  }

  private static SubmitNoticeRequest request(int number) {
    return SubmitNoticeRequest.newBuilder().setRequestId(id(number)).build();
  }

  private static String id(int number) {
    return "notice-%04d".formatted(number);
  }
}
