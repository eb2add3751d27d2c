package uk.yjx.server.alerts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** What the alerts tell of themselves: open streams, and how far the feed is. */
@Singleton
final class AlertMeters implements MeterBinder {
  private final StreamRegistry streams;
  private final Feed feed;

  AlertMeters(StreamRegistry streams, Feed feed) {
    this.streams = streams;
    this.feed = feed;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("yjx.alerts.streams", streams, s -> s.all().size())
        .description("Open streams of alerts")
        .register(registry);
    Gauge.builder("yjx.alerts.feed.position", feed, Feed::head)
        .description("Position up to which the feed in memory is complete")
        .register(registry);
  }
}
