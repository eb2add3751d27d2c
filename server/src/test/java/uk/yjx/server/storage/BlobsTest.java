package uk.yjx.server.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of blobs must do; asked of the folder here, and of a bucket in a subclass. */
class BlobsTest {
  private static final int PART_BYTES = 70_000;

  @TempDir Path folder;

  /** A store as a server that has just started sees it. */
  Blobs opened() {
    return new LocalBlobs(
        StorageSettings.embedded(folder),
        new BlobSettings("local", folder.resolve("blobs").toString(), false));
  }

  @Test
  void anotherServerReadsWhatWasSynced() throws Exception {
    UUID blob = UUID.randomUUID();
    byte[] first = bytes(PART_BYTES, 1);
    byte[] last = bytes(123, 2);
    write(blob, first, first, last);
    byte[] into = new byte[PART_BYTES];
    try (Blobs.Reader reader = opened().reader(blob, PART_BYTES)) {
      reader.part(2, into, last.length);
      assertArrayEquals(last, Arrays.copyOf(into, last.length));
      reader.part(1, into, PART_BYTES);
      assertArrayEquals(first, into);
      reader.part(0, into, PART_BYTES);
      assertArrayEquals(first, into);
    }
  }

  @Test
  void arraysAreTheCallersAgainOnceAdded() throws Exception {
    UUID blob = UUID.randomUUID();
    byte[] room = bytes(PART_BYTES, 3);
    byte[] kept = room.clone();
    try (Blobs.Writer writer = opened().writer(blob, PART_BYTES)) {
      writer.add(room, PART_BYTES);
      Arrays.fill(room, (byte) 0);
      writer.add(room, 10);
      writer.sync();
    }
    byte[] into = new byte[PART_BYTES];
    try (Blobs.Reader reader = opened().reader(blob, PART_BYTES)) {
      reader.part(0, into, PART_BYTES);
      assertArrayEquals(kept, into);
      reader.part(1, into, 10);
      assertArrayEquals(new byte[10], Arrays.copyOf(into, 10));
    }
  }

  @Test
  void saysWhereABlobEnds() throws Exception {
    UUID blob = UUID.randomUUID();
    write(blob, bytes(100, 4));
    byte[] into = new byte[PART_BYTES];
    try (Blobs.Reader reader = opened().reader(blob, PART_BYTES)) {
      assertThrows(EOFException.class, () -> reader.part(0, into, 101));
      assertThrows(EOFException.class, () -> reader.part(1, into, 1));
    }
    assertThrows(
        NoSuchFileException.class, () -> opened().reader(UUID.randomUUID(), PART_BYTES).close());
  }

  @Test
  void deletesABlobAndNoOtherAndMayDoItTwice() throws Exception {
    UUID blob = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    byte[] part = bytes(100, 5);
    write(blob, part, part);
    write(other, part);
    Blobs blobs = opened();
    blobs.delete(blob);
    blobs.delete(blob);
    assertThrows(NoSuchFileException.class, () -> blobs.reader(blob, PART_BYTES).close());
    byte[] into = new byte[100];
    try (Blobs.Reader reader = blobs.reader(other, PART_BYTES)) {
      reader.part(0, into, 100);
    }
    assertArrayEquals(part, into);
  }

  @Test
  void refusesAPartThatIsTooLarge() throws Exception {
    try (Blobs.Writer writer = opened().writer(UUID.randomUUID(), 10)) {
      assertEquals(
          "a part is larger than the blob's parts",
          assertThrows(IllegalArgumentException.class, () -> writer.add(new byte[11], 11))
              .getMessage());
    }
  }

  private void write(UUID blob, byte[]... parts) throws Exception {
    try (Blobs.Writer writer = opened().writer(blob, PART_BYTES)) {
      for (byte[] part : parts) {
        writer.add(part, part.length);
      }
      writer.sync();
    }
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
