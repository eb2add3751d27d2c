package uk.yjx.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.identity.v1.ListPrincipalsRequest;
import uk.yjx.identity.v1.ListPrincipalsResponse;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RegisterPrincipalRequest;

/** Principals of the directory: systems and people. */
@Command(
    name = "principal",
    description = "Systems and people that may call.",
    synopsisSubcommandLabel = "COMMAND")
final class PrincipalCommand {

  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  PrincipalCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "add", description = "Register a principal, or replace what is registered.")
  int add(
      @Mixin ConnectionOptions connection,
      @Parameters(
              paramLabel = "PRINCIPAL",
              description = "For example southwark-yjs/user/a.mensah.")
          String id,
      @Option(names = "--name", required = true, description = "Name for colleagues.")
          String name) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      return register(
          connection,
          open,
          Principal.newBuilder().setPrincipalId(id).setDisplayName(name).build(),
          "registered " + id);
    }
  }

  @Command(name = "withdraw", description = "Disable a principal; its calls end within 5 seconds.")
  int withdraw(
      @Mixin ConnectionOptions connection, @Parameters(paramLabel = "PRINCIPAL") String id) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Principal known =
          principals(connection, open, id.split("/", 2)[0]).stream()
              .filter(principal -> principal.getPrincipalId().equals(id))
              .findFirst()
              .orElseThrow(() -> CommandFailure.usage("there is no principal " + id));
      return register(
          connection,
          open,
          known.toBuilder().clearRoles().setDisabled(true).build(),
          id + " may not call any more");
    }
  }

  @Command(name = "list", description = "List principals with their roles.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--agency", description = "Only of this agency.") @Nullable String agency) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Table table = Table.of("PRINCIPAL", "NAME", "STATE", "ROLES");
      for (Principal one : principals(connection, open, agency == null ? "" : agency)) {
        if (yjx.screen().json()) {
          yjx.screen().json(one);
        }
        table.row(
            Cell.of(one.getPrincipalId()),
            Cell.of(one.getDisplayName()),
            one.getDisabled() ? new Cell("disabled", Tone.WARNING) : Cell.of("active"),
            Cell.of(String.join(", ", roles(one))));
      }
      if (!yjx.screen().json()) {
        yjx.screen().show(table);
      }
    }
    return ExitCode.OK;
  }

  /** All principals of an agency, or of all when it is empty. */
  static List<Principal> principals(
      ConnectionOptions connection, ExchangeConnection open, String agency) {
    return Paged.stream(
            token ->
                DirectoryCommand.directory(connection, open.channel())
                    .listPrincipals(
                        ListPrincipalsRequest.newBuilder()
                            .setAgencyId(agency)
                            .setPageSize(PAGE_SIZE)
                            .setPageToken(token)
                            .build()),
            ListPrincipalsResponse::getNextPageToken)
        .flatMap(page -> page.getPrincipalsList().stream())
        .toList();
  }

  private static List<String> roles(Principal principal) {
    return principal.getRolesList().stream().map(DirectoryCommand::role).toList();
  }

  private int register(
      ConnectionOptions connection, ExchangeConnection open, Principal principal, String done) {
    new Receipts(yjx.screen())
        .show(
            done,
            DirectoryCommand.directory(connection, open.channel())
                .registerPrincipal(
                    RegisterPrincipalRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setPrincipal(principal)
                        .build())
                .getReceipt());
    return ExitCode.OK;
  }
}
