package uk.yjx.server.earlysupport;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import uk.yjx.earlysupport.v1.DecidePromptRequest;
import uk.yjx.earlysupport.v1.DecidePromptResponse;
import uk.yjx.earlysupport.v1.EarlySupportServiceGrpc;
import uk.yjx.earlysupport.v1.GetPromptRequest;
import uk.yjx.earlysupport.v1.GetPromptResponse;
import uk.yjx.earlysupport.v1.GetTrendsRequest;
import uk.yjx.earlysupport.v1.GetTrendsResponse;
import uk.yjx.earlysupport.v1.ListAssessmentsRequest;
import uk.yjx.earlysupport.v1.ListAssessmentsResponse;
import uk.yjx.earlysupport.v1.ListPromptsRequest;
import uk.yjx.earlysupport.v1.ListPromptsResponse;
import uk.yjx.earlysupport.v1.RecordAssessmentRequest;
import uk.yjx.earlysupport.v1.RecordAssessmentResponse;
import uk.yjx.earlysupport.v1.WatchPromptsRequest;
import uk.yjx.earlysupport.v1.WatchPromptsResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Early support on the wire: translates, asks, translates. */
@GrpcService
final class EarlySupportEndpoint extends EarlySupportServiceGrpc.EarlySupportServiceImplBase {
  static final String SERVICE = "yjx.earlysupport.v1.EarlySupportService/";

  private final AssessmentDesk assessments;
  private final PromptReading reading;
  private final PromptDesk desk;
  private final PromptWatch watch;
  private final Receipts receipts;

  EarlySupportEndpoint(
      AssessmentDesk assessments,
      PromptReading reading,
      PromptDesk desk,
      PromptWatch watch,
      Receipts receipts) {
    this.assessments = assessments;
    this.reading = reading;
    this.desk = desk;
    this.watch = watch;
    this.receipts = receipts;
  }

  @Override
  public void recordAssessment(
      RecordAssessmentRequest request, StreamObserver<RecordAssessmentResponse> out) {
    Committed done = assessments.record(Caller.current(), request).join();
    try {
      out.onNext(
          RecordAssessmentResponse.parseFrom(done.answer()).toBuilder()
              .setReceipt(receipts.of(request.getRequestId(), done))
              .build());
      out.onCompleted();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  @Override
  public void listAssessments(
      ListAssessmentsRequest request, StreamObserver<ListAssessmentsResponse> out) {
    out.onNext(assessments.list(Caller.current(), request.getService()));
    out.onCompleted();
  }

  @Override
  public void listPrompts(ListPromptsRequest request, StreamObserver<ListPromptsResponse> out) {
    Disclosed<ListPromptsResponse> page = reading.list(Caller.current(), request);
    page.answer(out);
  }

  @Override
  public void getPrompt(GetPromptRequest request, StreamObserver<GetPromptResponse> out) {
    Disclosed<GetPromptResponse> prompt = reading.get(Caller.current(), request);
    prompt.answer(out);
  }

  @Override
  public void decidePrompt(DecidePromptRequest request, StreamObserver<DecidePromptResponse> out) {
    Committed done = desk.decide(Caller.current(), request).join();
    out.onNext(
        DecidePromptResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), done))
            .build());
    out.onCompleted();
  }

  @Override
  public void watchPrompts(WatchPromptsRequest request, StreamObserver<WatchPromptsResponse> out) {
    watch.open(
        Caller.current(),
        request.getService(),
        (ServerCallStreamObserver<WatchPromptsResponse>) out);
  }

  @Override
  public void getTrends(GetTrendsRequest request, StreamObserver<GetTrendsResponse> out) {
    Disclosed<GetTrendsResponse> trends = reading.trends(Caller.current(), request.getService());
    trends.answer(out);
  }
}
