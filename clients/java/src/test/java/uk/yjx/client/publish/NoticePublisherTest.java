package uk.yjx.client.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

class NoticePublisherTest {

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
  void sendsNothingBeforeTheWindowAndThenWhatWaitsInFewFrames() throws Exception {
    publish(1, 2, 3, 4, 5, 6, 7);
    assertEquals(List.of(), exchange.last().frames);

    exchange.last().window(5, 3, FRAME_BYTES);
    assertEquals(
        List.of(List.of(id(1), id(2), id(3)), List.of(id(4), id(5))), exchange.last().frames);

    exchange.last().accept(id(2), id(1));
    assertEquals(List.of(id(6), id(7)), exchange.last().frames.getLast());
  }

  @Test
  void keepsAFrameWithinItsBytes() throws Exception {
    int one = request(1).getSerializedSize() + 3;
    publish(1, 2, 3);
    exchange.last().window(100, 100, 2 * one);

    assertEquals(List.of(List.of(id(1), id(2)), List.of(id(3))), exchange.last().frames);
  }

  @Test
  void refusesItselfWhatFitsIntoNoFrame() throws Exception {
    List<CompletableFuture<Publication>> futures = publish(1, 2);
    CompletableFuture<Publication> large =
        publisher.publish(
            request(3).toBuilder()
                .setNotice(Notice.newBuilder().setNarrative("x".repeat(2000)))
                .build());
    exchange.last().window(100, 100, 1000);
    exchange.last().accept(id(1), id(2));

    assertInstanceOf(Publication.Accepted.class, futures.get(0).join());
    Publication.Refused refused = (Publication.Refused) large.join();
    assertEquals("NOTICE_TOO_LARGE", refused.refusal().getReason());
    assertEquals(0, publisher.unanswered());
  }

  @Test
  void writesOnlyWhileTheCallIsReady() throws Exception {
    inProcess.close();
    exchange.reads = 1;
    open();
    publish(1, 2, 3);
    exchange.last().window(100, 1, FRAME_BYTES);
    assertEquals(List.of(id(1)), exchange.last().received());

    exchange.last().responses.request(2);
    assertEquals(List.of(id(1), id(2), id(3)), exchange.last().received());
  }

  @Test
  void keepsASecondNoticeWithTheSameRequestIdUntilTheFirstIsAnswered() throws Exception {
    List<CompletableFuture<Publication>> futures = publish(1, 1, 2);
    exchange.last().window(100, 100, FRAME_BYTES);
    assertEquals(List.of(id(1), id(2)), exchange.last().received());

    exchange.last().accept(id(1));
    assertTrue(futures.get(0).isDone());
    assertFalse(futures.get(1).isDone());
    assertEquals(List.of(id(1), id(2), id(1)), exchange.last().received());
    exchange.last().accept(id(1));
    assertTrue(futures.get(1).isDone());
    assertEquals(0, publisher.counts().resent());
  }

  @Test
  void takesNoMoreThanAllowedWithoutAnswers() throws Exception {
    publish(1, 2, 3, 4, 5, 6, 7, 8);
    assertTrue(publisher.tryPublish(request(9)).isEmpty());
    exchange.last().window(100, 100, FRAME_BYTES);
    exchange.last().accept(id(1));
    assertTrue(publisher.tryPublish(request(9)).isPresent());
  }

  @Test
  void halfClosesOnceEverythingIsAnswered() throws Exception {
    CompletableFuture<Publication> future = publish(1).getFirst();
    exchange.last().window(100, 100, FRAME_BYTES);
    exchange.last().accept(id(1));
    publisher.close();

    assertTrue(exchange.last().halfClosed);
    assertTrue(future.isDone());
    assertInstanceOf(PublisherState.Closed.class, states.getLast());
    assertThrows(IllegalStateException.class, () -> publisher.publish(request(2)));
  }

  @Test
  void failsWhatIsUnansweredWhenClosingWaitedLongEnough() throws Exception {
    CompletableFuture<Publication> future = publish(1).getFirst();
    publisher.close();

    CompletionException failure = assertThrows(CompletionException.class, future::join);
    assertEquals(
        "CLOSED_BEFORE_ANSWER",
        assertInstanceOf(ExchangeException.class, failure.getCause()).reason());
  }

  @Test
  void submitsOneNoticeInACallOfItsOwn() {
    Publication answer =
        new NoticeSubmitter(inProcess.connection()).submit(request(1), Duration.ofSeconds(30));
    assertEquals(id(1), assertInstanceOf(Publication.Accepted.class, answer).requestId());
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
