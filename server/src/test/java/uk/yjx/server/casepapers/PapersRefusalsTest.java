package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import uk.yjx.casepapers.v1.AbortUploadRequest;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.casepapers.v1.UploadDocumentResponse.FrameCase;
import uk.yjx.client.ExchangeException;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Role;
import uk.yjx.server.WireExchange;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.Database;

/** Everything a sender can do wrong has a reason of its own, and nothing of it is kept. */
final class PapersRefusalsTest {
  private static final int TWO_PARTS = PapersLimits.PART_BYTES + 4_711;

  private final Prosecution prosecution = new Prosecution(WireExchange.shared());

  @Test
  void refusesPackagesThatBreakARuleEachWithItsOwnReason() throws Exception {
    Map<String, Consumer<CreatePackageRequest.Builder>> wrong = new LinkedHashMap<>();
    wrong.put("URN_INVALID", r -> r.setUrn("NOT A URN"));
    wrong.put("DOCUMENT_KIND_WITHHELD", r -> first(r, DocumentKind.DOCUMENT_KIND_WITNESS_LIST));
    wrong.put(
        "MEDIA_TYPE_NOT_ALLOWED",
        r -> r.getDocumentsBuilder(0).setMediaType("application/x-msdownload"));
    wrong.put("DOCUMENT_TOO_LARGE", r -> r.getDocumentsBuilder(0).setSizeBytes(1L << 40));
    wrong.put("TITLE_NOT_ALLOWED", r -> r.getDocumentsBuilder(0).setTitle("../../etc/passwd"));
    wrong.put("MARKING_TOO_HIGH", r -> r.getDocumentsBuilder(0).setMarking(Marking.MARKING_SECRET));
    wrong.put(
        "PACKAGE_NOT_FOUND",
        r ->
            r.setRelation(PackageRelation.PACKAGE_RELATION_SUPPLEMENT)
                .setEarlierPackageId(new UUID(7, 7).toString()));
    wrong.put(
        "VALIDATION_FAILED", r -> r.getDocumentsBuilder(0).setSha256(ByteString.copyFromUtf8("x")));
    long before = rows("package");
    byte[] content = Prosecution.content(100, 1);
    wrong.forEach((reason, change) -> {
      CreatePackageRequest.Builder request = prosecution.request(1, Prosecution.manifest(content));
      change.accept(request);
      assertEquals(
          reason,
          Prosecution.refused(() -> prosecution.stub().createPackage(request.build())).reason());
    });
    assertEquals(before, rows("package"));
  }

  @Test
  void refusesTitlesThatAreMoreThanTheyLook() {
    for (String title :
        List.of("a/b", "a\\b", ".hidden", "end.", "C:x", " x", "a\u202Efdp", "a\u0000b", "a\nb")) {
      assertFalse(TitleRule.allows(title), title);
    }
    for (String title : List.of("Case summary", "Tŷ Cornel: none", "MG5 (redacted)")) {
      assertEquals(!title.contains(":"), TitleRule.allows(title), title);
    }
  }

  @Test
  void refusesPartsThatDoNotFitAndKeepsWhatCameBefore() throws Exception {
    byte[] content = Prosecution.content(TWO_PARTS, 2);
    CreatePackageResponse created = prosecution.announced(1, content);
    String id = created.getDocumentIds(0);
    assertEquals(
        "UPLOAD_NOT_OPENED",
        prosecution.sending().part(Prosecution.part(content, 0)).refusal().reason());
    assertEquals("UPLOAD_OPENED_TWICE", prosecution.sending().open(id).open(id).refusal().reason());
    assertEquals(
        "PART_CHECKSUM_WRONG",
        opened(id).part(Prosecution.part(content, 0).setCrc32C(4711)).refusal().reason());
    assertEquals("PART_SIZE_WRONG", opened(id).part(cut(content, 0, 1_000)).refusal().reason());
    assertEquals(0, committed(created));
    ExchangeException offset =
        opened(id).part(Prosecution.part(content, 0)).part(Prosecution.part(content, 0)).refusal();
    assertEquals("OFFSET_NOT_COMMITTED", offset.reason());
    assertTrue(
        String.valueOf(offset.getMessage()).contains(Integer.toString(PapersLimits.PART_BYTES)));
    assertEquals(PapersLimits.PART_BYTES, committed(created));
    byte[] longer = Prosecution.content(2 * PapersLimits.PART_BYTES, 2);
    assertEquals(
        "PART_BEYOND_END",
        opened(id).part(Prosecution.part(longer, PapersLimits.PART_BYTES)).refusal().reason());
    prosecution
        .sending()
        .open(id)
        .part(Prosecution.part(content, PapersLimits.PART_BYTES))
        .answers();
    assertEquals(
        DocumentState.DOCUMENT_STATE_VERIFIED,
        prosecution.query(created).getDocuments(0).getState());
  }

  @Test
  void destroysWhatHasAnotherDigestAndTakesItAgainFromTheBeginning() throws Exception {
    byte[] content = Prosecution.content(TWO_PARTS, 3);
    byte[] other = Prosecution.content(TWO_PARTS, 4);
    CreatePackageResponse created = prosecution.announced(1, content);
    String id = created.getDocumentIds(0);
    assertEquals(
        "DIGEST_MISMATCH",
        prosecution
            .sending()
            .open(id)
            .part(Prosecution.part(other, 0))
            .part(Prosecution.part(other, PapersLimits.PART_BYTES))
            .refusal()
            .reason());
    assertEquals(0, committed(created));
    assertEquals(0, keysOf(id));
    prosecution
        .sending()
        .open(id)
        .part(Prosecution.part(content, 0))
        .part(Prosecution.part(content, PapersLimits.PART_BYTES))
        .answers();
    assertEquals(
        DocumentState.DOCUMENT_STATE_VERIFIED,
        prosecution.query(created).getDocuments(0).getState());
  }

