package uk.yjx.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.capabilities.v1.GetCapabilitiesResponse;
import uk.yjx.capabilities.v1.Limit;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;

/** What the exchange can do and within which limits. */
@Command(name = "capabilities", description = "What the exchange can do, and its limits.")
final class CapabilitiesCommand implements Callable<Integer> {

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Yjx yjx;

  CapabilitiesCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      GetCapabilitiesResponse answer =
          connection
              .limited(CapabilitiesServiceGrpc.newBlockingStub(open.channel()))
              .getCapabilities(GetCapabilitiesRequest.getDefaultInstance());
      if (yjx.screen().json()) {
        yjx.screen().json(answer);
      } else {
        show(answer);
      }
    }
    return ExitCode.OK;
  }

  private void show(GetCapabilitiesResponse answer) {
    Table facts = Table.of("", "");
    facts.row("version", answer.getVersion());
    facts.row("log", answer.getLogOrigin());
    facts.row("log key", answer.getLogVerifierKey());
    facts.row("receipt key", answer.getReceiptVerifierKey());
    facts.row("request ids kept", days(answer.getRequestIdRetention().getSeconds()));
    facts.row("cursors kept", days(answer.getCursorRetention().getSeconds()));
    answer.getServicesList().forEach(service -> facts.row("service", service));
    yjx.screen().show(facts);
    yjx.screen().say("");
    Table limits = Table.of("LIMIT", "#VALUE", "UNIT");
    for (Limit limit : answer.getLimitsList()) {
      limits.row(Cell.of(limit.getName()), Cell.of(limit.getValue()), Cell.of(limit.getUnit()));
    }
    yjx.screen().show(limits);
    yjx.screen().say(answer.getStandingNotice(), Tone.QUIET);
  }

  private static String days(long seconds) {
    return java.time.Duration.ofSeconds(seconds).toDays() + " days";
  }
}
