package uk.yjx.cli;

import io.grpc.Channel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WhoAmIRequest;
import uk.yjx.identity.v1.WhoAmIResponse;

/** The directory: agencies, principals and their roles. */
@Command(
    name = "directory",
    description = "Register agencies and principals, grant and withdraw roles.",
    synopsisSubcommandLabel = "COMMAND")
final class DirectoryCommand {

  private final Yjx yjx;

  DirectoryCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "whoami", description = "Who the exchange takes the caller for.")
  int whoAmI(@Mixin ConnectionOptions connection) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      WhoAmIResponse answer =
          directory(connection, open.channel()).whoAmI(WhoAmIRequest.getDefaultInstance());
      if (yjx.screen().json()) {
        yjx.screen().json(answer);
        return ExitCode.OK;
      }
      Table table = Table.of("", "");
      table.row("principal", answer.getPrincipalId());
      table.row("agency", answer.getAgencyId());
      for (RoleGrant grant : answer.getRolesList()) {
        table.row("role", role(grant));
      }
      table.row("certificate ends", Times.text(answer.getCertificateEndsAt()));
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  /** The directory's stub with the deadline of the options. */
  static DirectoryServiceBlockingStub directory(ConnectionOptions connection, Channel channel) {
    return connection.limited(DirectoryServiceGrpc.newBlockingStub(channel));
  }

  /** A role as it is shown. */
  static String role(RoleGrant grant) {
    String word = ContractWords.of(grant.getRole());
    return grant.getService().isEmpty() ? word : word + " of " + grant.getService();
  }
}
