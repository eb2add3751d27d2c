package uk.yjx.server.identity;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import uk.yjx.server.kernel.PrincipalId;

/**
 * A folder of certificates as the command line keeps it: {@code ca.crt} and {@code ca.key} of the
 * authority, {@code server.crt} and {@code server.key}, and {@code <name>.crt} and {@code
 * <name>.key} of every client.
 */
public final class PkiFolder {
  /** How long a server's certificate lasts unless said otherwise. */
  public static final Duration SERVER_VALIDITY = Duration.ofDays(365);

  /** How long a client's certificate lasts unless said otherwise. */
  public static final Duration CLIENT_VALIDITY = Duration.ofDays(90);

  private static final String AUTHORITY = "ca";
  private static final String SERVER = "server";
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}");

  private final Path folder;
  private final CertificateAuthority authority;

  private PkiFolder(Path folder, CertificateAuthority authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /**
   * Makes an authority and a server certificate; refuses to replace an authority
   * (FileAlreadyExistsException), because every certificate it issued would be worthless.
   */
  public static PkiFolder init(
      Path folder, String name, List<String> hosts, InstantSource clock, SecureRandom random)
      throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(folder.resolve(AUTHORITY + ".key"))) {
      throw new FileAlreadyExistsException(folder.resolve(AUTHORITY + ".key").toString());
    }
    CertificateAuthority authority = CertificateAuthority.create(name, clock, random);
    authority.issueServer(hosts, SERVER_VALIDITY).write(folder, SERVER);
    authority.credentials().write(folder, AUTHORITY);
    return new PkiFolder(folder, authority);
  }

  /** Opens a folder made earlier. */
  public static PkiFolder open(Path folder, InstantSource clock, SecureRandom random)
      throws IOException {
    Credentials own = Credentials.read(folder, AUTHORITY);
    return new PkiFolder(folder, CertificateAuthority.of(own, clock, random));
  }

  /** The authority of this folder. */
  public CertificateAuthority authority() {
    return authority;
  }

  /** The certificate file of the authority. */
  public Path authorityCertificate() {
    return folder.resolve(AUTHORITY + ".crt");
  }

  /** The certificate file of the server. */
  public Path serverCertificate() {
    return folder.resolve(SERVER + ".crt");
  }

  /** The key file of the server. */
  public Path serverKey() {
    return folder.resolve(SERVER + ".key");
  }

  /** Issues a client certificate for a principal and writes it under the file name. */
  public Credentials issue(
      String fileName, String trustDomain, PrincipalId principal, Duration validity)
      throws IOException {
    requireFileName(fileName);
    Credentials issued = authority.issueClient(trustDomain, principal, validity);
    issued.write(folder, fileName);
    return issued;
  }

  /** Issues the server's certificate anew, for other hosts or because the old one ends. */
  public Credentials issueServer(List<String> hosts, Duration validity) throws IOException {
    Credentials issued = authority.issueServer(hosts, validity);
    issued.write(folder, SERVER);
    return issued;
  }

  private static void requireFileName(String name) {
    if (!FILE_NAME.matcher(name).matches() || name.equals(AUTHORITY) || name.equals(SERVER)) {
      throw new IllegalArgumentException(
          "a certificate's name is 1 to 120 characters from A-Z a-z 0-9 . _ - and not «ca» or"
              + " «server»");
    }
  }
}
