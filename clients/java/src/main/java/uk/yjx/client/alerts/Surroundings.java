package uk.yjx.client.alerts;

import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.Timer;

/**
 * What a subscription works with.
 *
 * @param worker runs the handler, one task at a time
 * @param release lets the worker go; what it runs goes on to its end
 * @param random spreads the waits
 */
record Surroundings(
    ExchangeConnection connection, Executor worker, Runnable release, RandomGenerator random) {

  static Surroundings real(ExchangeConnection connection) {
    ExecutorService worker =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("yjx-alerts").factory());
    return new Surroundings(connection, worker, worker::shutdown, new Random());
  }

  Timer timer() {
    return connection.timer();
  }
}
