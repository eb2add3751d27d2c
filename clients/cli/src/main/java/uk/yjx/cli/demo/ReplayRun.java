package uk.yjx.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.client.Errors;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherCounts;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.world.ReplayNotice;

/**
 * Publishes the replay, one publisher for each police agency, in order of event time. With a rate
 * the send times are set beforehand and latency counts from them, so that a slow exchange cannot
 * hide behind a sender that waits for it.
 */
final class ReplayRun implements AutoCloseable {

  /** Notices of one publisher without an answer, at most. */
  private static final int UNANSWERED_MAX = 1_000;

  private static final long NANOS = 1_000_000_000;

  private final Map<String, NoticePublisher> publishers = new HashMap<>();
  private final Map<RequestKey, Long> sentAt = new ConcurrentHashMap<>();
  private final Queue<Publication> answers = new ConcurrentLinkedQueue<>();
  private final ProgressBar progress;

  ReplayRun(List<ReplayNotice> notices, Connections connections, ProgressBar progress) {
    this.progress = progress;
    notices.stream()
        .map(ReplayNotice::principal)
        .distinct()
        .forEach(principal ->
            publishers.put(
                principal,
                NoticePublisher.open(
                    connections.of(principal),
                    PublisherSettings.standard().withUnansweredMax(UNANSWERED_MAX))));
  }

  /**
   * A request id within its agency.
   *
   * @param agencyId who sent it
   * @param requestId its id
   */
  record RequestKey(String agencyId, String requestId) {
    static RequestKey of(ReplayNotice notice) {
      return new RequestKey(notice.agencyId(), notice.request().getRequestId());
    }
  }

  /** Sends all notices at {@code rate} a second, 0 for no limit, and waits for the answers. */
  void publish(List<ReplayNotice> notices, double rate) throws InterruptedException {
    List<CompletableFuture<?>> all = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < notices.size(); i++) {
      ReplayNotice notice = notices.get(i);
      long due = rate > 0 ? start + (long) (i * NANOS / rate) : System.nanoTime();
      waitUntil(due);
      sentAt.put(RequestKey.of(notice), due);
      NoticePublisher publisher = publishers.get(notice.principal());
      if (publisher != null) {
        all.add(publisher.publish(notice.request()).thenAccept(this::answered));
      }
    }
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
    } catch (ExecutionException e) {
      throw Errors.of(e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * What the publishing clients know afterwards.
   *
   * @param counts what the publishers counted together
   * @param sentAt when each notice was sent or meant to be sent, by {@link System#nanoTime}
   * @param answers all answers
   */
  record Result(PublisherCounts counts, Map<RequestKey, Long> sentAt, List<Publication> answers) {}

  /** What is known so far. */
  Result result() {
    return new Result(counts(), Map.copyOf(sentAt), List.copyOf(answers));
  }

  private PublisherCounts counts() {
    long submitted = 0;
    long accepted = 0;
    long refused = 0;
    long resent = 0;
    for (NoticePublisher publisher : publishers.values()) {
      PublisherCounts one = publisher.counts();
      submitted += one.submitted();
      accepted += one.accepted();
      refused += one.refused();
      resent += one.resent();
    }
    return new PublisherCounts(submitted, accepted, refused, resent);
  }

  @Override
  public void close() {
    publishers.values().forEach(NoticePublisher::close);
  }

  private void answered(Publication publication) {
    answers.add(publication);
    progress.step();
  }

  private static void waitUntil(long due) throws InterruptedException {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while keeping the rate");
      }
    }
  }
}
