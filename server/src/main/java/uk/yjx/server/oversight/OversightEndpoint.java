package uk.yjx.server.oversight;

import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import uk.yjx.oversight.v1.DecideDemotionRequest;
import uk.yjx.oversight.v1.DecideDemotionResponse;
import uk.yjx.oversight.v1.GetAlertBudgetRequest;
import uk.yjx.oversight.v1.GetAlertBudgetResponse;
import uk.yjx.oversight.v1.GetFiguresRequest;
import uk.yjx.oversight.v1.GetFiguresResponse;
import uk.yjx.oversight.v1.OversightServiceGrpc;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** The alert budget and the figures on the wire: translates, asks, translates. */
@GrpcService
final class OversightEndpoint extends OversightServiceGrpc.OversightServiceImplBase {
  private final BudgetDesk budgets;
  private final FiguresReading figures;
  private final Receipts receipts;

  OversightEndpoint(BudgetDesk budgets, FiguresReading figures, Receipts receipts) {
    this.budgets = budgets;
    this.figures = figures;
    this.receipts = receipts;
  }

  @Override
  public void getAlertBudget(
      GetAlertBudgetRequest request, StreamObserver<GetAlertBudgetResponse> out) {
    Disclosed<GetAlertBudgetResponse> budget = budgets.show(Caller.current(), request);
    budget.answer(out);
  }

  @Override
  public void decideDemotion(
      DecideDemotionRequest request, StreamObserver<DecideDemotionResponse> out) {
    Committed done = budgets.decide(Caller.current(), request).join();
    out.onNext(
        DecideDemotionResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), done))
            .build());
    out.onCompleted();
  }

  @Override
  public void getFigures(GetFiguresRequest request, StreamObserver<GetFiguresResponse> out) {
    Disclosed<GetFiguresResponse> made = figures.figures(Caller.current(), request);
    made.answer(out);
  }
}
