package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.casepapers.v1.CompletePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.Document;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentRestriction;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.ListPackagesRequest;
import uk.yjx.casepapers.v1.Package;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.casepapers.v1.ReadDocumentResponse;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.papers.PackageSender;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.LoggedRefusals;
import uk.yjx.server.WireExchange;
import uk.yjx.server.storage.Database;

/** Papers from a prosecution system to the child's worker, over mutual TLS. */
final class PapersTest {
  private static final int TWO_PARTS = PapersLimits.PART_BYTES + 4_711;

  private final Prosecution prosecution = new Prosecution(WireExchange.shared());

  @Test
  void tellsTheWorkerThatPapersHaveComeAndShowsRestrictionsBeforeContent() throws Exception {
    String child = prosecution.area.child(1, prosecution.area.ann);
    byte[] summary = Prosecution.content(TWO_PARTS, 1);
    byte[] interview = Prosecution.content(10, 2);
    PackageSender.SentPackage sent =
        prosecution.send(
            prosecution.request(
                1,
                Prosecution.manifest(summary),
                Prosecution.manifest(interview)
                    .setKind(DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORD)
                    .setTitle("Record of interview")
                    .addRestrictions(DocumentRestriction.DOCUMENT_RESTRICTION_NOT_TO_FAMILY)),
            summary,
            interview);
    assertEquals(2, sent.completed().getDocumentsCount());
    assertTrue(sent.completed().getStandingNotice().contains("999"));
    assertEquals(0, sent.documents().getFirst().resentBytes());
    Alert alert = alerts(prosecution.area.ann).getFirst();
    assertEquals(AlertKind.ALERT_KIND_PAPERS, alert.getKind());
    assertEquals(sent.created().getPackageId(), alert.getFacts().getPapers().getPackageId());
    assertEquals(2, alert.getFacts().getPapers().getDocuments());
    Package shown = list(prosecution.area.ann, child).getFirst();
    assertEquals("01ZD0012324", shown.getUrn());
    Document second = shown.getDocuments(1);
    assertEquals(
        List.of(
            DocumentRestriction.DOCUMENT_RESTRICTION_REPORTING_S49,
            DocumentRestriction.DOCUMENT_RESTRICTION_NOT_TO_FAMILY),
        second.getRestrictionsList());
    List<ReadDocumentResponse> frames = new ArrayList<>();
    reading(prosecution.area.ann, second.getDocumentId(), 0, 0).forEachRemaining(frames::add);
    assertEquals(second, frames.getFirst().getDocument());
    assertArrayEquals(interview, bytes(frames));
    assertArrayEquals(
        summary, read(prosecution.area.max, shown.getDocuments(0).getDocumentId(), 0, 0));
  }

  @Test
  void readsARangeAcrossParts() throws Exception {
    prosecution.area.child(1, prosecution.area.ann);
    byte[] summary = Prosecution.content(TWO_PARTS, 3);
    String document =
        prosecution
            .send(prosecution.request(1, Prosecution.manifest(summary)), summary)
            .created()
            .getDocumentIds(0);
    int from = PapersLimits.PART_BYTES - 100;
    assertArrayEquals(
        java.util.Arrays.copyOfRange(summary, from, from + 300),
        read(prosecution.area.ann, document, from, 300));
    assertEquals(
        "RANGE_BEYOND_END",
        Prosecution.refused(() -> read(prosecution.area.ann, document, TWO_PARTS, 1)).reason());
  }

  @Test
  void showsNothingToWhoDoesNotWorkWithTheChildOrReadsForAnotherPurpose() throws Exception {
    String child = prosecution.area.child(1, prosecution.area.ann);
    byte[] summary = Prosecution.content(100, 4);
    CreatePackageResponse created =
        prosecution.send(prosecution.request(1, Prosecution.manifest(summary)), summary).created();
    String document = created.getDocumentIds(0);
    Prosecution elsewhere = new Prosecution(WireExchange.shared());
    String vol = prosecution.area.service + "/user/vol";
    prosecution.area.principal(vol);
    prosecution.area.grant(vol, Role.ROLE_VOLUNTEER, prosecution.area.service);
    assertEquals(List.of(), list(prosecution.area.ben, child));
    assertEquals(List.of(), list(elsewhere.area.max, child));
    ExchangeException absent =
        Prosecution.refused(
            () -> read(prosecution.area.ann, "00000000-0000-7000-8000-000000000000", 0, 0));
    assertEquals("DOCUMENT_NOT_FOUND", absent.reason());
    for (String reader : List.of(prosecution.area.ben, elsewhere.area.max)) {
      ExchangeException forbidden = Prosecution.refused(() -> read(reader, document, 0, 0));
      assertEquals(absent.getMessage(), forbidden.getMessage());
    }
    assertEquals(
        "DOCUMENT_NOT_FOUND",
        Prosecution.refused(() ->
                prosecution
                    .as(prosecution.area.ann)
                    .readDocument(
                        ReadDocumentRequest.newBuilder()
                            .setDocumentId(document)
                            .setPurpose(Purpose.PURPOSE_PUBLIC_PROTECTION)
                            .build())
                    .next())
            .reason());
    assertEquals("ROLE_MISSING", Prosecution.refused(() -> read(vol, document, 0, 0)).reason());
    assertEquals("PACKAGE_NOT_FOUND", Prosecution.refused(() -> elsewhere.query(created)).reason());
  }

