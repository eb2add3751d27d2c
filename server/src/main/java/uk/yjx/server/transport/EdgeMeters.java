package uk.yjx.server.transport;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** What the edge tells of itself: how long the server's certificate is still good. */
@Singleton
final class EdgeMeters implements MeterBinder {
  private final ServerCertificate certificate;
  private final InstantSource clock;

  EdgeMeters(ServerCertificate certificate, InstantSource clock) {
    this.certificate = certificate;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    TimeGauge.builder("yjx.certificate.left", this, TimeUnit.SECONDS, EdgeMeters::secondsLeft)
        .description("Time until the server's certificate ends")
        .register(registry);
  }

  private double secondsLeft() {
    return Duration.between(clock.instant(), certificate.ends()).toSeconds();
  }
}
