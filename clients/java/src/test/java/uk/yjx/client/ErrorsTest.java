package uk.yjx.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.BadRequest;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Refusal;

class ErrorsTest {

  @Test
  void readsEverythingTheExchangeSaysAboutAnError() {
    ExchangeException error =
        Errors.of(
            InProcess.error(
                Status.Code.INVALID_ARGUMENT,
                "VALIDATION_FAILED",
                BadRequest.newBuilder()
                    .addFieldViolations(
                        BadRequest.FieldViolation.newBuilder()
                            .setField("notice.kind")
                            .setReason("enum.not_in")
                            .setDescription("must be known"))
                    .build(),
                RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(3))
                    .build(),
                RequestInfo.newBuilder().setRequestId("01J").build()));

    assertEquals(Status.Code.INVALID_ARGUMENT, error.code());
    assertEquals("VALIDATION_FAILED", error.reason());
    assertEquals("notice.kind", error.violations().getFirst().getField());
    assertEquals("enum.not_in", error.violations().getFirst().getRule());
    assertEquals(Optional.of(Duration.ofSeconds(3)), error.retryAfter());
    assertEquals("01J", error.requestId());
    assertEquals("INVALID_ARGUMENT VALIDATION_FAILED: scripted", error.getMessage());
  }

  @Test
  void keepsCodeAndTextWhenThereAreNoDetails() {
    ExchangeException error =
        Errors.of(Status.UNAVAILABLE.withDescription("connection refused").asRuntimeException());

    assertEquals("", error.reason());
    assertEquals("UNAVAILABLE: connection refused", error.getMessage());
    assertTrue(error.retryAfter().isEmpty());
  }

  @Test
  void readsTheRefusalOfOneItemLikeAStatus() {
    ExchangeException error =
        Errors.of(Refusal.newBuilder().setCode(6).setReason("REQUEST_ID_REUSED").build());

    assertEquals(Status.Code.ALREADY_EXISTS, error.code());
    assertEquals("REQUEST_ID_REUSED", error.reason());
  }

  @Test
  void retriesOnlyUnaryCallsThatCarryARequestId() {
    List<?> configs = assertInstanceOf(List.class, UnaryRetry.serviceConfig().get("methodConfig"));
    Map<?, ?> config = assertInstanceOf(Map.class, configs.get(0));
    List<?> names = assertInstanceOf(List.class, config.get("name"));

    assertTrue(names.contains(name("yjx.intelligence.v1.IntelligenceService", "SubmitNotice")));
    assertTrue(names.contains(name("yjx.alerts.v1.AlertService", "RecordOutcome")));
    assertTrue(!names.contains(name("yjx.alerts.v1.AlertService", "GetAlert")));
    assertTrue(!names.contains(name("yjx.intelligence.v1.IntelligenceService", "StreamNotices")));
  }

  private static Map<String, String> name(String service, String method) {
    return Map.of("service", service, "method", method);
  }
}
