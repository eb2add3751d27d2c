package uk.yjx.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.RevokeCertificateRequest;
import uk.yjx.world.Staff;

/** Certificates that are replaced or revoked while they are in use. */
final class CertificateFaults {
  private static final long CALL_SECONDS_MAX = 30;

  private CertificateFaults() {}

  /** Everyone, and the exchange itself, gets a new certificate. */
  record Rotate() implements Fault {
    @Override
    public String name() {
      return "rotate-certificates";
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      stage.pki().renewServer();
      List<Staff> users =
          stage.caseload().staff().stream()
              .filter(one ->
                  one.holds(Role.ROLE_NOTICE_SUBMITTER)
                      || Clients.RECEIVERS.stream().anyMatch(one::holds))
              .toList();
      for (Staff user : users) {
        stage.pki().renew(user.id());
        stage.clients().of(user.id()).reload();
      }
      return List.of();
    }
  }

  /**
   * A reader's certificate is revoked: the stream ends within five seconds. With a new certificate
   * it goes on where it was.
   */
  record Revoke() implements Fault {
    private static final Duration ENDS_MAX = Duration.ofSeconds(5);

    @Override
    public String name() {
      return "revoke-certificate";
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      List<Staff> readers = stage.caseload().staff(Role.ROLE_CASE_MANAGER);
      String reader = readers.get(stage.random().nextInt(readers.size())).id();
      String administrator =
          stage.caseload().staff(Role.ROLE_DIRECTORY_ADMINISTRATOR).getFirst().id();
      String digest = stage.pki().digest(reader);
      Set<Integer> streams = stage.recorder().open(reader);
      stage.pki().renew(reader);
      // From now on the client has the new one; its stream still runs with the old one. Were it
      // given after the revocation, the client might come back with the old one and be sent away.
      ExchangeConnection connection = stage.clients().of(reader);
      connection.reload();
      var unused =
          DirectoryServiceGrpc.newBlockingStub(stage.clients().of(administrator).channel())
              .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .withWaitForReady()
              .revokeCertificate(
                  RevokeCertificateRequest.newBuilder()
                      .setRequestId("chaos-revocation-" + digest.substring(0, 16))
                      .setAgencyId(reader.substring(0, reader.indexOf('/')))
                      .setCertificateSha256(digest)
                      .setReason("a rehearsal of a key that was lost")
                      .build());
      List<String> problems = new ArrayList<>();
      Instant revoked = stage.clock().instant();
      if (!stage.await(ENDS_MAX, () -> stage.recorder().haveEnded(reader, streams))) {
        problems.add(
            "a stream went on for more than %d s after its certificate was revoked at %s"
                .formatted(ENDS_MAX.toSeconds(), revoked));
      }
      return problems;
    }
  }
}
