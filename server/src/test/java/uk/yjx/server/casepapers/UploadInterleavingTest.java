package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentPart;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.server.WireExchange;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.Vault;

/**
 * Any interleaving of parts, repeats, wrong parts, two writers, and crashes before and after every
 * step leaves either the exact content or an honest error, never anything else.
 */
final class UploadInterleavingTest {
  private static final int CASES = 40;
  private static final int STEPS_MAX = 60;
  private static final int PARTS_MAX = 4;

  /** Enough to be known as a PDF. */
  private static final int SIZE_MIN = 16;

  private final WireExchange exchange = WireExchange.shared();
  private final Prosecution prosecution = new Prosecution(exchange);
  private final long seed = Long.getLong("yjx.seed", new SecureRandom().nextLong());
  private final Random random = new Random(seed);
  private final FailingBlobs blobs = new FailingBlobs(exchange.bean(Blobs.class), random);
  private final DocumentUploads uploads =
      new DocumentUploads(
          exchange.bean(PackageReader.class),
          exchange.bean(UploadLedger.class),
          exchange.bean(ContentChecks.class),
          blobs,
          exchange.bean(Vault.class),
          exchange.bean(Ids.class),
          InstantSource.system());

  @Test
  void endsWithTheExactContentOrAnHonestError() throws Exception {
    System.err.println("seed " + seed);
    for (int i = 0; i < CASES; i++) {
      one("seed " + seed + ", case " + i);
    }
  }

  private void one(String named) throws Exception {
    int size = SIZE_MIN + random.nextInt(PARTS_MAX * PapersLimits.PART_BYTES);
    byte[] content = Prosecution.content(size, random.nextLong());
    CreatePackageResponse created = prosecution.announced(1, content);
    UUID id = UUID.fromString(created.getDocumentIds(0));
    List<DocumentUploads.Opened.Writing> writers = new ArrayList<>();
    long durable = 0;
    boolean whole = false;
    for (int step = 0; step < STEPS_MAX && !whole; step++) {
      blobs.failing = random.nextInt(4) == 0;
      whole = step(id, content, writers, named);
      long now = prosecution.query(created).getDocuments(0).getCommittedBytes();
      assertTrue(now >= durable, named + ": what was durable is gone");
      durable = now;
    }
    blobs.failing = false;
    finish(id, content, named);
    assertEquals(
        DocumentState.DOCUMENT_STATE_VERIFIED,
        prosecution.query(created).getDocuments(0).getState(),
        named);
    assertTrue(Arrays.equals(content, stored(id, size)), named + ": other content is stored");
    for (DocumentUploads.Opened.Writing writer : writers) {
      writer.writer().close();
    }
  }

  /** One step of anybody; whether the document is whole and verified. */
  private boolean step(
      UUID id, byte[] content, List<DocumentUploads.Opened.Writing> writers, String named)
      throws IOException {
    if (writers.isEmpty() || random.nextInt(5) == 0) {
      return open(id, writers);
    }
    DocumentUploads.Opened.Writing live = writers.get(random.nextInt(writers.size()));
    DocumentWriter writer = live.writer();
    try {
      if (writer.isWhole()) {
        return uploads.verify(live, () -> random.nextInt(50) == 0).isPresent();
      }
      Failure wrong = writer.write(parts(content, writer.synced()));
      if (random.nextInt(4) > 0) {
        // Otherwise the next parts are written before the offset has moved to these.
        writer.commit(writer.synced());
      }
      if (wrong != null) {
        assertTrue(
            List.of(
                    "OFFSET_NOT_COMMITTED",
                    "PART_CHECKSUM_WRONG",
                    "PART_SIZE_WRONG",
                    "PART_BEYOND_END")
                .contains(wrong.reason()),
            named + ": " + wrong.reason());
      }
    } catch (Failure.Refused refused) {
      assertEquals("UPLOAD_SUPERSEDED", refused.failure().reason(), named);
    } catch (IOException crashed) {
      // The process died here: nobody closes anything, and nobody goes on with this writer.
      writers.remove(live);
    }
    return false;
  }

