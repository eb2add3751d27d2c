package uk.yjx.cli.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import uk.yjx.cli.demo.ReplayRun.RequestKey;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.operations.v1.CountOutcomesRequest;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.operations.v1.ListNoticeOutcomesRequest;
import uk.yjx.operations.v1.ListNoticeOutcomesResponse;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.operations.v1.OperationsServiceGrpc;
import uk.yjx.operations.v1.OperationsServiceGrpc.OperationsServiceBlockingStub;

/**
 * What the operator's side says.
 *
 * @param connection as the operator
 */
record Operator(ExchangeConnection connection) {

  private static final long CALL_SECONDS_MAX = 30;
  private static final int PAGE_SIZE = 1_000;

  /** Counts of everything after a position. */
  CountOutcomesResponse countAfter(long position) {
    return stub()
        .countOutcomes(CountOutcomesRequest.newBuilder().setAfterPosition(position).build());
  }

  /** The newest position. */
  long head() {
    return countAfter(0).getHeadPosition();
  }

  /** What became of each notice after a position. */
  Map<RequestKey, NoticeOutcome> outcomesAfter(long position) {
    Map<RequestKey, NoticeOutcome> outcomes = new HashMap<>();
    long after = position;
    do {
      ListNoticeOutcomesResponse page =
          stub()
              .listNoticeOutcomes(
                  ListNoticeOutcomesRequest.newBuilder()
                      .setAfterPosition(after)
                      .setPageSize(PAGE_SIZE)
                      .build());
      for (NoticeOutcome outcome : page.getOutcomesList()) {
        outcomes.put(new RequestKey(outcome.getAgencyId(), outcome.getRequestId()), outcome);
      }
      after = page.getNextAfterPosition();
    } while (after > 0);
    return outcomes;
  }

  private OperationsServiceBlockingStub stub() {
    return OperationsServiceGrpc.newBlockingStub(connection.channel())
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
