package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.TokenIssuer;

/** Issuers of bearer tokens, by agency. */
@Command(
    name = "issuer",
    description = "OpenID Connect issuers whose tokens speak for people of one agency.",
    synopsisSubcommandLabel = "COMMAND")
final class IssuerCommand {

  private final Yjx yjx;

  IssuerCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "add",
      description = "Register an issuer for an agency, or replace what is registered of it.")
  int add(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "AGENCY") String id,
      @Option(names = "--issuer", required = true, description = "Compared with 'iss'; a URL.")
          String issuer,
      @Option(names = "--jwks", required = true, description = "URL of its keys.") String jwks,
      @Option(names = "--audience", required = true, description = "What 'aud' must hold.")
          String audience) {
    Agency agency = AgencyCommand.agency(yjx, connection, id);
    List<TokenIssuer> issuers = without(agency, issuer);
    issuers.add(
        TokenIssuer.newBuilder().setIssuer(issuer).setJwksUri(jwks).setAudience(audience).build());
    return register(connection, agency, issuers, "tokens of " + issuer + " speak for " + id);
  }

  @Command(
      name = "withdraw",
      description = "Withdraw an issuer: calls made with its tokens end within 5 seconds.")
  int withdraw(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "AGENCY") String id,
      @Option(names = "--issuer", required = true) String issuer) {
    Agency agency = AgencyCommand.agency(yjx, connection, id);
    return register(
        connection,
        agency,
        without(agency, issuer),
        "no token of " + issuer + " is accepted any more");
  }

  @Command(name = "list", description = "List the issuers of an agency.")
  int list(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "AGENCY") String id) {
    Table table = Table.of("ISSUER", "KEYS", "AUDIENCE");
    for (TokenIssuer issuer : AgencyCommand.agency(yjx, connection, id).getTokenIssuersList()) {
      if (yjx.screen().json()) {
        yjx.screen().json(issuer);
      }
      table.row(issuer.getIssuer(), issuer.getJwksUri(), issuer.getAudience());
    }
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  private static List<TokenIssuer> without(Agency agency, String issuer) {
    List<TokenIssuer> others = new ArrayList<>(agency.getTokenIssuersList());
    others.removeIf(one -> one.getIssuer().equals(issuer));
    return others;
  }

  private int register(
      ConnectionOptions connection, Agency agency, List<TokenIssuer> issuers, String done) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              done,
              DirectoryCommand.directory(connection, open.channel())
                  .registerAgency(
                      RegisterAgencyRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAgency(
                              agency.toBuilder().clearTokenIssuers().addAllTokenIssuers(issuers))
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }
}
