package uk.yjx.cli.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.world.ReplayNotice;

/** Publishes notices at a steady rate until told to stop. */
final class Published {
  /** Notices a second. */
  private static final double RATE = 80;

  private final List<ReplayNotice> notices;
  private final Map<String, NoticePublisher> publishers;
  private final Queue<CompletableFuture<Publication>> futures = new ConcurrentLinkedQueue<>();
  private final Queue<Publication> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  Published(List<ReplayNotice> notices, Connections connections) {
    this.notices = notices;
    this.publishers =
        notices.stream()
            .map(ReplayNotice::principal)
            .distinct()
            .collect(
                Collectors.toMap(
                    p -> p,
                    p -> NoticePublisher.open(connections.of(p), PublisherSettings.standard()),
                    (a, b) -> a,
                    HashMap::new));
  }

  void run() {
    long gap = (long) (1e9 / RATE);
    try {
      for (ReplayNotice notice : notices) {
        if (stopped.get()) {
          return;
        }
        NoticePublisher publisher = Objects.requireNonNull(publishers.get(notice.principal()));
        CompletableFuture<Publication> answer =
            publisher.publish(notice.request()).toCompletableFuture();
        futures.add(answer);
        answer.thenAccept(answers::add);
        LockSupport.parkNanos(gap);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException closed) {
      stopped.set(true); // the test has failed and is cleaning up
    }
  }

  void stop() {
    stopped.set(true);
  }

  int sent() {
    return futures.size();
  }

  long accepted() {
    return accepts().size();
  }

  List<Publication.Accepted> accepts() {
    return answers.stream()
        .filter(Publication.Accepted.class::isInstance)
        .map(Publication.Accepted.class::cast)
        .toList();
  }

  List<Publication> answers() {
    return List.copyOf(answers);
  }

  long unanswered() {
    return futures.stream().filter(f -> !f.isDone()).count();
  }

  void close() {
    publishers.values().forEach(NoticePublisher::close);
  }
}
