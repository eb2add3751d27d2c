package uk.yjx.client.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorStoreTest {

  @TempDir Path folder;

  @Test
  void keepsTheLastCursorInAFile() throws IOException {
    Path file = folder.resolve("cursor");
    CursorStore store = CursorStore.inFile(file);
    assertEquals(ByteString.EMPTY, store.load());

    store.save(ScriptedAlerts.cursor(1));
    store.save(ScriptedAlerts.cursor(2));
    assertEquals(ScriptedAlerts.cursor(2), CursorStore.inFile(file).load());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void takesAFileThatIsNoCursorForNone() throws IOException {
    Path file = folder.resolve("cursor");
    Files.writeString(file, "x".repeat(129));
    assertEquals(ByteString.EMPTY, CursorStore.inFile(file).load());
  }

  @Test
  void saysSoWhenTheCursorCannotBeStored() {
    CursorStore store = CursorStore.inFile(folder.resolve("absent/cursor"));
    assertThrows(UncheckedIOException.class, () -> store.save(ScriptedAlerts.cursor(1)));
  }
}
