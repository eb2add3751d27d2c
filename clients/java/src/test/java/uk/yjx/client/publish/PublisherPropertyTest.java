package uk.yjx.client.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uk.yjx.client.FullJitter;
import uk.yjx.client.InProcess;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/** Whatever an exchange does to a publisher, every notice is answered, and sent in order. */
class PublisherPropertyTest {

  private static final int SEEDS = 200;
  private static final int NOTICES = 40;

  @Test
  void losesNothingAndKeepsOrderWhateverHappens() throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) throws Exception {
    Random random = new Random(seed);
    ScriptedIntelligence exchange = new ScriptedIntelligence();
    try (InProcess inProcess = new InProcess(exchange)) {
      NoticePublisher publisher =
          new NoticePublisher(
              new PublisherSettings(
                  NOTICES, 1000, FullJitter.standard(), Duration.ofSeconds(15), Duration.ZERO),
              new Surroundings(inProcess.connection(), Runnable::run, random, state -> {}));
      publisher.start();
      List<CompletableFuture<Publication>> futures = new ArrayList<>();
      while (futures.size() < NOTICES) {
        if (random.nextInt(3) > 0) {
          futures.add(publisher.publish(request(futures.size())));
        } else {
          disturb(exchange, inProcess, random);
        }
      }
      while (publisher.unanswered() > 0) {
        disturb(exchange, inProcess, random);
      }

      String label = "seed " + seed;
      futures.forEach(f -> assertInstanceOf(Publication.Accepted.class, f.join(), label));
      assertEquals(NOTICES, publisher.counts().accepted(), label);
      Set<String> firstSent = new LinkedHashSet<>();
      exchange.calls.forEach(call -> firstSent.addAll(call.received()));
      assertEquals(
          IntStream.range(0, NOTICES).mapToObj(PublisherPropertyTest::id).toList(),
          List.copyOf(firstSent),
          label);
    }
  }

  /** One thing that happens: an announcement, answers, a momentary refusal, a cut, a drain. */
  private static void disturb(ScriptedIntelligence exchange, InProcess inProcess, Random random) {
    ScriptedIntelligence.Call call = exchange.last();
    switch (call.isOver() ? 9 : random.nextInt(10)) {
      case 0 -> {
        call.over = true;
        call.responses.onError(Status.UNAVAILABLE.asRuntimeException());
      }
      case 1 -> {
        call.drain(random.nextInt(5));
        call.over = true;
        call.responses.onCompleted();
      }
      case 2, 3, 4, 5, 6, 7, 8 -> {
        if (!call.announced) {
          call.window(1 + random.nextInt(10), 1 + random.nextInt(5), 20 + random.nextInt(200));
        } else {
          answerSome(call, random);
        }
      }
      default -> inProcess.timer().advance(Duration.ofSeconds(random.nextInt(30)));
    }
  }

  private static void answerSome(ScriptedIntelligence.Call call, Random random) {
    List<String> open = call.unanswered();
    List<NoticeAnswer> answers = new ArrayList<>();
    while (!open.isEmpty() && random.nextInt(4) > 0) {
      String id = open.remove(random.nextInt(open.size()));
      answers.add(
          random.nextInt(4) == 0
              ? ScriptedIntelligence.busy(id, random.nextInt(3))
              : ScriptedIntelligence.accepted(id));
    }
    if (!answers.isEmpty()) {
      call.answer(answers.toArray(NoticeAnswer[]::new));
    }
  }

  private static SubmitNoticeRequest request(int number) {
    return SubmitNoticeRequest.newBuilder().setRequestId(id(number)).build();
  }

  private static String id(int number) {
    return "notice-%04d".formatted(number);
  }
}