  @Test
  void letsNothingBeReadBeforeThePackageIsComplete() throws Exception {
    String child = prosecution.area.child(1, prosecution.area.ann);
    byte[] summary = Prosecution.content(100, 5);
    CreatePackageResponse created = prosecution.announced(1, summary);
    prosecution
        .sending()
        .open(created.getDocumentIds(0))
        .part(Prosecution.part(summary, 0))
        .answers();
    assertEquals(
        DocumentState.DOCUMENT_STATE_VERIFIED,
        prosecution.query(created).getDocuments(0).getState());
    assertEquals(List.of(), list(prosecution.area.ann, child));
    assertEquals(
        "DOCUMENT_NOT_FOUND",
        Prosecution.refused(() -> read(prosecution.area.ann, created.getDocumentIds(0), 0, 0))
            .reason());
    assertEquals(List.of(), alerts(prosecution.area.ann));
  }

  @Test
  void answersTheSameForAChildNobodyKnowsAndForTheSameRequestAgain() throws Exception {
    byte[] summary = Prosecution.content(100, 6);
    CreatePackageRequest.Builder request = prosecution.request(77, Prosecution.manifest(summary));
    PackageSender.SentPackage first = prosecution.send(request, summary);
    PackageSender.SentPackage again = prosecution.send(request, summary);
    assertEquals(first.created(), again.created());
    assertEquals(first.completed().getReceipt(), again.completed().getReceipt());
    assertEquals(List.of(), again.documents());
    assertEquals(
        PackageState.PACKAGE_STATE_COMPLETED, prosecution.query(first.created()).getState());
    assertEquals(
        DocumentState.DOCUMENT_STATE_AVAILABLE, first.completed().getDocuments(0).getState());
  }

  @Test
  void addsSupplementsAndMarksWhatAReplacementSupersedes() throws Exception {
    String child = prosecution.area.child(1, prosecution.area.ann);
    byte[] one = Prosecution.content(100, 7);
    byte[] two = Prosecution.content(100, 8);
    CreatePackageResponse first =
        prosecution.send(prosecution.request(1, Prosecution.manifest(one)), one).created();
    CreatePackageRequest.Builder supplement =
        prosecution
            .request(1, Prosecution.manifest(two))
            .setRelation(PackageRelation.PACKAGE_RELATION_SUPPLEMENT)
            .setEarlierPackageId(first.getPackageId());
    assertEquals(2, prosecution.send(supplement, two).created().getVersion());
    assertEquals(
        List.of(false, false),
        list(prosecution.area.ann, child).stream().map(Package::getSuperseded).toList());
    CreatePackageRequest.Builder replacement =
        supplement
            .clone()
            .setRequestId(prosecution.area.requestId())
            .setRelation(PackageRelation.PACKAGE_RELATION_REPLACEMENT);
    prosecution.send(replacement, two);
    assertEquals(
        List.of(false, true, true),
        list(prosecution.area.ann, child).stream().map(Package::getSuperseded).toList());
    assertEquals(
        "PACKAGE_NOT_FOUND",
        Prosecution.refused(() ->
                prosecution
                    .stub()
                    .createPackage(
                        replacement
                            .clone()
                            .setRequestId(prosecution.area.requestId())
                            .setUrn("06SL0004525")
                            .build()))
            .reason());
  }

