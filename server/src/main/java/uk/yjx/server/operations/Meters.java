package uk.yjx.server.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Where measurements go: for Prometheus when metrics are on, nowhere otherwise. */
@Factory
final class Meters {

  @Singleton
  @Bean(preDestroy = "close")
  MeterRegistry registry(MetricsSettings settings) {
    return settings.isOn()
        ? new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
        : new CompositeMeterRegistry();
  }
}
