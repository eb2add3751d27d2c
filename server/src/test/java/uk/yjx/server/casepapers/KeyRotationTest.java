package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.UploadDocumentResponse.FrameCase;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.DocumentKeys;
import uk.yjx.server.storage.FileKeyset;
import uk.yjx.server.storage.StorageException;
import uk.yjx.server.storage.Vault;

/** The key that wraps keys of documents is replaced while documents are sent and read. */
final class KeyRotationTest {
  @TempDir Path aside;

  private final CourtArea court = new CourtArea();
  private final Prosecution prosecution = Prosecution.in(court);
  private final byte[] content = Prosecution.content(PapersLimits.PART_BYTES + 1_000, 5);

  @Test
  void wrapsEveryKeyAnewAndOldOnesCanBeDestroyed() throws Exception {
    var unused = court.area.child(1, court.area.ann);
    UUID before = document();
    int first = FileKeyset.rotate(secrets(), new SecureRandom());
    assertTrue(court.exchange.bean(KeyRotation.class).run() > 0);
    assertEquals(first, number(before));
    assertTrue(Arrays.equals(content, read(before)));
    // New documents are wrapped by the new key at once.
    UUID between = document();
    assertEquals(first, number(between));
    int second = FileKeyset.rotate(secrets(), new SecureRandom());
    assertEquals(first + 1, second);
    byte[] copied = wrapped(between);
    KeyRotation rotation = court.exchange.bean(KeyRotation.class);
    assertTrue(rotation.run() >= 2);
    assertEquals(0, rotation.run());
    assertEquals(second, number(before));
    assertEquals(second, number(between));
    assertTrue(Arrays.equals(content, read(between)));
    // A copy of the table from before is of no use without the key that was destroyed.
    Path file = secrets().resolve("document-keys").resolve(first + ".key");
    Files.move(file, aside.resolve("destroyed"));
    DocumentKeys there = court.exchange.database().documentKeys();
    try {
      assertThrows(StorageException.class, () -> there.unwrap(copied));
      assertTrue(there.unwrap(wrapped(between)).wrapped().length > DocumentKeys.HEADER_BYTES);
    } finally {
      Files.move(aside.resolve("destroyed"), file);
    }
  }

  private Path secrets() {
    return court.exchange.bean(FileKeyset.class).secrets();
  }

  private UUID document() throws Exception {
    CreatePackageResponse created = prosecution.announced(1, content);
    var unused =
        prosecution
            .sending()
            .open(created.getDocumentIds(0))
            .part(Prosecution.part(content, 0))
            .part(Prosecution.part(content, PapersLimits.PART_BYTES))
            .await(FrameCase.VERIFIED);
    return UUID.fromString(created.getDocumentIds(0));
  }

  private byte[] read(UUID document) throws Exception {
    DocumentParts parts =
        court.exchange.bean(UploadLedger.class).parts(document, content.length).orElseThrow();
    ByteBuffer all = ByteBuffer.allocate(content.length);
    try (StoredContent stored =
        new StoredContent(
            court.exchange.bean(Blobs.class), court.exchange.bean(Vault.class), parts)) {
      for (int i = 0; i < stored.count(); i++) {
        all.put(stored.part(i));
      }
    }
    return all.array();
  }

  private int number(UUID document) throws SQLException {
    return ByteBuffer.wrap(wrapped(document), 1, Integer.BYTES).getInt();
  }

  private byte[] wrapped(UUID document) throws SQLException {
    try (Connection c = court.exchange.bean(Database.class).pool().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "SELECT wrapped FROM casepapers.document_key WHERE document_id = ?")) {
      s.setObject(1, document);
      try (ResultSet r = s.executeQuery()) {
        assertTrue(r.next());
        return r.getBytes(1);
      }
    }
  }
}
