package uk.yjx.cli;

import io.grpc.Context;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** The audit log. */
@Command(
    name = "audit",
    description = "Read the audit log and check that nobody rewrote it.",
    synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {

  private final Yjx yjx;

  AuditCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "tail", description = "Show events as they are logged.")
  int tail(
      @Mixin ConnectionOptions connection,
      @Option(names = "--from", defaultValue = "-1", description = "First leaf; default from now.")
          long from,
      @Option(names = "--count", defaultValue = "0", description = "End after so many; 0: never.")
          long count,
      @Option(names = "--purpose", defaultValue = "lawfulness-check", description = "Why you read.")
          Purpose purpose) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        Context.CancellableContext call = Context.current().withCancellation()) {
      Context before = call.attach();
      try {
        Iterator<TailEventsResponse> frames =
            AuditServiceGrpc.newBlockingStub(open.channel())
                .tailEvents(
                    TailEventsRequest.newBuilder().setFromIndex(from).setPurpose(purpose).build());
        long shown = 0;
        while (frames.hasNext()) {
          for (LogLeaf leaf : frames.next().getLeavesList()) {
            show(leaf);
            if (++shown == count) {
              return ExitCode.OK;
            }
          }
        }
      } finally {
        call.detach(before);
      }
    }
    return ExitCode.OK;
  }

  private void show(LogLeaf leaf) {
    if (yjx.screen().json()) {
      yjx.screen().json(leaf.getLeaf().toString(StandardCharsets.UTF_8));
      return;
    }
    yjx.screen()
        .say(
            String.format(
                "%8d  %s  %s",
                leaf.getLeafIndex(),
                member(leaf, "t"),
                String.join(
                    " ", member(leaf, "type"), member(leaf, "op"), member(leaf, "outcome"))));
  }

  private static String member(LogLeaf leaf, String name) {
    try {
      JsonValue read = CanonicalJson.parseCanonical(leaf.getLeaf().toByteArray());
      return read instanceof JsonValue.Members members
              && members.values().get(name) instanceof JsonValue.Text(String text)
          ? text
          : "";
    } catch (VerificationException e) {
      return "?";
    }
  }
}
