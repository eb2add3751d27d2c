package uk.yjx.server.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** What the journal tells of itself: how far it is, and how much waits for it. */
@Singleton
final class JournalMeters implements MeterBinder {
  private final Journal journal;

  JournalMeters(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("yjx.journal.position", journal, Journal::stamp)
        .description("Position of the newest entry this process knows to be committed")
        .register(registry);
    Gauge.builder("yjx.journal.waiting", journal, Journal::depth)
        .description("Requests that wait to be written")
        .register(registry);
  }
}
