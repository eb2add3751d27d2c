package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.casepapers.v1.CompletePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.ListPackagesRequest;
import uk.yjx.casepapers.v1.Package;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.casepapers.v1.UploadDocumentResponse.FrameCase;
import uk.yjx.common.v1.Purpose;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.operations.v1.RecordKind;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Officers;
import uk.yjx.server.storage.Blobs;

/** Case papers past their time: keys, content and the alerts about them go together. */
final class PapersErasureTest {
  private static final int KEEP_DAYS = 30;

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Prosecution prosecution = new Prosecution(exchange);
  private final Officers officers =
      new Officers(prosecution.area, prosecution.agency).keeping(KEEP_DAYS);

  @Test
  void erasesPapersWithEveryDocumentOnceTwoPeopleAgree() throws Exception {
    String child = prosecution.area.child(1, prosecution.area.ann);
    byte[] content = Prosecution.content(PapersLimits.PART_BYTES + 1, 7);
    CreatePackageResponse created = completed(content);
    String document = created.getDocumentIds(0);
    DocumentParts stored =
        exchange
            .bean(UploadLedger.class)
            .parts(UUID.fromString(document), content.length)
            .orElseThrow();
    UUID blob = stored.segments().getFirst().blob();
    assertEquals(1, packages(child).size());
    assertEquals(1, alerts().size());
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));

    officers.hold(child, false);
    assertEquals(1, officers.run(true).getHeld());
    officers.hold(child, true);
    assertTrue(officers.run(false).hasReceipt());
    Erasure waiting = officers.erasures(false).getFirst();
    assertEquals(RecordKind.RECORD_KIND_CASE_PAPERS, waiting.getKind());
    assertEquals(1, packages(child).size());
    officers.approve(waiting);

    assertEquals(List.of(), packages(child));
    assertEquals(List.of(), alerts());
    StatusRuntimeException gone = assertThrows(StatusRuntimeException.class, () -> read(document));
    assertEquals("DOCUMENT_NOT_FOUND", gone.getStatus().getDescription());
    assertEquals(
        DocumentState.DOCUMENT_STATE_ERASED, prosecution.query(created).getDocuments(0).getState());
    assertTrue(
        exchange
            .bean(UploadLedger.class)
            .parts(UUID.fromString(document), content.length)
            .isEmpty());
    exchange.bean(PapersSweep.class).run();
    assertThrows(
        IOException.class,
        () -> exchange.bean(Blobs.class).reader(blob, DocumentParts.SEALED_PART_BYTES));
    assertEquals(0, officers.run(true).getDue());
    assertTrue(officers.erasures(true).getFirst().getDone());
  }

  private CreatePackageResponse completed(byte[] content) throws Exception {
    CreatePackageResponse created = prosecution.announced(1, content);
    Prosecution.Sending sending = prosecution.sending().open(created.getDocumentIds(0));
    for (int at = 0; at < content.length; at += PapersLimits.PART_BYTES) {
      sending.part(Prosecution.part(content, at));
    }
    sending.await(FrameCase.VERIFIED);
    var unused =
        prosecution
            .stub()
            .completePackage(
                CompletePackageRequest.newBuilder()
                    .setRequestId(prosecution.area.requestId())
                    .setPackageId(created.getPackageId())
                    .build());
    return created;
  }

  private List<Package> packages(String child) {
    return prosecution
        .as(prosecution.area.ann)
        .listPackages(
            ListPackagesRequest.newBuilder()
                .setChildId(child)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getPackagesList();
  }

  private List<Alert> alerts() {
    return AlertServiceGrpc.newBlockingStub(prosecution.area.as(prosecution.area.ann))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getAlertsList();
  }

  private void read(String document) {
    prosecution
        .as(prosecution.area.ann)
        .readDocument(
            ReadDocumentRequest.newBuilder()
                .setDocumentId(document)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .forEachRemaining(frame -> {});
  }
}
