package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeSettingsTest {

  @TempDir Path folder;

  @Test
  void readsYamlAndPropertiesAlike() throws Exception {
    Path yaml = folder.resolve("yjx.yaml");
    Files.writeString(
        yaml, "yjx:\n  storage:\n    data-dir: /srv/yjx\n  transport:\n    port: 7443\n");
    Path properties = folder.resolve("yjx.properties");
    Files.writeString(properties, "yjx.storage.data-dir=/srv/yjx\nyjx.transport.port=7443\n");
    assertEquals(
        Map.of("yjx.storage.data-dir", "/srv/yjx", "yjx.transport.port", 7443),
        ServeSettings.fromFile(yaml));
    assertEquals(
        Map.of("yjx.storage.data-dir", "/srv/yjx", "yjx.transport.port", "7443"),
        ServeSettings.fromFile(properties));
  }

  @Test
  void readsShortAndLongNamesFromTheEnvironmentAndLeavesTheClientsAlone() {
    assertEquals(
        Map.of("yjx.storage.data-dir", "/d", "yjx.storage.pool-size", "4"),
        ServeSettings.fromEnvironment(
            Map.of(
                "YJX_DATA_DIR", "/d",
                "YJX_STORAGE_POOL_SIZE", "4",
                "YJX_TARGET", "localhost:1",
                "YJX_JAVA_OPTS", "-Xmx1g",
                "PATH", "/bin")));
  }

  @Test
  void refusesASettingOfNoRoom() throws Exception {
    Path file = folder.resolve("yjx.yaml");
    Files.writeString(file, "yjx:\n  storrage:\n    data-dir: /srv/yjx\n");
    assertThrows(CommandFailure.class, () -> ServeSettings.fromFile(file));
    assertThrows(CommandFailure.class, () -> ServeSettings.fromFlags(Map.of("micronaut.x.y", "1")));
  }
}
