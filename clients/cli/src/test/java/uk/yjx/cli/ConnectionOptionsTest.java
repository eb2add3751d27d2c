package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionOptionsTest {

  @TempDir Path folder;
  private final ConnectionOptions options = new ConnectionOptions();

  @BeforeEach
  void makeFiles() throws Exception {
    for (String name : new String[] {"ca.crt", "a.crt", "a.key", "met.r.crt", "met.r.key"}) {
      Files.writeString(folder.resolve(name), name);
    }
    options.profile = folder.resolve("profile.properties");
    Files.writeString(options.profile, "target=profile:1\npki=" + folder + "\nas=a\n");
  }

  @Test
  void takesWhatNobodyElseSaysFromTheProfile() {
    ConnectionOptions.Resolved resolved = options.resolve(Map.of());
    assertEquals("profile", resolved.host());
    assertEquals(1, resolved.port());
    assertEquals(folder.resolve("a.key"), resolved.credentials().privateKey());
    assertEquals(folder.resolve("ca.crt"), resolved.credentials().trustedAuthorities());
  }

  @Test
  void prefersFlagsToTheEnvironmentAndThatToTheProfile() {
    Map<String, String> environment = Map.of("YJX_TARGET", "environment:2");
    assertEquals("environment", options.resolve(environment).host());
    options.target = "[::1]:3";
    assertEquals("::1", options.resolve(environment).host());
    assertEquals(3, options.resolve(environment).port());
  }

  @Test
  void findsACertificateByPrincipalEvenWhereTheEnvironmentNamesAnother() {
    options.as = "met/system/r";
    Map<String, String> environment = Map.of("YJX_CERT", folder.resolve("a.crt").toString());
    assertEquals(
        folder.resolve("met.r.crt"), options.resolve(environment).credentials().certificateChain());
  }

  @Test
  void refusesAPortThatIsNone() {
    options.target = "localhost:70000";
    assertThrows(CommandFailure.class, () -> options.resolve(Map.of()));
    options.target = "localhost:http";
    assertThrows(CommandFailure.class, () -> options.resolve(Map.of()));
  }

  @Test
  void usesTheStandardPortWhenOnlyAHostIsNamed() {
    options.target = "exchange.example";
    assertEquals(7443, options.resolve(Map.of()).port());
  }
}
