package uk.yjx.server.evidence;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.CountEventsRequest;
import uk.yjx.audit.v1.CountEventsResponse;
import uk.yjx.audit.v1.ExportSubjectRequest;
import uk.yjx.audit.v1.ExportSubjectResponse;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetCheckpointResponse;
import uk.yjx.audit.v1.GetConsistencyProofRequest;
import uk.yjx.audit.v1.GetConsistencyProofResponse;
import uk.yjx.audit.v1.GetEvidenceRequest;
import uk.yjx.audit.v1.GetEvidenceResponse;
import uk.yjx.audit.v1.GetInclusionProofRequest;
import uk.yjx.audit.v1.GetInclusionProofResponse;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.audit.v1.WatchReadsRequest;
import uk.yjx.audit.v1.WatchReadsResponse;
import uk.yjx.server.alerts.LiveStream;
import uk.yjx.server.evidence.Readings.Reading;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;

/** The log as clients see it: translates, asks, translates. */
@GrpcService
final class AuditEndpoint extends AuditServiceGrpc.AuditServiceImplBase {
  private static final String SERVICE = AuditServiceGrpc.SERVICE_NAME + "/";
  private static final String CATEGORY = "audit";
  private static final long FROM_NOW_ON = -1;

  private final LogStore store;
  private final Readings readings;
  private final EventPages pages;
  private final EventSearch search;
  private final CountedEvents counted;
  private final ReceiptedLeaves receipted;
  private final Proofs proofs;
  private final TailStreams tails;
  private final ReadFeed reads;
  private final SubjectExports subjects;

  AuditEndpoint(
      LogStore store,
      Readings readings,
      EventPages pages,
      EventSearch search,
      CountedEvents counted,
      ReceiptedLeaves receipted,
      Proofs proofs,
      TailStreams tails,
      ReadFeed reads,
      SubjectExports subjects) {
    this.store = store;
    this.readings = readings;
    this.pages = pages;
    this.search = search;
    this.counted = counted;
    this.receipted = receipted;
    this.proofs = proofs;
    this.tails = tails;
    this.reads = reads;
    this.subjects = subjects;
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> to) {
    LogAccess.requirePurposeOfTheAct(request.getPurpose());
    Proofs.requireWithin(request.getFromIndex(), store.head());
    ListEventsResponse page = pages.read(request.getFromIndex(), request.getPageSize());
    String what = "leaves %d to %d".formatted(request.getFromIndex(), page.getNextIndex());
    disclose(
        LogAccess::mayList,
        new Reading(
            SERVICE + "ListEvents",
            request.getPurpose(),
            "yjx.audit.v1.AuditEvent",
            CATEGORY,
            what,
            page.getEventsCount(),
            List.of(),
            request.getJustification()),
        page,
        to);
  }

  @Override
  public void findEvents(FindEventsRequest request, StreamObserver<FindEventsResponse> to) {
    LogAccess.requirePurposeOfTheAct(request.getPurpose());
    LogHead head = store.head();
    Proofs.requireWithin(request.getFromIndex(), head);
    FindEventsResponse page = search.find(request, head);
    List<String> about = request.getChildId().isEmpty() ? List.of() : List.of(request.getChildId());
    disclose(
        LogAccess::mayList,
        new Reading(
            SERVICE + "FindEvents",
            request.getPurpose(),
            "yjx.audit.v1.AuditEvent",
            CATEGORY,
            EventSearch.inWords(request, page),
            page.getEventsCount(),
            about,
            request.getJustification()),
        page,
        to);
  }

  @Override
  public void countEvents(CountEventsRequest request, StreamObserver<CountEventsResponse> to) {
    LogAccess.requirePurposeOfTheAct(request.getPurpose());
    CountEventsResponse answer = counted.about(request.getChildId());
    disclose(
        LogAccess::mayList,
        new Reading(
            SERVICE + "CountEvents",
            request.getPurpose(),
            "yjx.audit.v1.CountEventsResponse",
            CATEGORY,
            "number of events",
            1,
            List.of(request.getChildId()),
            request.getJustification()),
        answer,
        to);
  }

  @Override
  public void getEvidence(GetEvidenceRequest request, StreamObserver<GetEvidenceResponse> to) {
    LogAccess.requirePurposeOfTheAct(request.getPurpose());
    GetEvidenceResponse answer = receipted.of(Caller.current(), request);
    disclose(
        anyone -> true,
        new Reading(
            SERVICE + "GetEvidence",
            request.getPurpose(),
            "yjx.audit.v1.AuditEvent",
            CATEGORY,
            "leaf " + request.getLeafIndex(),
            1,
            List.of(),
            null),
        answer,
        to);
  }

  @Override
  public void tailEvents(TailEventsRequest request, StreamObserver<TailEventsResponse> to) {
    LogAccess.requirePurposeOfTail(request.getPurpose());
    LogHead head = store.head();
    Proofs.requireWithin(request.getFromIndex(), head);
    long from = request.getFromIndex() == FROM_NOW_ON ? head.size() : request.getFromIndex();
    Caller caller = Caller.current();
    LiveStream<TailEventsResponse> tail =
        tails.add(
            caller, (ServerCallStreamObserver<TailEventsResponse>) to, new LeafTeller(store, from));
    readings
        .commit(
            caller,
            LogAccess::mayTail,
            new Reading(
                SERVICE + "TailEvents",
                request.getPurpose(),
                "yjx.audit.v1.LogLeaf",
                CATEGORY,
                "leaves from " + from,
                0,
                List.of(),
                null))
        .whenComplete((committed, refused) -> {
          if (refused == null) {
            tail.open();
          } else {
            tail.refused(cause(refused));
          }
        });
  }

  @Override
  public void watchReads(WatchReadsRequest request, StreamObserver<WatchReadsResponse> to) {
    reads.open(Caller.current(), request, (ServerCallStreamObserver<WatchReadsResponse>) to);
  }

  @Override
  public void exportSubject(
      ExportSubjectRequest request, StreamObserver<ExportSubjectResponse> to) {
    subjects
        .page(Caller.current(), request)
        .whenComplete((page, refused) -> {
          if (refused != null) {
            to.onError(cause(refused));
          } else {
            page.answer(to);
          }
        });
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> to) {
    answer(
        to,
        proofs
            .checkpoint(request.getAtLeast(), request.getWitnessed())
            .thenApply(c ->
                GetCheckpointResponse.newBuilder()
                    .setNote(c.note())
                    .setTreeSize(c.size())
                    .setVerifierKey(proofs.verifierKey())
                    .build()));
  }

  @Override
  public void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> to) {
    answer(to, proofs.inclusion(request.getLeafIndex(), request.getTreeSize()));
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> to) {
    answer(to, proofs.consistency(request.getFromSize(), request.getToSize()));
  }

  /** Commits that the caller reads this, then sends it. */
  private <A extends Message> void disclose(
      Predicate<Caller> may, Reading reading, A message, StreamObserver<A> to) {
    readings
        .commit(Caller.current(), may, reading)
        .whenComplete((committed, refused) -> {
          if (refused != null) {
            to.onError(cause(refused));
          } else {
            Disclosed.by(committed, message).answer(to);
          }
        });
  }

  private static <A> void answer(StreamObserver<A> to, CompletableFuture<A> answer) {
    answer.whenComplete((value, refused) -> {
      if (refused != null) {
        to.onError(cause(refused));
      } else {
        to.onNext(value);
        to.onCompleted();
      }
    });
  }

  private static Throwable cause(Throwable refused) {
    return refused instanceof CompletionException && refused.getCause() != null
        ? refused.getCause()
        : refused;
  }
}
