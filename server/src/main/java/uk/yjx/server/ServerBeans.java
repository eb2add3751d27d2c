package uk.yjx.server;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.Timescales;
import uk.yjx.server.clocks.WorkingDays;
import uk.yjx.server.kernel.Ids;

/** Time, randomness and ids of a running server; tests put their own in their place. */
@Factory
final class ServerBeans {

  /** Micronaut brings a clock of its own; every room takes this one. */
  @Primary
  @Singleton
  InstantSource clock() {
    return Clock.systemUTC();
  }

  @Singleton
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Singleton
  DueTimes dueTimes() {
    return new DueTimes(Timescales.DEFAULT, new WorkingDays());
  }

  @Singleton
  Ids ids(InstantSource clock, RandomGenerator random) {
    return new Ids(clock, random);
  }
}
