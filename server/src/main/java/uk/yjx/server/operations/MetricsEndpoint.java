package uk.yjx.server.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells metrics as Prometheus reads them, `GET /metrics`, to this machine alone and without
 * authentication: they hold counts, sizes and times, nothing of anybody. Off unless a port is set.
 */
@Context
public final class MetricsEndpoint implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final String FORM = "text/plain; version=0.0.4; charset=utf-8";

  /** Scrapes that wait at most. */
  private static final int BACKLOG_MAX = 4;

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NO_BODY = -1;
  private static final int OFF = -1;

  private final @Nullable HttpServer server;

  MetricsEndpoint(MetricsSettings settings, MeterRegistry registry, List<MeterBinder> binders)
      throws IOException {
    if (registry instanceof PrometheusMeterRegistry prometheus) {
      List<MeterBinder> all = new ArrayList<>(binders);
      all.addAll(
          List.of(
              new JvmMemoryMetrics(),
              new JvmThreadMetrics(),
              new ProcessorMetrics(),
              new UptimeMetrics()));
      all.forEach(binder -> binder.bindTo(registry));
      HttpServer http =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.metricsPort()),
              BACKLOG_MAX);
      http.createContext("/", call -> answer(call, prometheus));
      http.start();
      server = http;
    } else {
      server = null;
    }
  }

  /** The port it listens on; -1 when metrics are off. */
  public int port() {
    HttpServer http = server;
    return http == null ? OFF : http.getAddress().getPort();
  }

  @Override
  @PreDestroy
  public void close() {
    HttpServer http = server;
    if (http != null) {
      http.stop(0);
    }
  }

  private static void answer(HttpExchange call, PrometheusMeterRegistry metrics)
      throws IOException {
    try (call) {
      if (!call.getRequestURI().getPath().equals(PATH) || !call.getRequestMethod().equals("GET")) {
        call.sendResponseHeaders(NOT_FOUND, NO_BODY);
        return;
      }
      byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().set("Content-Type", FORM);
      call.sendResponseHeaders(OK, text.length);
      call.getResponseBody().write(text);
    }
  }
}
