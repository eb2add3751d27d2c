package uk.yjx.server.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.Server;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.journal.DrainListener;

/**
 * Stops the server without anyone taking it for a failure: health says NOT_SERVING first, streams
 * tell their clients to come back, open calls get time to finish, and only then is cut what is
 * left.
 */
@Singleton
final class Drain {
  /** Clients come back after this long, so that a load balancer has noticed by then. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Duration CUT_TIMEOUT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final HealthStatusManager health;
  private final List<DrainListener> streams;
  private final Duration timeout;
  private final ExecutorService periodicWork;
  private final AtomicBoolean begun = new AtomicBoolean();

  Drain(
      HealthStatusManager health,
      List<DrainListener> streams,
      @Named(TaskExecutors.SCHEDULED) ExecutorService periodicWork,
      TransportSettings settings) {
    this.health = health;
    this.streams = streams;
    this.periodicWork = periodicWork;
    this.timeout = settings.drainTimeout();
  }

  /** Is told before micronaut-grpc stops the server, which it would do without cutting calls. */
  @EventListener
  void stopping(ServerShutdownEvent event) {
    if (event.getSource() instanceof GrpcEmbeddedServer embedded) {
      drain(embedded.getServer());
    }
  }

  void drain(Server server) {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    health.enterTerminalState();
    for (DrainListener stream : streams) {
      try {
        stream.drain(RETRY_AFTER);
      } catch (RuntimeException e) {
        LOG.warn("streams could not be told of the stop: {}", e.getClass().getSimpleName());
      }
    }
    server.shutdown();
    try {
      if (!server.awaitTermination(timeout.toMillis(), MILLISECONDS)) {
        server.shutdownNow();
        if (!server.awaitTermination(CUT_TIMEOUT.toMillis(), MILLISECONDS)) {
          LOG.warn("calls were still open when the server stopped");
        }
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    // A task that begins after its beans are closed would make them, and their database, anew.
    periodicWork.shutdownNow();
  }
}
