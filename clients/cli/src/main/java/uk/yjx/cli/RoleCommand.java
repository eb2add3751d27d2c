package uk.yjx.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WithdrawRoleRequest;

/** Roles of principals. */
@Command(
    name = "role",
    description = "What principals may do.",
    synopsisSubcommandLabel = "COMMAND")
final class RoleCommand {

  private final Yjx yjx;

  RoleCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "add", description = "Grant a role.")
  int add(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "PRINCIPAL") String principal,
      @Parameters(index = "1", paramLabel = "ROLE", description = "For example case-manager.")
          Role role,
      @Option(names = "--service", description = "The youth justice service it is held for.")
          @Nullable String service) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      RoleGrant grant = grant(role, service);
      new Receipts(yjx.screen())
          .show(
              principal + " is " + DirectoryCommand.role(grant),
              DirectoryCommand.directory(connection, open.channel())
                  .grantRole(
                      GrantRoleRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setPrincipalId(principal)
                          .setGrant(grant)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "withdraw", description = "Withdraw a role; calls that need it end.")
  int withdraw(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "PRINCIPAL") String principal,
      @Parameters(index = "1", paramLabel = "ROLE") Role role,
      @Option(names = "--service", description = "The youth justice service it is held for.")
          @Nullable String service) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      RoleGrant grant = grant(role, service);
      new Receipts(yjx.screen())
          .show(
              principal + " is no longer " + DirectoryCommand.role(grant),
              DirectoryCommand.directory(connection, open.channel())
                  .withdrawRole(
                      WithdrawRoleRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setPrincipalId(principal)
                          .setGrant(grant)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "list", description = "List roles in force.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--agency", description = "Only of this agency.") @Nullable String agency) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Table table = Table.of("ROLE", "SERVICE", "PRINCIPAL");
      for (Principal one :
          PrincipalCommand.principals(connection, open, agency == null ? "" : agency)) {
        for (RoleGrant grant : one.getRolesList()) {
          table.row(ContractWords.of(grant.getRole()), grant.getService(), one.getPrincipalId());
        }
        if (yjx.screen().json()) {
          yjx.screen().json(one);
        }
      }
      if (!yjx.screen().json()) {
        yjx.screen().show(table);
      }
    }
    return ExitCode.OK;
  }

  private static RoleGrant grant(Role role, @Nullable String service) {
    return RoleGrant.newBuilder().setRole(role).setService(service == null ? "" : service).build();
  }
}