  @Test
  void letsTheLatestWriterGoOnAndTellsTheOtherThatItIsSuperseded() throws Exception {
    byte[] content = Prosecution.content(TWO_PARTS, 5);
    CreatePackageResponse created = prosecution.announced(1, content);
    String id = created.getDocumentIds(0);
    Prosecution.Sending one = opened(id);
    Prosecution.Sending two = opened(id);
    assertEquals("UPLOAD_SUPERSEDED", one.part(Prosecution.part(content, 0)).refusal().reason());
    two.part(Prosecution.part(content, 0))
        .part(Prosecution.part(content, PapersLimits.PART_BYTES))
        .answers();
    assertEquals(
        DocumentState.DOCUMENT_STATE_VERIFIED,
        prosecution.query(created).getDocuments(0).getState());
  }

  @Test
  void givesUpADocumentOrAPackageAndKeepsNothing() throws Exception {
    byte[] content = Prosecution.content(TWO_PARTS, 6);
    CreatePackageResponse created = prosecution.announced(1, content);
    String id = created.getDocumentIds(0);
    Prosecution.Sending sending = opened(id);
    sending.part(Prosecution.part(content, 0)).await(FrameCase.COMMITTED);
    UUID blob = blobOf(id);
    abort(created, id);
    assertEquals(
        "UPLOAD_SUPERSEDED",
        sending.part(Prosecution.part(content, PapersLimits.PART_BYTES)).refusal().reason());
    assertEquals(0, committed(created));
    assertEquals(0, keysOf(id));
    WireExchange.shared().bean(PapersSweep.class).run();
    try {
      WireExchange.shared().bean(Blobs.class).reader(blob, DocumentParts.SEALED_PART_BYTES).close();
      throw new AssertionError("the blob is still there");
    } catch (java.nio.file.NoSuchFileException gone) {
      // As it should be.
    }
    abort(created, "");
    assertEquals(PackageState.PACKAGE_STATE_ABORTED, prosecution.query(created).getState());
    assertEquals("PACKAGE_NOT_OPEN", prosecution.sending().open(id).refusal().reason());
  }

  @Test
  void endsAnUploadWhenTheSendersRoleIsWithdrawn() throws Exception {
    byte[] content = Prosecution.content(TWO_PARTS, 8);
    Prosecution.Sending sending = opened(prosecution.announced(1, content).getDocumentIds(0));
    prosecution.area.withdraw(prosecution.system, Role.ROLE_PAPERS_SUBMITTER, "");
    assertEquals("ROLE_WITHDRAWN", sending.refusal().reason());
  }

  @Test
  void refusesMoreUploadsAtOnceThanACallerMayHave() throws Exception {
    byte[] content = Prosecution.content(TWO_PARTS, 7);
    Prosecution.Sending[] open = new Prosecution.Sending[PapersLimits.UPLOADS_PER_CALLER_MAX];
    for (int i = 0; i < open.length; i++) {
      open[i] = opened(prosecution.announced(1, content).getDocumentIds(0));
    }
    assertEquals("UPLOADS_FULL", prosecution.sending().refusal().reason());
    open[0].halfClose().answers();
    opened(prosecution.announced(1, content).getDocumentIds(0)).drop();
    for (int i = 1; i < open.length; i++) {
      open[i].drop();
    }
  }

  private Prosecution.Sending opened(String id) throws InterruptedException {
    Prosecution.Sending sending = prosecution.sending().open(id);
    sending.await(FrameCase.OPENED);
    return sending;
  }

  private void abort(CreatePackageResponse created, String document) {
    var unused =
        prosecution
            .stub()
            .abortUpload(
                AbortUploadRequest.newBuilder()
                    .setRequestId(prosecution.area.requestId())
                    .setPackageId(created.getPackageId())
                    .setDocumentId(document)
                    .build());
  }

  private static uk.yjx.casepapers.v1.DocumentPart.Builder cut(byte[] content, int at, int length) {
    byte[] data = java.util.Arrays.copyOfRange(content, at, at + length);
    return uk.yjx.casepapers.v1.DocumentPart.newBuilder()
        .setOffset(at)
        .setData(ByteString.copyFrom(data))
        .setCrc32C(Prosecution.crc32c(data));
  }

  private static void first(CreatePackageRequest.Builder request, DocumentKind kind) {
    request.getDocumentsBuilder(0).setKind(kind);
  }

  private long committed(CreatePackageResponse created) {
    return prosecution.query(created).getDocuments(0).getCommittedBytes();
  }

  private static long keysOf(String document) throws Exception {
    return number(
        "SELECT count(*) FROM casepapers.document_key WHERE document_id = '" + document + "'");
  }

  private static long rows(String table) throws Exception {
    return number("SELECT count(*) FROM casepapers." + table);
  }

  private static UUID blobOf(String document) throws Exception {
    try (Connection c = WireExchange.shared().bean(Database.class).pool().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "SELECT blob_id FROM casepapers.segment WHERE document_id = ?"
                    + " ORDER BY writer_epoch DESC LIMIT 1")) {
      s.setObject(1, UUID.fromString(document));
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getObject(1, UUID.class);
      }
    }
  }

  private static long number(String sql) throws Exception {
    try (Connection c = WireExchange.shared().bean(Database.class).pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql);
        ResultSet r = s.executeQuery()) {
      r.next();
      return r.getLong(1);
    }
  }
}
