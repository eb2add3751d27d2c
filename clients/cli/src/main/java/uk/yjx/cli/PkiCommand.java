package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.RevokeCertificateRequest;
import uk.yjx.identity.v1.RevokeCertificateResponse;
import uk.yjx.server.identity.Credentials;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.kernel.PrincipalId;

/** Certificates: a small authority for development, and revocation for everyone. */
@Command(
    name = "pki",
    description = "Make development certificates; revoke any certificate.",
    synopsisSubcommandLabel = "COMMAND")
final class PkiCommand {

  /** The principal that may register all others when nothing was said. */
  static final String ADMINISTRATOR = "operator/user/administrator";

  private static final String TRUST_DOMAIN = "yjx.local";

  private final Yjx yjx;
  private final SecureRandom random = new SecureRandom();

  PkiCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "init",
      description =
          "Make an authority (ca), a server certificate (server) and one for the administrator"
              + " (admin), each as .crt and .key. For development only.")
  int init(
      @Option(
              names = "--dir",
              defaultValue = "pki",
              description = "Folder to make; default ${DEFAULT-VALUE}.")
          Path dir,
      @Option(
              names = "--name",
              defaultValue = "yjx development authority",
              description = "Name of the authority.")
          String name,
      @Option(
              names = "--host",
              split = ",",
              defaultValue = "localhost,127.0.0.1,::1",
              description = "Names and addresses of the server; default ${DEFAULT-VALUE}.")
          List<String> hosts,
      @Option(
              names = "--admin",
              defaultValue = ADMINISTRATOR,
              description = "First administrator; default ${DEFAULT-VALUE}.")
          String administrator,
      @Option(
              names = "--trust-domain",
              defaultValue = TRUST_DOMAIN,
              description = "Trust domain of client certificates; default ${DEFAULT-VALUE}.")
          String trustDomain)
      throws IOException {
    PrincipalId admin = principal(administrator);
    PkiFolder folder = PkiFolder.init(dir, name, hosts, yjx.surroundings().clock(), random);
    Credentials issued = folder.issue("admin", trustDomain, admin, PkiFolder.CLIENT_VALIDITY);
    tell(dir.resolve("admin"), issued, administrator);
    yjx.screen().say("Start the exchange with: ./yjx serve --pki " + dir, Tone.QUIET);
    return ExitCode.OK;
  }

  @Command(
      name = "issue",
      description = "Issue a certificate for a principal, or anew for the server with --server.")
  int issue(
      @Option(names = "--dir", defaultValue = "pki", description = "Folder made by 'pki init'.")
          Path dir,
      @Option(names = "--principal", description = "For example southwark-yjs/user/a.mensah.")
          @Nullable String principal,
      @Option(
              names = "--file",
              description = "Name of the files; default <agency>.<name> of the principal.")
          @Nullable String file,
      @Option(names = "--server", description = "Issue the server's certificate anew.")
          boolean server,
      @Option(names = "--host", split = ",", defaultValue = "localhost,127.0.0.1,::1")
          List<String> hosts,
      @Option(names = "--days", description = "How long it lasts; default 90, for a server 365.")
          @Nullable Integer days,
      @Option(names = "--trust-domain", defaultValue = TRUST_DOMAIN) String trustDomain)
      throws IOException {
    PkiFolder folder = PkiFolder.open(dir, yjx.surroundings().clock(), random);
    if (server == (principal != null)) {
      throw CommandFailure.usage("give either --principal or --server");
    }
    if (principal == null) {
      Duration validity = validity(days, PkiFolder.SERVER_VALIDITY);
      tell(dir.resolve("server"), folder.issueServer(hosts, validity), String.join(", ", hosts));
      return ExitCode.OK;
    }
    String name = file == null ? ConnectionOptions.fileName(principal) : file;
    Duration validity = validity(days, PkiFolder.CLIENT_VALIDITY);
    tell(
        dir.resolve(name),
        folder.issue(name, trustDomain, principal(principal), validity),
        principal);
    return ExitCode.OK;
  }

  @Command(
      name = "revoke",
      description = "Revoke a certificate for ever; calls made with it end within 5 seconds.")
  int revoke(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CERTIFICATE", description = "The certificate, PEM.") Path file,
      @Option(
              names = "--agency",
              required = true,
              description = "The agency whose authority issued it.")
          String agency,
      @Option(
              names = "--reason",
              required = true,
              description = "Why, without personal data; at most 200 characters.")
          String reason)
      throws IOException {
    X509Certificate certificate = Pem.readCertificate(file);
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      RevokeCertificateResponse answer =
          connection
              .limited(DirectoryServiceGrpc.newBlockingStub(open.channel()))
              .revokeCertificate(
                  RevokeCertificateRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setAgencyId(agency)
                      .setCertificateSha256(Pem.sha256(certificate))
                      .setReason(reason)
                      .build());
      new Receipts(yjx.screen()).show("revoked " + Pem.sha256(certificate), answer.getReceipt());
    }
    return ExitCode.OK;
  }

  private void tell(Path files, Credentials issued, String subject) {
    if (yjx.screen().json()) {
      JsonObject made = new JsonObject();
      made.addProperty("subject", subject);
      made.addProperty("certificate", files + ".crt");
      made.addProperty("key", files + ".key");
      made.addProperty("sha256", issued.sha256());
      made.addProperty("ends", issued.certificate().getNotAfter().toInstant().toString());
      yjx.screen().json(made.toString());
    } else {
      yjx.screen()
          .say(
              files
                  + ".crt, "
                  + files
                  + ".key: "
                  + subject
                  + ", until "
                  + issued.certificate().getNotAfter().toInstant());
    }
  }

  private static PrincipalId principal(String text) {
    try {
      return PrincipalId.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("'" + text + "': " + e.getMessage());
    }
  }

  private static Duration validity(@Nullable Integer days, Duration standard) {
    if (days == null) {
      return standard;
    }
    if (days < 1) {
      throw CommandFailure.usage("--days must be 1 or more");
    }
    return Duration.ofDays(days);
  }
}
