package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.PapersFacts;
import uk.yjx.casepapers.v1.CompletePackageRequest;
import uk.yjx.casepapers.v1.CompletePackageResponse;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.QuarantineReason;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.casepapers.v1.UploadDocumentResponse.FrameCase;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.WireExchange;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.Vault;

/** Documents that a check holds back: their sender learns why, and nobody reads them. */
final class HeldBackTest {
  private final WireExchange exchange = WireExchange.shared();
  private final Prosecution prosecution = new Prosecution(exchange);

  @Test
  void tellsTheSenderWhyAndTheWorkerHowManyAndLetsNobodyRead() throws Exception {
    prosecution.area.child(1, prosecution.area.ann);
    byte[] good = ContentChecksTest.pdf("", "(Case summary) Tj");
    byte[] bad = ContentChecksTest.pdf("", "(WITNESS LIST) Tj");
    CreatePackageResponse created =
        prosecution
            .stub()
            .createPackage(
                prosecution
                    .request(
                        1,
                        Prosecution.manifest(good),
                        Prosecution.manifest(bad).setTitle("Further evidence"))
                    .build());
    assertEquals(DocumentState.DOCUMENT_STATE_VERIFIED, sent(created, 0, good).getState());
    DocumentProgress held = sent(created, 1, bad);
    assertEquals(DocumentState.DOCUMENT_STATE_QUARANTINED, held.getState());
    assertEquals(QuarantineReason.QUARANTINE_REASON_WITHHELD_KIND, held.getQuarantineReason());
    CompletePackageResponse completed =
        prosecution
            .stub()
            .completePackage(
                CompletePackageRequest.newBuilder()
                    .setRequestId(prosecution.area.requestId())
                    .setPackageId(created.getPackageId())
                    .build());
    assertEquals(
        List.of(DocumentState.DOCUMENT_STATE_AVAILABLE, DocumentState.DOCUMENT_STATE_QUARANTINED),
        completed.getDocumentsList().stream().map(DocumentProgress::getState).toList());
    PapersFacts told =
        AlertServiceGrpc.newBlockingStub(prosecution.area.as(prosecution.area.ann))
            .listAlerts(
                ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
            .getAlerts(0)
            .getFacts()
            .getPapers();
    assertEquals(1, told.getDocuments());
    assertEquals(1, told.getHeldBack());
    assertEquals(
        "DOCUMENT_NOT_FOUND",
        Prosecution.refused(() ->
                prosecution
                    .as(prosecution.area.ann)
                    .readDocument(
                        ReadDocumentRequest.newBuilder()
                            .setDocumentId(created.getDocumentIds(1))
                            .setPurpose(Purpose.PURPOSE_SUPERVISION)
                            .build())
                    .next())
            .reason());
    assertTrue(
        exchange
            .bean(UploadLedger.class)
            .parts(UUID.fromString(created.getDocumentIds(1)), bad.length)
            .isEmpty(),
        "the key of what was held back is there");
  }

  @Test
  void refusesAPackageOfNothingButWhatIsHeldBack() throws Exception {
    byte[] bad = ContentChecksTest.pdf("<< /S /JavaScript >>", "");
    CreatePackageResponse created = prosecution.announced(1, bad);
    assertEquals(
        QuarantineReason.QUARANTINE_REASON_ACTIVE_CONTENT,
        sent(created, 0, bad).getQuarantineReason());
    assertEquals(
        "NOTHING_TO_RELEASE",
        Prosecution.refused(() ->
                prosecution
                    .stub()
                    .completePackage(
                        CompletePackageRequest.newBuilder()
                            .setRequestId(prosecution.area.requestId())
                            .setPackageId(created.getPackageId())
                            .build()))
            .reason());
  }

  @Test
  void asksTheScannerByItsOwnProtocol() throws Exception {
    byte[] content = Prosecution.content(PapersLimits.PART_BYTES + 100, 5);
    CreatePackageResponse created = prosecution.announced(1, content);
    sent(created, 0, content);
    assertEquals(Optional.empty(), scanned(created, content, "stream: OK"));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_MALWARE),
        scanned(created, content, "stream: Invented.Test FOUND"));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_NOT_SCANNED),
        scanned(created, content, "INSTREAM size limit exceeded. ERROR"));
    try {
      scanned(created, content, "");
      throw new AssertionError("a scanner that said nothing was believed");
    } catch (Failure.Refused refused) {
      assertEquals("SCANNER_UNAVAILABLE", refused.failure().reason());
    }
  }

  private DocumentProgress sent(CreatePackageResponse created, int index, byte[] content)
      throws Exception {
    Prosecution.Sending sending = prosecution.sending().open(created.getDocumentIds(index));
    for (int at = 0; at < content.length; at += PapersLimits.PART_BYTES) {
      sending.part(Prosecution.part(content, at));
    }
    sending.answers();
    return sending.await(FrameCase.VERIFIED).getVerified().getProgress();
  }

  /** Scans a stored document with a daemon that reads all of it and answers so. */
  private Optional<QuarantineReason> scanned(
      CreatePackageResponse created, byte[] content, String answer) throws Exception {
    DocumentParts parts =
        exchange
            .bean(UploadLedger.class)
            .parts(UUID.fromString(created.getDocumentIds(0)), content.length)
            .orElseThrow();
    try (ServerSocket daemon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StoredContent stored =
            new StoredContent(exchange.bean(Blobs.class), exchange.bean(Vault.class), parts)) {
      Thread reader = Thread.ofVirtual().start(() -> daemon(daemon, content, answer));
      MalwareScan scan =
          new MalwareScan(new PapersSettings(Duration.ZERO, "127.0.0.1:" + daemon.getLocalPort()));
      try {
        return scan.scan(stored);
      } finally {
        reader.join();
      }
    }
  }

  private static void daemon(ServerSocket listening, byte[] content, String answer) {
    try (Socket client = listening.accept()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      byte[] command = in.readNBytes("zINSTREAM\0".length());
      assertEquals("zINSTREAM\0", new String(command, StandardCharsets.US_ASCII));
      java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
      for (int length = in.readInt(); length > 0; length = in.readInt()) {
        all.writeBytes(in.readNBytes(length));
      }
      if (java.util.Arrays.equals(content, all.toByteArray())) {
        client.getOutputStream().write((answer + "\0").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A manifest of another media type. */
  static DocumentManifest.Builder as(byte[] content, String type) {
    return Prosecution.manifest(content).setMediaType(type);
  }
}
