package uk.yjx.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed server leaves behind must not be taken for a living one. */
class PostmasterFileTest {

  @TempDir Path folder;

  @Test
  void startsAgainWhenTheDeadServersNumberBelongsToAnotherProcess() throws IOException {
    StorageSettings settings = StorageSettings.embedded(folder);
    Path data = folder.resolve("postgres");
    Path file = data.resolve("postmaster.pid");
    List<String> left;
    try (Storage storage = Storage.open(settings, new SecureRandom())) {
      left = new ArrayList<>(Files.readAllLines(file));
    }
    Process stranger = new ProcessBuilder("cat").start();
    try {
      left.set(0, Long.toString(stranger.pid()));
      Files.write(file, left);
      try (Storage storage = Storage.open(settings, new SecureRandom())) {
        assertTrue(stranger.isAlive());
      }
    } finally {
      stranger.destroy();
    }
  }

  @Test
  void deadServersFileKeepsItsSharedMemoryButNeitherNumberNorState() throws IOException {
    List<String> left =
        List.of(
            "999999999",
            folder.toString(),
            "1700000000",
            "5432",
            "",
            "127.0.0.1",
            "  123 4",
            "ready");
    Path file = folder.resolve("postmaster.pid");
    Files.write(file, left);

    PostmasterFile.disown(folder);

    List<String> now = Files.readAllLines(file);
    assertEquals(Long.toString(ProcessHandle.current().pid()), now.getFirst());
    assertEquals(left.subList(1, 7), now.subList(1, now.size()));
    assertFalse(PostmasterFile.of(folder).orElseThrow().ready());
  }
}
