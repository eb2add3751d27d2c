package uk.yjx.client.papers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;

/**
 * Sends documents that a package announced. After a cut it opens the document again and goes on
 * from what the exchange has; nothing is kept on this side, so another process may go on as well.
 * Safe for use by several threads, one document each.
 */
public final class DocumentSender {
  /** Refusals after which the same document may still arrive. */
  private static final Set<String> PASSING =
      Set.of("PART_CHECKSUM_WRONG", "OFFSET_NOT_COMMITTED", "DOCUMENT_DAMAGED");

  private final ExchangeConnection connection;
  private final SenderSettings settings;
  private final RandomGenerator random;

  /** A sender over a connection. */
  public DocumentSender(
      ExchangeConnection connection, SenderSettings settings, RandomGenerator random) {
    this.connection = connection;
    this.settings = settings;
    this.random = random;
  }

  /**
   * Sends a document and waits until the exchange has compared its digest.
   *
   * @param document its id (UUID)
   * @throws ExchangeException what the exchange refused for good, or the last of too many failures
   * @throws IOException if the file cannot be read
   */
  public SentDocument send(String document, Path file, SendListener listener)
      throws IOException, InterruptedException {
    try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
      return send(document, content, content.size(), listener);
    }
  }

  private SentDocument send(String document, FileChannel content, long size, SendListener listener)
      throws IOException, InterruptedException {
    long sent = 0;
    long resent = 0;
    long handedOver = 0;
    long durable = 0;
    int cuts = 0;
    int inVain = 0;
    while (true) {
      UploadAttempt attempt = new UploadAttempt(listener, settings.stallMax().toNanos());
      ExchangeException cut = null;
      DocumentProgress done = null;
      try {
        done = attempt.run(connection, document, content, size);
      } catch (ExchangeException e) {
        cut = e;
      }
      sent += attempt.sent();
      if (attempt.wasOpened()) {
        resent += Math.max(0, Math.min(handedOver, attempt.handedOver()) - attempt.began());
        handedOver = Math.max(handedOver, attempt.handedOver());
      }
      if (done != null) {
        return new SentDocument(done, sent, resent, cuts);
      }
      inVain = attempt.committed() > durable ? 0 : inVain + 1;
      durable = Math.max(durable, attempt.committed());
      if (cut == null || !isPassing(cut) || inVain >= settings.attemptsMax()) {
        throw cut == null ? new IllegalStateException("an attempt neither ended nor failed") : cut;
      }
      cuts++;
      listener.cut(cut.reason().isEmpty() ? cut.code().name() : cut.reason(), durable);
      pause(settings.backoff().delay(inVain, cut.retryAfter(), random));
    }
  }

  /** Whether it is worth trying again. */
  static boolean isPassing(ExchangeException e) {
    return PASSING.contains(e.reason())
        || switch (e.code()) {
          case UNAVAILABLE, CANCELLED, UNKNOWN, INTERNAL, DEADLINE_EXCEEDED -> true;
          case RESOURCE_EXHAUSTED -> !e.retryAfter().equals(Optional.<Duration>empty());
          default -> false;
        };
  }

  private void pause(Duration wait) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    connection.timer().after(wait, over::countDown);
    over.await();
  }
}
