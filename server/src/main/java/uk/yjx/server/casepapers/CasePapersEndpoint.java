package uk.yjx.server.casepapers;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import java.util.UUID;
import uk.yjx.casepapers.v1.AbortUploadRequest;
import uk.yjx.casepapers.v1.AbortUploadResponse;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.casepapers.v1.CompletePackageRequest;
import uk.yjx.casepapers.v1.CompletePackageResponse;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.ListPackagesRequest;
import uk.yjx.casepapers.v1.ListPackagesResponse;
import uk.yjx.casepapers.v1.QueryUploadRequest;
import uk.yjx.casepapers.v1.QueryUploadResponse;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.casepapers.v1.ReadDocumentResponse;
import uk.yjx.casepapers.v1.UploadDocumentRequest;
import uk.yjx.casepapers.v1.UploadDocumentResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Prosecution papers as clients see them: translates, asks, translates. */
@GrpcService
final class CasePapersEndpoint extends CasePapersServiceGrpc.CasePapersServiceImplBase {
  private final PackageRecorder recorder;
  private final Completions completions;
  private final PackageReader reader;
  private final UploadCalls uploads;
  private final PapersListing listing;
  private final ReadCalls reads;
  private final Receipts receipts;

  CasePapersEndpoint(
      PackageRecorder recorder,
      Completions completions,
      PackageReader reader,
      UploadCalls uploads,
      PapersListing listing,
      ReadCalls reads,
      Receipts receipts) {
    this.recorder = recorder;
    this.completions = completions;
    this.reader = reader;
    this.uploads = uploads;
    this.listing = listing;
    this.reads = reads;
    this.receipts = receipts;
  }

  @Override
  public void createPackage(
      CreatePackageRequest request, StreamObserver<CreatePackageResponse> to) {
    Committed commit = recorder.create(Caller.current(), request).join();
    to.onNext(
        stored(commit, CreatePackageResponse.parser()).toBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    to.onCompleted();
  }

  @Override
  public StreamObserver<UploadDocumentRequest> uploadDocument(
      StreamObserver<UploadDocumentResponse> to) {
    return uploads.begin(Caller.current(), (ServerCallStreamObserver<UploadDocumentResponse>) to);
  }

  @Override
  public void queryUpload(QueryUploadRequest request, StreamObserver<QueryUploadResponse> to) {
    StoredPackage found =
        reader
            .find(UUID.fromString(request.getPackageId()), Caller.current().agency())
            .orElseThrow(PapersFailures.PACKAGE_NOT_FOUND::refused);
    QueryUploadResponse.Builder answer =
        QueryUploadResponse.newBuilder()
            .setPackageId(found.id().toString())
            .setState(found.state())
            .setExpiresAt(Receipts.timestamp(found.expiresAt()));
    reader.documents(found.id()).forEach(d -> answer.addDocuments(d.progress()));
    to.onNext(answer.build());
    to.onCompleted();
  }

  @Override
  public void abortUpload(AbortUploadRequest request, StreamObserver<AbortUploadResponse> to) {
    Committed commit = recorder.abort(Caller.current(), request).join();
    to.onNext(
        AbortUploadResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    to.onCompleted();
  }

  @Override
  public void completePackage(
      CompletePackageRequest request, StreamObserver<CompletePackageResponse> to) {
    Committed commit = completions.complete(Caller.current(), request).join();
    CompletePackageResponse.Builder answer =
        stored(commit, CompletePackageResponse.parser()).toBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .setStandingNotice(Receipts.STANDING_NOTICE);
    to.onNext(answer.setSignature(receipts.sign(List.of(answer.getReceipt()))).build());
    to.onCompleted();
  }

  @Override
  public void listPackages(ListPackagesRequest request, StreamObserver<ListPackagesResponse> to) {
    Disclosed<ListPackagesResponse> page = listing.list(Caller.current(), request);
    if (page == null) {
      to.onNext(ListPackagesResponse.getDefaultInstance());
      to.onCompleted();
    } else {
      page.answer(to);
    }
  }

  @Override
  public void readDocument(ReadDocumentRequest request, StreamObserver<ReadDocumentResponse> to) {
    reads.begin(Caller.current(), request, (ServerCallStreamObserver<ReadDocumentResponse>) to);
  }

  private static <T> T stored(Committed commit, com.google.protobuf.Parser<T> form) {
    try {
      return form.parseFrom(commit.answer());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }
}