  private boolean open(UUID id, List<DocumentUploads.Opened.Writing> writers) {
    return switch (uploads.open(caller(), id)) {
      case DocumentUploads.Opened.Whole whole -> true;
      case DocumentUploads.Opened.Writing writing -> {
        writers.add(writing);
        yield false;
      }
    };
  }

  /** One or two parts: right, repeated, skipped ahead, damaged or cut short. */
  private List<DocumentPart> parts(byte[] content, long committed) {
    List<DocumentPart> parts = new ArrayList<>();
    long at = committed;
    for (int i = 0; i <= random.nextInt(2) && at < content.length; i++) {
      DocumentPart.Builder part = Prosecution.part(content, (int) at);
      switch (random.nextInt(12)) {
        case 0 -> part.setOffset(Math.max(0, at - PapersLimits.PART_BYTES + 1));
        case 1 -> part.setOffset(at + PapersLimits.PART_BYTES);
        case 2 -> part.setCrc32C(part.getCrc32C() + 1);
        case 3 -> part.setData(part.getData().substring(0, Math.max(1, part.getData().size() / 2)));
        default -> at += part.getData().size();
      }
      parts.add(part.build());
    }
    return parts;
  }

  /** A new process goes on and brings it to its end. */
  private void finish(UUID id, byte[] content, String named) throws IOException {
    if (!(uploads.open(caller(), id) instanceof DocumentUploads.Opened.Writing writing)) {
      return;
    }
    try (DocumentWriter writer = writing.writer()) {
      while (!writer.isWhole()) {
        assertEquals(
            null,
            writer.write(List.of(Prosecution.part(content, (int) writer.synced()).build())),
            named);
        assertTrue(writer.commit(writer.synced()), named);
      }
      assertTrue(uploads.verify(writing, () -> false).isPresent(), named);
    }
  }

  private byte[] stored(UUID id, int size) throws Exception {
    DocumentParts parts = exchange.bean(UploadLedger.class).parts(id, size).orElseThrow();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (StoredContent content =
        new StoredContent(exchange.bean(Blobs.class), exchange.bean(Vault.class), parts)) {
      for (int i = 0; i < content.count(); i++) {
        all.writeBytes(content.part(i));
      }
    }
    return all.toByteArray();
  }

  private Caller caller() {
    return new Caller(
        PrincipalId.parse(prosecution.system),
        "yjx.local",
        new uk.yjx.server.identity.ClientCertificate(
            "00".repeat(32),
            InstantSource.system().instant().plusSeconds(3_600),
            "00".repeat(32),
            java.util.Set.of()),
        java.util.Set.of(),
        0);
  }

  /**
   * The real store, in which a process dies now and then: before a write, after it, at the sync.
   */
  private static final class FailingBlobs implements Blobs {
    private final Blobs real;
    private final Random random;
    boolean failing;

    FailingBlobs(Blobs real, Random random) {
      this.real = real;
      this.random = random;
    }

    private void mayFail() throws IOException {
      if (failing && random.nextInt(4) == 0) {
        throw new IOException("died");
      }
    }

    @Override
    public Writer writer(UUID blob, int partBytes) throws IOException {
      Writer writer = real.writer(blob, partBytes);
      return new Writer() {
        @Override
        public void add(byte[] sealed, int length) throws IOException {
          mayFail();
          writer.add(sealed, length);
          mayFail();
        }

        @Override
        public void sync() throws IOException {
          mayFail();
          writer.sync();
          mayFail();
        }

        @Override
        public void close() throws IOException {
          writer.close();
        }
      };
    }

    @Override
    public Reader reader(UUID blob, int partBytes) throws IOException {
      return real.reader(blob, partBytes);
    }

    @Override
    public void delete(UUID blob) throws IOException {
      real.delete(blob);
    }

    @Override
    public String kind() {
      return real.kind();
    }

    @Override
    public boolean shared() {
      return real.shared();
    }
  }
}
