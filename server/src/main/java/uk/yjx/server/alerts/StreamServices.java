package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.DrainListener;
import uk.yjx.server.journal.LogIdentity;

/**
 * What all streams share: a few threads that pump, a bounded number of reads behind, one thread for
 * heartbeats. No stream has a thread or timer of its own.
 */
@Singleton
final class StreamServices implements AutoCloseable, DrainListener {
  /** A stream says something at least this often. */
  static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

  /** Reads from tables at a time, for all streams together. */
  static final int READS_MAX = 4;

  private static final int PUMP_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final Duration HEARTBEAT_TICK = Duration.ofSeconds(1);
  private static final Duration RETRY_DELAY = Duration.ofMillis(500);

  private final Feed feed;
  private final AlertReader alerts;
  private final Disclosures disclosures;
  private final Cursors cursors;
  private final StreamRegistry registry;
  private final LogIdentity log;
  private final InstantSource clock;
  private final ExecutorService pumps =
      Executors.newFixedThreadPool(
          PUMP_THREADS, Thread.ofPlatform().name("alerts-pump-", 0).daemon(true).factory());
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore readPermits = new Semaphore(READS_MAX);
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alerts-heartbeat").daemon(true).factory());

  StreamServices(
      Feed feed,
      AlertReader alerts,
      Disclosures disclosures,
      Cursors cursors,
      StreamRegistry registry,
      LogIdentity log,
      InstantSource clock) {
    this.feed = feed;
    this.alerts = alerts;
    this.disclosures = disclosures;
    this.cursors = cursors;
    this.registry = registry;
    this.log = log;
    this.clock = clock;
    ticks.scheduleWithFixedDelay(
        this::heartbeats,
        HEARTBEAT_TICK.toMillis(),
        HEARTBEAT_TICK.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  Feed feed() {
    return feed;
  }

  AlertReader alerts() {
    return alerts;
  }

  Disclosures disclosures() {
    return disclosures;
  }

  InstantSource clock() {
    return clock;
  }

  Executor pumps() {
    return pumps;
  }

  /** Runs reads of tables, a few at a time. */
  Executor reads() {
    return task ->
        readers.execute(() -> {
          readPermits.acquireUninterruptibly();
          try {
            task.run();
          } finally {
            readPermits.release();
          }
        });
  }

  ByteString cursorOf(Caller caller, Selection selection, FeedItem.Place place) {
    return ByteString.copyFrom(cursors.encode(log.epoch(), caller.principal(), selection, place));
  }

  FeedItem.Place placeOf(Caller caller, Selection selection, ByteString cursor) {
    return cursors.decode(cursor.toByteArray(), log.epoch(), caller.principal(), selection);
  }

  /** Signals the stream again after a while: the database may be back. */
  void retryLater(AlertStream stream) {
    ticks.schedule(stream::signal, RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void drain(Duration retryAfter) {
    registry.all().forEach(stream -> stream.drain(retryAfter));
  }

  @Override
  @PreDestroy
  public void close() {
    ticks.shutdownNow();
    pumps.shutdown();
    readers.shutdown();
  }

  private void heartbeats() {
    long now = System.nanoTime();
    registry.all().forEach(stream -> stream.heartbeat(now, HEARTBEAT_INTERVAL));
  }
}
