package uk.yjx.server.alerts;

import java.util.List;
import uk.yjx.caseload.v1.DeclareSeparationRequest;
import uk.yjx.caseload.v1.LiftSeparationRequest;
import uk.yjx.caseload.v1.ListSeparationsRequest;
import uk.yjx.caseload.v1.Separation;
import uk.yjx.caseload.v1.SeparationEffect;
import uk.yjx.caseload.v1.SeparationReason;
import uk.yjx.caseload.v1.SeparationServiceGrpc;

/** Calls of tests about people who are kept apart. */
final class Keeping {
  private Keeping() {}

  /** A declaration by the area's manager; its id. */
  static String apart(Area area, String worker, int child, SeparationEffect effect) {
    return apart(area, area.max, request(area, worker, child, effect));
  }

  static String apart(Area area, String by, DeclareSeparationRequest.Builder request) {
    return SeparationServiceGrpc.newBlockingStub(area.as(by))
        .declareSeparation(request.build())
        .getSeparationIds(0);
  }

  static DeclareSeparationRequest.Builder request(
      Area area, String worker, int child, SeparationEffect effect) {
    return DeclareSeparationRequest.newBuilder()
        .setRequestId(area.requestId())
        .setService(area.service)
        .setWorker(worker)
        .addServiceChildIds("C-" + child)
        .setReason(SeparationReason.SEPARATION_REASON_RELATED_TO_CHILD)
        .setEffect(effect);
  }

  static void lift(Area area, String by, String separation) {
    var unused =
        SeparationServiceGrpc.newBlockingStub(area.as(by))
            .liftSeparation(
                LiftSeparationRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setService(area.service)
                    .setSeparationId(separation)
                    .build());
  }

  static List<Separation> list(Area area, String by, boolean ended) {
    return SeparationServiceGrpc.newBlockingStub(area.as(by))
        .listSeparations(
            ListSeparationsRequest.newBuilder()
                .setService(area.service)
                .setIncludeEnded(ended)
                .build())
        .getSeparationsList();
  }
}
