package uk.yjx.server.transport;

import io.grpc.stub.StreamObserver;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.AlertServiceGrpc.AlertServiceImplBase;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.GetAlertResponse;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.common.v1.Purpose;

/** A badly written service: streams that stay open, failures that quote data, unaudited answers. */
final class TestAlerts extends AlertServiceImplBase {
  static final String CANARY = "Canary-Quillfeather";
  private static final String FAILING = "00000000-0000-7000-8000-000000000001";
  private static final String UNAUDITED = "00000000-0000-7000-8000-000000000002";
  private static final String SILENT = "00000000-0000-7000-8000-000000000003";

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> to) {
    to.onNext(WatchResponse.newBuilder().setProgress(Progress.getDefaultInstance()).build());
    if (request.getScope() == Scope.SCOPE_SERVICE) {
      to.onNext(
          WatchResponse.newBuilder()
              .setEvents(AlertEvents.newBuilder().addEvents(AlertEvent.newBuilder()))
              .build());
    }
  }

  @Override
  public void getAlert(GetAlertRequest request, StreamObserver<GetAlertResponse> to) {
    switch (request.getAlertId()) {
      case FAILING -> throw new IllegalStateException("a message that quotes " + CANARY);
      case UNAUDITED -> {
        to.onNext(
            GetAlertResponse.newBuilder().setAlert(Alert.newBuilder().setAlertId("a")).build());
        to.onCompleted();
      }
      default -> {}
    }
  }

  static WatchRequest stream() {
    return watching(Scope.SCOPE_MY_CASELOAD);
  }

  static WatchRequest unauditedStream() {
    return watching(Scope.SCOPE_SERVICE);
  }

  static GetAlertRequest failing() {
    return getting(FAILING);
  }

  static GetAlertRequest unaudited() {
    return getting(UNAUDITED);
  }

  /** Never answered. */
  static GetAlertRequest silent() {
    return getting(SILENT);
  }

  private static WatchRequest watching(Scope scope) {
    return WatchRequest.newBuilder()
        .setScope(scope)
        .setPurpose(Purpose.PURPOSE_SUPERVISION)
        .build();
  }

  private static GetAlertRequest getting(String id) {
    return GetAlertRequest.newBuilder()
        .setAlertId(id)
        .setPurpose(Purpose.PURPOSE_SUPERVISION)
        .build();
  }
}
