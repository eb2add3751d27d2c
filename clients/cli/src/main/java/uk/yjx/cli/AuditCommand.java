package uk.yjx.cli;

import com.google.gson.JsonObject;
import io.grpc.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.capabilities.v1.GetCapabilitiesResponse;
import uk.yjx.cli.log.KnownLog;
import uk.yjx.cli.log.LogCheck;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
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

  @Command(
      name = "verify",
      description = {
        "Check the log from outside: the newest checkpoint's signature, that it only adds to the",
        "last one seen from here, and its root over every leaf. Exit status 1 if it does not verify."
      })
  int verify(
      @Mixin ConnectionOptions connection,
      @Option(names = "--log-key", description = "The log's key in C2SP form, if you hold it.")
          @Nullable String pinned,
      @Option(
              names = "--state",
              description =
                  "Folder that remembers the last checkpoint; default ~/.config/yjx/logs.")
          @Nullable Path state)
      throws IOException, VerificationException {
    Path folder =
        state == null
            ? ConnectionOptions.configFolder(yjx.surroundings().environment()).resolve("logs")
            : state;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      GetCapabilitiesResponse published =
          connection
              .limited(CapabilitiesServiceGrpc.newBlockingStub(open.channel()))
              .getCapabilities(GetCapabilitiesRequest.getDefaultInstance());
      KnownLog known = KnownLog.in(folder, published.getLogOrigin());
      String key = published.getLogVerifierKey();
      requireSameKey(Optional.ofNullable(pinned), key, "--log-key");
      requireSameKey(known.key(), key, folder.toString());
      LogCheck check =
          new LogCheck(open.channel(), published.getLogOrigin(), VerifierKey.parse(key));
      Optional<LogCheck.Verified> earlier = check.remembered(known.checkpoint());
      LogCheck.Verified latest = check.checkpoint(0);
      if (earlier.isPresent()) {
        check.requireConsistent(earlier.get().checkpoint(), latest.checkpoint());
      }
      try (ProgressBar progress = yjx.screen().progress("leaves", latest.checkpoint().size())) {
        check.requireLeaves(latest.checkpoint(), progress::set);
      }
      known.remember(key, latest.note());
      report(latest.checkpoint(), earlier.map(LogCheck.Verified::checkpoint));
    }
    return ExitCode.OK;
  }

  private static void requireSameKey(Optional<String> expected, String key, String where) {
    if (expected.isPresent() && !expected.get().equals(key)) {
      throw CommandFailure.problem(
          "LOG_KEY_CHANGED", "the exchange publishes another log key than " + where + " holds");
    }
  }

  private void report(Checkpoint checkpoint, Optional<Checkpoint> earlier) {
    String root = Base64.getEncoder().encodeToString(checkpoint.root());
    if (yjx.screen().json()) {
      JsonObject result = new JsonObject();
      result.addProperty("origin", checkpoint.origin());
      result.addProperty("size", checkpoint.size());
      result.addProperty("root", root);
      result.addProperty("consistent_from", earlier.map(Checkpoint::size).orElse(0L));
      result.addProperty("verified", true);
      yjx.screen().json(result.toString());
      return;
    }
    Table table = Table.of("", "");
    table.row("log", checkpoint.origin());
    table.row("size", Long.toString(checkpoint.size()));
    table.row("root", root);
    table.row(
        "seen before",
        earlier
            .map(one -> one.size() + " leaves, and the log only added to them")
            .orElse("never from here"));
    yjx.screen().show(table);
    yjx.screen().say("The log verifies.", Tone.GOOD);
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
