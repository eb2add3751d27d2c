package uk.yjx.client.publish;

import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import uk.yjx.client.ExchangeConnection;

/**
 * What a publisher works with.
 *
 * @param thread runs the turns of the sender
 * @param random spreads the waits
 * @param listener told of every change of state
 */
record Surroundings(
    ExchangeConnection connection,
    Executor thread,
    RandomGenerator random,
    Consumer<PublisherState> listener) {

  /** A thread unused for this long ends; the next notice starts another. */
  private static final long THREAD_IDLE_SECONDS = 30;

  static Surroundings real(ExchangeConnection connection, Consumer<PublisherState> listener) {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("yjx-publisher").factory());
    thread.allowCoreThreadTimeOut(true);
    return new Surroundings(connection, thread, new Random(), listener);
  }
}
