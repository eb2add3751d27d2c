package uk.yjx.server.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.server.kernel.PrincipalId;

class CertificateAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final PrincipalId WORKER = PrincipalId.parse("southwark/user/amy.example");

  private final SecureRandom random = new SecureRandom();
  private final CertificateAuthority authority =
      CertificateAuthority.create("Development", CLOCK, random);

  @Test
  void issuesClientCertificateWithTheOneUriOfThePrincipal() throws GeneralSecurityException {
    Credentials issued = authority.issueClient("yjx.test", WORKER, Duration.ofDays(1));

    assertEquals(
        List.of(List.of(6, "spiffe://yjx.test/agency/southwark/user/amy.example")),
        List.copyOf(issued.certificate().getSubjectAlternativeNames()));
    assertEquals(NOW.plus(Duration.ofDays(1)), issued.certificate().getNotAfter().toInstant());
    issued.certificate().verify(authority.certificate().getPublicKey());
  }

  @Test
  void issuesServerCertificateForNamesAndAddresses() throws GeneralSecurityException {
    Credentials issued =
        authority.issueServer(List.of("localhost", "127.0.0.1", "::1"), Duration.ofDays(1));

    assertEquals(
        List.of(List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1")),
        List.copyOf(issued.certificate().getSubjectAlternativeNames()));
  }

  @Test
  void certificateNeverOutlivesItsAuthority() {
    Credentials issued = authority.issueClient("yjx.test", WORKER, Duration.ofDays(9999));

    assertEquals(authority.certificate().getNotAfter(), issued.certificate().getNotAfter());
  }

  @Test
  void refusesToIssueWithACertificateThatIsNoAuthority() {
    Credentials leaf = authority.issueClient("yjx.test", WORKER, Duration.ofDays(1));

    assertThrows(
        IllegalArgumentException.class, () -> CertificateAuthority.of(leaf, CLOCK, random));
  }

  @Test
  void folderIsReadBackAsWritten(@TempDir Path folder) throws IOException {
    PkiFolder made = PkiFolder.init(folder, "Development", List.of("localhost"), CLOCK, random);
    Credentials issued = made.issue("amy", "yjx.test", WORKER, Duration.ofDays(1));
    PkiFolder opened = PkiFolder.open(folder, CLOCK, random);
    Credentials read = Credentials.read(folder, "amy");

    assertEquals(made.authority().certificate(), opened.authority().certificate());
    assertEquals(issued.sha256(), read.sha256());
    assertArrayEquals(issued.key().getEncoded(), read.key().getEncoded());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("amy.key"))));
  }

  @Test
  void folderNeverReplacesItsAuthority(@TempDir Path folder) throws IOException {
    PkiFolder.init(folder, "Development", List.of("localhost"), CLOCK, random);

    assertThrows(
        FileAlreadyExistsException.class,
        () -> PkiFolder.init(folder, "Development", List.of("localhost"), CLOCK, random));
  }

  @Test
  void refusesFileNameThatLeavesTheFolder(@TempDir Path folder) throws IOException {
    PkiFolder made = PkiFolder.init(folder, "Development", List.of("localhost"), CLOCK, random);

    assertThrows(
        IllegalArgumentException.class,
        () -> made.issue("../amy", "yjx.test", WORKER, Duration.ofDays(1)));
  }
}
