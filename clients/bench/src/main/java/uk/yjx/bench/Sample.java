package uk.yjx.bench;

import com.google.gson.JsonObject;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * One repetition of one system.
 *
 * @param acceptedPerSecond notices accepted a second while it was measured
 * @param ack from sending (closed loop) or intended sending (open loop) to the answer, ns
 * @param deliver from intended sending to the worker's client, ns; empty in a closed loop
 * @param receivedPerSecond alerts that reached their recipients a second while it was measured
 * @param behind how long after the last answer the last alert arrived
 * @param processorTime of the server's JVM while it was measured
 */
record Sample(
    double acceptedPerSecond,
    Histogram ack,
    Histogram deliver,
    double receivedPerSecond,
    Duration behind,
    Duration processorTime) {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double ROUNDING = 1_000.0;

  /** A percentile in milliseconds. */
  static double millis(Histogram histogram, double percentile) {
    return rounded(histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
  }

  JsonObject json() {
    JsonObject object = new JsonObject();
    object.addProperty("accepted_per_s", Math.round(acceptedPerSecond));
    object.add("ack_ms", json(ack));
    if (deliver.getTotalCount() > 0) {
      object.add("deliver_ms", json(deliver));
    }
    object.addProperty("received_per_s", Math.round(receivedPerSecond));
    object.addProperty("behind_s", rounded(behind.toMillis() / ROUNDING));
    object.addProperty("server_cpu_s", rounded(processorTime.toMillis() / ROUNDING));
    return object;
  }

  private static JsonObject json(Histogram histogram) {
    JsonObject object = new JsonObject();
    object.addProperty("count", histogram.getTotalCount());
    object.addProperty("p50", millis(histogram, 50));
    object.addProperty("p95", millis(histogram, 95));
    object.addProperty("p99", millis(histogram, 99));
    object.addProperty("max", rounded(histogram.getMaxValue() / NANOS_PER_MILLI));
    return object;
  }

  static double rounded(double value) {
    return Math.round(value * ROUNDING) / ROUNDING;
  }
}
