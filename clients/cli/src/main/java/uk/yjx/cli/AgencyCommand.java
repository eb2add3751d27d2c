package uk.yjx.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.ListAgenciesRequest;
import uk.yjx.identity.v1.ListAgenciesResponse;
import uk.yjx.identity.v1.RegisterAgencyRequest;

/** Agencies of the directory. */
@Command(
    name = "agency",
    description = "Agencies and the authorities that speak for them.",
    synopsisSubcommandLabel = "COMMAND")
final class AgencyCommand {

  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  AgencyCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "add", description = "Register an agency, or replace what is registered.")
  int add(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "AGENCY", description = "Id, for example southwark-yjs.") String id,
      @Option(names = "--kind", required = true, description = "For example police.")
          AgencyKind kind,
      @Option(names = "--name", required = true, description = "Name for people.") String name,
      @Option(names = "--area", split = ",", description = "Local authorities, GSS codes.")
          @Nullable List<String> areas,
      @Option(names = "--anchor", description = "Certificate of its authority, PEM; repeatable.")
          @Nullable List<Path> anchors)
      throws IOException {
    Agency.Builder agency = Agency.newBuilder().setAgencyId(id).setKind(kind).setDisplayName(name);
    agency.addAllLocalAuthorities(areas == null ? List.of() : areas);
    for (Path anchor : anchors == null ? List.<Path>of() : anchors) {
      agency.addTrustAnchorsPem(Files.readString(anchor, StandardCharsets.US_ASCII));
    }
    return register(connection, agency.build(), "registered " + id);
  }

  @Command(
      name = "withdraw",
      description = "Take every trust anchor from an agency: none of its certificates is accepted.")
  int withdraw(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "AGENCY") String id) {
    Agency known = agency(yjx, connection, id);
    return register(
        connection,
        known.toBuilder().clearTrustAnchorsPem().clearTokenIssuers().build(),
        "no certificate of " + id + " is accepted any more");
  }

  @Command(name = "list", description = "List agencies.")
  int list(@Mixin ConnectionOptions connection) {
    Table table = Table.of("AGENCY", "KIND", "NAME", "AREAS", "#ANCHORS");
    agencies(yjx, connection).forEach(agency -> row(table, agency));
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  private void row(Table table, Agency agency) {
    if (yjx.screen().json()) {
      yjx.screen().json(agency);
    }
    table.row(
        agency.getAgencyId(),
        ContractWords.of(agency.getKind()),
        agency.getDisplayName(),
        String.join(" ", agency.getLocalAuthoritiesList()),
        Integer.toString(agency.getTrustAnchorsPemCount()));
  }

  private int register(ConnectionOptions connection, Agency agency, String done) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              done,
              DirectoryCommand.directory(connection, open.channel())
                  .registerAgency(
                      RegisterAgencyRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAgency(agency)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  /** An agency as it is registered. */
  static Agency agency(Yjx yjx, ConnectionOptions connection, String id) {
    return agencies(yjx, connection).stream()
        .filter(agency -> agency.getAgencyId().equals(id))
        .findFirst()
        .orElseThrow(() -> CommandFailure.usage("there is no agency " + id));
  }

  private static List<Agency> agencies(Yjx yjx, ConnectionOptions connection) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      return Paged.stream(
              token ->
                  DirectoryCommand.directory(connection, open.channel())
                      .listAgencies(
                          ListAgenciesRequest.newBuilder()
                              .setPageSize(PAGE_SIZE)
                              .setPageToken(token)
                              .build()),
              ListAgenciesResponse::getNextPageToken)
          .flatMap(page -> page.getAgenciesList().stream())
          .toList();
    }
  }
}
