package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.casepapers.v1.QueryUploadResponse;
import uk.yjx.casepapers.v1.UploadDocumentResponse.FrameCase;
import uk.yjx.server.alerts.AlertsExchange;

/** A package that nobody completes in time is given up, and nothing of it is kept. */
final class PapersSweepTest {
  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Prosecution prosecution = new Prosecution(exchange);

  @Test
  void givesUpWhatWasNotCompletedInTimeAndKeepsNothing() throws Exception {
    byte[] content = Prosecution.content(PapersLimits.PART_BYTES + 1, 1);
    CreatePackageResponse created = prosecution.announced(1, content);
    Prosecution.Sending sending = prosecution.sending().open(created.getDocumentIds(0));
    sending.await(FrameCase.OPENED);
    sending.part(Prosecution.part(content, 0)).await(FrameCase.COMMITTED);
    exchange.clock().pass(PapersLimits.PACKAGE_OPEN_MAX.plus(Duration.ofSeconds(1)));
    String refused =
        String.valueOf(
            prosecution.sending().open(created.getDocumentIds(0)).refusal().getMessage());
    assertTrue(refused.contains("PACKAGE_EXPIRED"), refused);
    assertTrue(exchange.bean(PapersSweep.class).run() >= 1);
    assertEquals(0, exchange.bean(PapersSweep.class).run());
    QueryUploadResponse left = prosecution.query(created);
    assertEquals(PackageState.PACKAGE_STATE_EXPIRED, left.getState());
    assertEquals(DocumentState.DOCUMENT_STATE_AWAITED, left.getDocuments(0).getState());
    assertTrue(
        exchange
            .bean(UploadLedger.class)
            .parts(UUID.fromString(created.getDocumentIds(0)), content.length)
            .isEmpty());
    assertEquals(
        "UPLOAD_SUPERSEDED",
        reason(
            sending
                .part(Prosecution.part(content, PapersLimits.PART_BYTES))
                .refusal()
                .getMessage()));
  }

  /** The in-process exchange tells reasons as descriptions. */
  private static String reason(@org.jspecify.annotations.Nullable String message) {
    String text = String.valueOf(message);
    return text.substring(text.lastIndexOf(' ') + 1);
  }
}
