package uk.yjx.server.operations;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Settings of what the exchange measures about itself.
 *
 * @param metricsPort port of this machine alone on which metrics are told; 0 takes a free one, -1
 *     tells none and measures nothing
 */
@ConfigurationProperties("yjx.operations")
public record MetricsSettings(@Bindable(defaultValue = "-1") int metricsPort) {

  /** Whether anything is measured. */
  boolean isOn() {
    return metricsPort >= 0;
  }
}