  @Test
  void endsAReadingWhenTheReadersRoleIsWithdrawn() throws Exception {
    prosecution.area.child(1, prosecution.area.ann);
    byte[] summary = Prosecution.content(8 * PapersLimits.PART_BYTES, 9);
    String document =
        prosecution
            .send(prosecution.request(1, Prosecution.manifest(summary)), summary)
            .created()
            .getDocumentIds(0);
    SlowReader reader = new SlowReader();
    CasePapersServiceGrpc.newStub(prosecution.area.as(prosecution.area.ann))
        .readDocument(asking(document, 0, 0), reader);
    reader.described.get(10, TimeUnit.SECONDS);
    prosecution.area.withdraw(
        prosecution.area.ann, Role.ROLE_CASE_MANAGER, prosecution.area.service);
    // What was on its way before arrives; then nothing but the end.
    reader.takeAll();
    Status end = reader.ended.get(5, TimeUnit.SECONDS);
    assertFalse(end.isOk());
    assertTrue(
        reader.bytes.get()
            <= PapersLimits.READ_AHEAD_BYTES
                + 2L * PapersLimits.READ_FRAME_BYTES
                + WireExchange.CLIENT_WINDOW_BYTES,
        "went on reading");
    assertEquals(
        0,
        new LoggedRefusals(WireExchange.shared().bean(Database.class))
            .times("NOT_AUDITED", "yjx.casepapers.v1.CasePapersService/ReadDocument"));
  }

  @Test
  void refusesToCompleteWhatIsNotWhole() throws Exception {
    byte[] summary = Prosecution.content(TWO_PARTS, 10);
    CreatePackageResponse created = prosecution.announced(1, summary);
    ExchangeException refused =
        Prosecution.refused(() ->
            prosecution
                .stub()
                .completePackage(
                    CompletePackageRequest.newBuilder()
                        .setRequestId(prosecution.area.requestId())
                        .setPackageId(created.getPackageId())
                        .build()));
    assertEquals("DOCUMENTS_AWAITED", refused.reason());
  }

  private List<Alert> alerts(String who) {
    return AlertServiceGrpc.newBlockingStub(prosecution.area.as(who))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getAlertsList();
  }

  private List<Package> list(String who, String child) {
    return prosecution
        .as(who)
        .listPackages(
            ListPackagesRequest.newBuilder()
                .setChildId(child)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getPackagesList();
  }

  private static ReadDocumentRequest asking(String document, long offset, long limit) {
    return ReadDocumentRequest.newBuilder()
        .setDocumentId(document)
        .setPurpose(Purpose.PURPOSE_SUPERVISION)
        .setOffset(offset)
        .setLimit(limit)
        .build();
  }

  private Iterator<ReadDocumentResponse> reading(
      String who, String document, long offset, long limit) {
    return prosecution.as(who).readDocument(asking(document, offset, limit));
  }

  private byte[] read(String who, String document, long offset, long limit) {
    List<ReadDocumentResponse> frames = new ArrayList<>();
    Context.current()
        .run(() -> reading(who, document, offset, limit).forEachRemaining(frames::add));
    return bytes(frames);
  }

  private static byte[] bytes(List<ReadDocumentResponse> frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (var channel = Channels.newChannel(all)) {
      for (ReadDocumentResponse frame : frames) {
        if (frame.hasBytes()) {
          assertEquals(all.size(), frame.getBytes().getOffset() - first(frames));
          channel.write(frame.getBytes().getData().asReadOnlyByteBuffer());
        }
      }
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return all.toByteArray();
  }

  private static long first(List<ReadDocumentResponse> frames) {
    return frames.stream()
        .filter(ReadDocumentResponse::hasBytes)
        .mapToLong(f -> f.getBytes().getOffset())
        .min()
        .orElse(0);
  }

  /** Takes one frame, and more only when it is told to. */
  private static final class SlowReader
      implements ClientResponseObserver<ReadDocumentRequest, ReadDocumentResponse> {
    final CompletableFuture<Document> described = new CompletableFuture<>();
    final CompletableFuture<Status> ended = new CompletableFuture<>();
    final AtomicLong bytes = new AtomicLong();
    private final CompletableFuture<ClientCallStreamObserver<ReadDocumentRequest>> started =
        new CompletableFuture<>();

    void takeAll() {
      started.join().request(Integer.MAX_VALUE);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ReadDocumentRequest> call) {
      call.disableAutoRequestWithInitial(1);
      started.complete(call);
    }

    @Override
    public void onNext(ReadDocumentResponse frame) {
      if (frame.hasDocument()) {
        described.complete(frame.getDocument());
      }
      bytes.addAndGet(frame.getBytes().getData().size());
    }

    @Override
    public void onError(Throwable why) {
      ended.complete(Status.fromThrowable(why));
    }

    @Override
    public void onCompleted() {
      ended.complete(Status.OK);
    }
  }
}
