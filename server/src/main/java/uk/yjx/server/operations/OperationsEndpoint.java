package uk.yjx.server.operations;

import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.operations.v1.CountOutcomesRequest;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.operations.v1.ListNoticeOutcomesRequest;
import uk.yjx.operations.v1.ListNoticeOutcomesResponse;
import uk.yjx.operations.v1.OperationsServiceGrpc;
import uk.yjx.server.evidence.Readings;
import uk.yjx.server.evidence.Readings.Reading;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.Failure;

/** The operator's side: translates, asks, translates. */
@GrpcService
final class OperationsEndpoint extends OperationsServiceGrpc.OperationsServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(OperationsEndpoint.class);
  private static final Failure UNAVAILABLE =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "OUTCOMES_UNAVAILABLE",
          "outcomes cannot be read at the moment; try again",
          Duration.ofSeconds(1));

  private final OutcomeCounts counts;
  private final NoticeOutcomes outcomes;
  private final Readings readings;

  OperationsEndpoint(OutcomeCounts counts, NoticeOutcomes outcomes, Readings readings) {
    this.counts = counts;
    this.outcomes = outcomes;
    this.readings = readings;
  }

  @Override
  public void countOutcomes(
      CountOutcomesRequest request, StreamObserver<CountOutcomesResponse> to) {
    try {
      to.onNext(counts.count(request.getAfterPosition(), request.getToPosition()));
      to.onCompleted();
    } catch (SQLException e) {
      to.onError(refused(e));
    }
  }

  @Override
  public void listNoticeOutcomes(
      ListNoticeOutcomesRequest request, StreamObserver<ListNoticeOutcomesResponse> to) {
    NoticeOutcomes.Page page;
    try {
      page = outcomes.read(request.getAfterPosition(), request.getPageSize());
    } catch (SQLException e) {
      to.onError(refused(e));
      return;
    }
    readings
        .commit(
            Caller.current(),
            caller -> caller.holds(Role.ROLE_OPERATOR),
            new Reading(
                OperationsServiceGrpc.SERVICE_NAME + "/ListNoticeOutcomes",
                Purpose.PURPOSE_OPERATION,
                "yjx.operations.v1.NoticeOutcome",
                "link",
                "notices after position " + request.getAfterPosition(),
                page.response().getOutcomesCount(),
                page.children(),
                null))
        .whenComplete((committed, refused) -> {
          if (refused == null) {
            Disclosed.by(committed, page.response()).answer(to);
          } else {
            to.onError(refused instanceof CompletionException ? refused.getCause() : refused);
          }
        });
  }

  private static Failure.Refused refused(SQLException e) {
    LOG.warn("outcomes could not be read: SQLSTATE {}", e.getSQLState());
    return UNAVAILABLE.refused();
  }
}
