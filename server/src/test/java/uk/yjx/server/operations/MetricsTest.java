package uk.yjx.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import uk.yjx.server.WireExchange;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.transport.Told;

/** What the exchange tells of itself, to this machine alone and only when asked to. */
final class MetricsTest {
  private final WireExchange exchange = WireExchange.shared();

  @Test
  void countsCallsByMethodAndCodeAndTellsHowFarItIs() throws Exception {
    Area area = Area.full(exchange);
    area.arrest(1);
    Told.reason(
        () -> area.submit(area.notice(uk.yjx.intelligence.v1.NoticeKind.NOTICE_KIND_ARREST)));
    String metrics = get("/metrics").body();
    String submitted = "yjx_calls_seconds_count{code=\"%s\",method=\"%s\"}";
    String method = "yjx.intelligence.v1.IntelligenceService/SubmitNotice";
    assertTrue(metrics.contains(submitted.formatted("OK", method)), metrics);
    assertTrue(metrics.contains(submitted.formatted("INVALID_ARGUMENT", method)), metrics);
    assertTrue(metrics.lines().anyMatch(l -> l.matches("yjx_journal_position [1-9].*")), metrics);
    assertTrue(metrics.contains("yjx_journal_waiting "));
    assertTrue(
        metrics.lines().anyMatch(l -> l.matches("yjx_certificate_left_seconds [1-9].*")), metrics);
    assertTrue(metrics.contains("yjx_alerts_streams "));
    assertTrue(metrics.contains("jvm_memory_used_bytes{"));
    assertTrue(
        metrics.lines().noneMatch(l -> l.contains(area.service) || l.contains(area.police)),
        "no agency, let alone a person");
  }

  @Test
  void answersNothingElseAndIsOffUnlessAPortIsSet() throws Exception {
    assertEquals(404, get("/").statusCode());
    assertEquals(404, get("/metrics/other").statusCode());
    assertEquals(-1, AlertsExchange.shared().bean(MetricsEndpoint.class).port());
  }

  private HttpResponse<String> get(String path) throws Exception {
    int port = exchange.bean(MetricsEndpoint.class).port();
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
