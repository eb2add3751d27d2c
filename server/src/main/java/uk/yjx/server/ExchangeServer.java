package uk.yjx.server;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.scheduling.TaskExecutors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import uk.yjx.server.storage.StorageException;

/** A running exchange. */
public final class ExchangeServer implements AutoCloseable {
  private static final Duration SCHEDULED_WORK_MAX = Duration.ofSeconds(10);

  private final ApplicationContext context;
  private final GrpcEmbeddedServer server;

  private ExchangeServer(ApplicationContext context, GrpcEmbeddedServer server) {
    this.context = context;
    this.server = server;
  }

  /**
   * Starts an exchange with these settings over the defaults; returns once it takes calls.
   *
   * @throws StorageException when the data cannot be opened, with one clear line why
   */
  public static ExchangeServer start(Map<String, Object> settings) {
    return start(ApplicationContext.builder().properties(settings));
  }

  /** As {@link #start(Map)}, by a time of the caller's own; no setting can do that. */
  public static ExchangeServer start(Map<String, Object> settings, InstantSource clock) {
    return start(
        ApplicationContext.builder()
            .properties(settings)
            .beanDefinitions(
                RuntimeBeanDefinition.builder(InstantSource.class, () -> clock)
                    .singleton(true)
                    .replaces(InstantSource.class)
                    .build()));
  }

  private static ExchangeServer start(ApplicationContextBuilder settings) {
    ApplicationContext context = settings.deduceEnvironment(false).build();
    try {
      context.start();
      GrpcEmbeddedServer server = context.getBean(GrpcEmbeddedServer.class);
      server.start();
      return new ExchangeServer(context, server);
    } catch (RuntimeException e) {
      abandon(context, e);
      throw cause(e);
    }
  }

  /** The port it takes calls on. */
  public int port() {
    return server.getPort();
  }

  /** A bean of the running exchange, for tests and benchmarks that look inside. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Drains the streams, finishes what waits, and stops. */
  @Override
  public void close() {
    server.stop();
    close(context);
  }

  /**
   * Closes what a failed start had opened already, PostgreSQL above all. A context that did not
   * come to run closes nothing; asked to start a second time it does no more than call itself
   * running.
   */
  private static void abandon(ApplicationContext context, RuntimeException why) {
    try {
      if (!context.isRunning()) {
        context.start();
      }
      close(context);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /** Scheduled work ends first: run while the context closes, it would make its beans anew. */
  private static void close(ApplicationContext context) {
    context
        .findBean(ExecutorService.class, Qualifiers.byName(TaskExecutors.SCHEDULED))
        .ifPresent(scheduled -> {
          scheduled.shutdown();
          try {
            scheduled.awaitTermination(SCHEDULED_WORK_MAX.toSeconds(), TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    context.close();
  }

  /** What went wrong, without the container's account of who asked for what. */
  private static RuntimeException cause(RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof StorageException storage) {
        return storage;
      }
    }
    Throwable inner = e;
    while (inner instanceof BeanInstantiationException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner instanceof RuntimeException runtime ? runtime : e;
  }
}
